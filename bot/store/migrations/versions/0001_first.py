"""The first tables, and the triggers that keep anybody from rewriting a record."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE_TRIGGERS = (
    """CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END""",
    """CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above.
    """CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
    WHEN EXISTS (SELECT 1 FROM entries WHERE case_id = NEW.case_id AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'a record is never replaced'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION entries_kept() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a record is never changed or deleted'; END $$""",
    """CREATE TRIGGER entries_no_change BEFORE UPDATE OR DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_kept()""",
    """CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION entries_kept()""",
)


def upgrade() -> None:
    """From nothing to the first release."""
    people()
    cases()
    entries()
    messages()
    keep_entries()


def downgrade() -> None:
    """Records are kept: there is no way back to nothing."""
    raise NotImplementedError("records are kept")


def people() -> None:
    """Who takes part, and which of their updates were handled."""
    table("seen", text("update_key", primary_key=True), text("at"))
    index("seen", "at")
    names = [text(name) for name in ("name", "role", "site", "language")]
    moments = [text("joined_at"), text("left_at", nullable=True)]
    counted("staff", text("address"), *names, number("active_case", nullable=True), *moments, unique="address")
    index("staff", "site")
    joins = [text("role"), text("site"), text("language", nullable=True), text("expires_at")]
    table("invitations", text("digest", primary_key=True), *joins, text("used_by", nullable=True))
    table("teams", *(text(name, primary_key=True) for name in ("trial", "site", "address")), text("language"))
    index("teams", "address")


def cases() -> None:
    """Where each case stands, and the running number of each site."""
    table("counters", text("site", primary_key=True), sa.Column("last", sa.Integer, nullable=False))
    what = [text("code"), text("label", nullable=True), text("trial"), text("version"), text("site")]
    where = [refers("owner", "staff.id"), text("state"), sa.Column("turn", sa.Integer, nullable=False)]
    when = [text("opened_at"), text("changed_at"), text("head"), sa.Column("entries", sa.Integer, nullable=False)]
    counted("cases", *what, *where, *when, unique="code")
    for first in ("owner", "site", "trial"):
        index("cases", first, "changed_at")


def entries() -> None:
    """The records."""
    place = [refers("case_id", "cases.id", primary_key=True), sa.Column("number", sa.Integer, primary_key=True)]
    who = [sa.Column("offset", sa.Integer, nullable=False), refers("staff_id", "staff.id", nullable=True)]
    what = [text(name) for name in ("language", "trial", "version", "state", "data", "previous", "hash")]
    table("entries", *place, text("kind"), text("at"), *who, *what)


def messages() -> None:
    """What is to be said, and where it was said."""
    line = [text("key"), text("address"), text("do"), text("slot", nullable=True), text("picture")]
    fate = [text("status"), sa.Column("attempts", sa.Integer, nullable=False)]
    later = [text(name, nullable=True) for name in ("not_before", "lent_until", "reason", "done_at")]
    counted("outbox", *line, text("refers", nullable=True), *fate, *later, unique="key")
    index("outbox", "status", "address", "id")
    index("outbox", "status", "done_at")
    table("slots", text("address", primary_key=True), text("slot", primary_key=True), text("message_id"))


def keep_entries() -> None:
    """From now on the database itself refuses to change a record."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in SQLITE_TRIGGERS if sqlite else POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def text(name: str, **options: Any) -> sa.Column[str]:
    """A text column; moments and JSON are text too."""
    return sa.Column(name, sa.Text, **{"nullable": False} | options)


def number(name: str, *more: Any, **options: Any) -> sa.Column[int]:
    """An id, or what refers to one; SQLite counts rows only in a column that is called INTEGER."""
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), *more, **{"nullable": False} | options)


def refers(name: str, target: str, **options: Any) -> sa.Column[int]:
    """An id of another table."""
    return number(name, sa.ForeignKey(target, name=None), **options)


def counted(name: str, *columns: Any, unique: str) -> None:
    """A table whose ids are never used twice."""
    key = sa.UniqueConstraint(unique, name=f"uq_{name}_{unique}")
    table(name, number("id", primary_key=True), *columns, key, sqlite_autoincrement=True)


def table(name: str, *parts: Any, **options: Any) -> None:
    """A table, with the names that `tables.py` gives to its constraints."""
    op.create_table(name, *parts, **options)


def index(name: str, *columns: str) -> None:
    """An index, by the name that `tables.py` gives to it."""
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))
