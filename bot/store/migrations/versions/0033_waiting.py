"""What waits has an index of its own: a line that is sent leaves it, instead of moving within two that keep all."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

BEFORE = {"ix_outbox_status_address_id": ["status", "address", "id"], "ix_outbox_status_done_at": ["status", "done_at"]}
AFTER = {
    "ix_outbox_waiting": (["address", "id"], "status = 'waiting'"),
    "ix_outbox_failed": (["id"], "status = 'failed'"),
    "ix_outbox_done_at": (["done_at"], "done_at IS NOT NULL"),
}


def upgrade() -> None:
    """The old indexes go, the new ones come."""
    for name in BEFORE:
        op.drop_index(name, "outbox")
    for name, (columns, which) in AFTER.items():
        op.create_index(name, "outbox", columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    """And back."""
    for name in AFTER:
        op.drop_index(name, "outbox")
    for name, columns in BEFORE.items():
        op.create_index(name, "outbox", columns)
