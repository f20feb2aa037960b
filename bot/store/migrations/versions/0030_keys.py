"""A place for the keys of cases and of messages, each wrapped by a master key."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0010"


def upgrade() -> None:
    """The table, and an index to find what a master key still wraps."""
    op.create_table(
        "keys",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("master", sa.Text, nullable=False),
        sa.Column("wrapped", sa.Text, nullable=False),
    )
    op.create_index("ix_keys_master", "keys", ["master"])
