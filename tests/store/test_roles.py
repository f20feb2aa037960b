"""The PostgreSQL role of docs/operations.md can do all that the bot does, and can change neither a record nor a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.ports import Invitation, Parked, StoreFailed, Team
from bot.store.check import record_problems
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify
from tests.servers.databases import Databases

from .making import NOW, SECOND, append, book_sent, line, opened, send, staff

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture
def owner(databases: Databases) -> Iterator[SqlStore]:
    """The store in the role of the tables' owner, on a database that no other test uses."""
    url = databases.empty()
    migrate(url)
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def bot(owner: SqlStore) -> Iterator[SqlStore]:
    """The same in the bot's own role, with exactly the rights that the document gives."""
    database = str(owner.engine.url.database)
    role = f"{database}_role"
    (rights,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    with owner.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'x'"))
        for statement in filter(None, map(str.strip, rights.split(";"))):
            told = statement.replace("prescreener_bot", role).replace("DATABASE prescreener", f"DATABASE {database}")
            connection.execute(text(told))
    own = owner.engine.url.set(username=role, password="x").render_as_string(hide_password=False)
    migrate(own)
    bot = open_store(own)
    yield bot
    bot.close()
    with owner.engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_it_does_all_that_the_bot_does(bot: SqlStore) -> None:
    case = opened(bot)
    append(bot, case.id)
    send(bot, line("a", slot="q"), line("b", "edit", slot="q"), line("c", address="telegram:2"))
    for pending in bot.claim(NOW, 9):
        book_sent(bot, pending, "7", NOW)
    bot.release()
    with bot.transaction() as unit:
        unit.note_seen("k", NOW)
        unit.add_invitation(
            Invitation(token="t" * 20, role="screener", site="NJ01", language=None, expires_at=NOW + SECOND)
        )
        assert unit.take_invitation("t" * 20, NOW, "telegram:5")
        unit.save_staff(replace(staff(unit, "telegram:5"), active_case=case.id))
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="*", language="en"))
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="*", language="zh_CN"))
        unit.drop_team("telegram:-7")
        unit.park(Parked(update_key="k2", at=NOW, error="ValueError", place="x.py:1"))
    bot.check()
    assert (verify(bot), record_problems(bot), bot.outbox().failed) == ([], [], 0)
    assert bot.forget(NOW + SECOND, NOW + SECOND) >= 2


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE entries SET kind = 'x'", "DELETE FROM entries", "TRUNCATE entries", "DELETE FROM cases",
        "DELETE FROM staff", "DROP TABLE entries", "CREATE TABLE mine (id INTEGER)",
        "ALTER TABLE entries DISABLE TRIGGER ALL", "UPDATE alembic_version SET version_num = '0001'",
    ],
)  # fmt: skip
def test_it_can_change_neither_a_record_nor_a_table(bot: SqlStore, forbidden: str) -> None:
    append(bot, opened(bot).id)
    with pytest.raises(StoreFailed, match="InsufficientPrivilege"), bot.engine.begin() as connection:
        connection.execute(text(forbidden))
    assert verify(bot) == []


def test_it_is_told_who_may_bring_the_database_up_to_date(bot: SqlStore, owner: SqlStore) -> None:
    with owner.engine.begin() as connection:
        connection.execute(text("DROP TABLE parked"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    own = bot.engine.url.render_as_string(hide_password=False)
    with pytest.raises(StoreFailed, match="42501"):
        migrate(own)
