"""When a line was put into the outbox, to tell how long the oldest waits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One more column, empty in lines from before."""
    op.add_column("outbox", sa.Column("at", sa.Text))
