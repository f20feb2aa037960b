"""Who made an invitation, so that it need not be looked for in the site's whole log."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Of those made so far nobody is known: they count as the command line's, and expire within a week."""
    op.add_column("invitations", sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer, "sqlite")))


def downgrade() -> None:
    """The site's log still knows."""
    op.drop_column("invitations", "made_by")
