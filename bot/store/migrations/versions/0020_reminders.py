"""When each case is to be looked at for reminders, fingerprints of patients, and two more ways to find what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"


def upgrade() -> None:
    """One row for each case that may need a reminder; what is there already is looked at once."""
    case = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "reminders",
        sa.Column("case_id", case, sa.ForeignKey("cases.id", name="fk_reminders_case_id"), nullable=False),
        sa.Column("due_at", sa.Text),
        sa.Column("hushed", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_reminders"),
    )
    op.create_table(
        "subjects",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("case_id", case, sa.ForeignKey("cases.id", name="fk_subjects_case_id"), nullable=False),
        sa.PrimaryKeyConstraint("digest", "case_id", name="pk_subjects"),
    )
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])
    op.create_index("ix_cases_site_label", "cases", ["site", "label"])
    op.create_index("ix_slots_address_message_id", "slots", ["address", "message_id"])
    op.execute("INSERT INTO reminders (case_id, due_at, hushed) SELECT id, changed_at, '{}' FROM cases")


def downgrade() -> None:
    """Reminders follow from the cases; only what was turned off is lost."""
    op.drop_index("ix_cases_site_label", "cases")
    op.drop_index("ix_slots_address_message_id", "slots")
    op.drop_table("reminders")
    op.drop_table("subjects")
