"""A place for updates that were given up: what kind of error they met and where, never what they said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The table and the order in which it is read."""
    op.create_table(
        "parked",
        sa.Column("update_key", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
    )
    op.create_index("ix_parked_at", "parked", ["at"])


def downgrade() -> None:
    """The notes are for today's technician only."""
    op.drop_table("parked")
