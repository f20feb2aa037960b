"""Who may do what, by trial and site and with dates; invitations for one trial; each site's log; PINs to sign with."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0003"

SQLITE_TRIGGERS = (
    """CREATE TRIGGER log_no_update BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'a log is never changed'); END""",
    """CREATE TRIGGER log_no_delete BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'a log is never deleted'); END""",
    """CREATE TRIGGER log_no_replace BEFORE INSERT ON log
    WHEN EXISTS (SELECT 1 FROM log WHERE site = NEW.site AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'a log is never replaced'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON log
    FOR EACH ROW EXECUTE FUNCTION entries_kept()""",
    """CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION entries_kept()""",
)


def upgrade() -> None:
    """Whoever is here keeps what they had: their role at their site, in all trials, since they joined."""
    op.add_column("staff", sa.Column("delegations", sa.Text, nullable=False, server_default="[]"))
    op.add_column("staff", sa.Column("signing", sa.Text))
    op.add_column("invitations", sa.Column("trial", sa.Text, nullable=False, server_default="*"))
    op.create_table(
        "log",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("subject", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "pins",
        sa.Column("staff_id", id, sa.ForeignKey("staff.id", name="fk_pins_staff_id"), primary_key=True),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("set_at", sa.Text, nullable=False),
        sa.Column("locked_until", sa.Text),
    )
    connection = op.get_bind()
    for trigger in SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        op.execute(trigger)
    keep_roles(connection)


def keep_roles(connection: sa.Connection) -> None:
    """Each person's role and site become the first line of their delegations."""
    for id, role, site, since, until in connection.execute(
        sa.text("SELECT id, role, site, joined_at, left_at FROM staff")
    ).all():
        line = {"role": role, "site": site, "since": since, "trial": "*", "until": until}
        connection.execute(
            sa.text("UPDATE staff SET delegations = :given WHERE id = :id"),
            {"given": json.dumps([line], sort_keys=True, separators=(",", ":"), ensure_ascii=False), "id": id},
        )


def downgrade() -> None:
    """What the delegations say more than role and site is lost."""
    op.drop_table("pins")
    op.drop_table("log")
    op.drop_column("invitations", "trial")
    op.drop_column("staff", "signing")
    op.drop_column("staff", "delegations")
