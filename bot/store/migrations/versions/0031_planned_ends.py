"""A planned end for a role: of an invitation, and, so that it is found, the first one of each person."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Nothing that was given so far has one."""
    op.add_column("invitations", sa.Column("planned_end", sa.Text))
    op.add_column("staff", sa.Column("next_end", sa.Text))
    op.create_index("ix_staff_next_end", "staff", ["next_end"])


def downgrade() -> None:
    """Roles go on until somebody ends them."""
    op.drop_index("ix_staff_next_end", "staff")
    op.drop_column("staff", "next_end")
    op.drop_column("invitations", "planned_end")
