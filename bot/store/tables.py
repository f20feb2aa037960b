"""The tables, and nothing but the tables; `migrations/` must lead to exactly this.

Every look-up that happens during a talk has an index, so that none gets slower with the number of stored cases.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from bot.store.columns import Delegations, Instant, Json

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite counts rows only in a column that is called INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData(naming_convention=NAMES)
# The last step of migrations/, which leads here.
REVISION = "0033"


def _of_some(name: str, *columns: str, which: str) -> Index:
    """An index of these rows alone; a database uses it where a statement says `which` in the same words.

    Only the migration tells the database: told here, each start would load PostgreSQL's dialect for it.
    """
    return Index(name, *columns, info={"which": which})


seen = Table(
    "seen",
    metadata,
    Column("update_key", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

parked = Table(
    "parked",
    metadata,
    Column("update_key", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("error", Text, nullable=False),
    Column("place", Text, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("site", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    # No foreign key: a case has its owner, so the two would point at each other.
    Column("active_case", Id),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("delegations", Delegations, nullable=False, server_default="[]"),
    # The first planned end among the delegations that run.
    Column("next_end", Instant, index=True),
    Column("signing", Json),
    sqlite_autoincrement=True,
)

# What a person signs with: never the PIN, which is kept nowhere.
pins = Table(
    "pins",
    metadata,
    Column("staff_id", Id, ForeignKey("staff.id"), primary_key=True),
    Column("salt", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("locked_until", Instant),
)

# What happens to people at a site; `number` counts from 1 in each site.
log = Table(
    "log",
    metadata,
    Column("site", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Id),
    Column("subject", Id),
    Column("data", Json, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("language", Text),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", Text),
    Column("trial", Text, nullable=False, server_default="*"),
    Column("planned_end", Instant),
    Column("made_by", Id),
)

counters = Table(
    "counters",
    metadata,
    Column("site", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    # As typed, or locked.
    Column("label", Text),
    Column("trial", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("owner", Id, ForeignKey("staff.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("head", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Index(None, "owner", "changed_at"),
    Index(None, "site", "changed_at"),
    Index(None, "site", "label"),
    Index(None, "trial", "changed_at"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("language", Text, nullable=False),
    Column("trial", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
    # JSON, or locked; hashed as it stands here.
    Column("data", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# subject: case:5, letters:2026-11-22; master: the name of the master key that wraps it.
keys = Table(
    "keys",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("master", Text, nullable=False, index=True),
    Column("wrapped", Text, nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("trial", Text, primary_key=True),
    Column("site", Text, primary_key=True),
    Column("address", Text, primary_key=True, index=True),
    Column("language", Text, nullable=False),
)

# status: waiting, then one of sent, failed, dropped.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("slot", Text),
    # JSON, or locked.
    Column("picture", Text, nullable=False),
    Column("refers", Text),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("lent_until", Instant),
    Column("reason", Text),
    Column("done_at", Instant),
    Column("at", Instant),
    _of_some("ix_outbox_waiting", "address", "id", which="status = 'waiting'"),
    _of_some("ix_outbox_failed", "id", which="status = 'failed'"),
    _of_some("ix_outbox_done_at", "done_at", which="done_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

slots = Table(
    "slots",
    metadata,
    Column("address", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("message_id", Text, nullable=False),
    Index(None, "address", "message_id"),
)

# When to look at a case next; hushed: reminders by their keys, with the day until which they rest, or null for ever.
reminders = Table(
    "reminders",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("due_at", Instant, index=True),
    Column("hushed", Json, nullable=False),
)

# Keyed fingerprints of patients, to warn of duplicates; nothing without the key, which is not here.
subjects = Table(
    "subjects",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
)
