"""Whole conversations, each in both languages, against the real desk and a real database.

After every step the case must be what its record adds up to; the same talk must give the same record twice, and, told
again from its record, the same verdict. Between them the talks fail every criterion once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.channels.talks import BadTalk, Talk, TalkFailed, read_talk, replay, replay_file
from bot.channels.talks.play import Player
from bot.channels.talks.retold import retold, write_talk
from bot.channels.talks.talk import talk_of
from bot.core.case import Line
from bot.core.folding import rebuilt
from bot.core.languages import LANGUAGES
from bot.desk.room import House
from bot.ports import Entry
from bot.store.chain import broken, plain
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from tests.house import own_house
from tests.servers.databases import copied

ROOT = Path(__file__).resolve().parent.parent
TALKS = sorted((ROOT / "tests" / "talks").glob("*/*.yaml"))
LIVELY = ("amend-after-sending", "back-and-change")
Stores = Callable[[], SqlStore]
Records = Callable[[Path, str], tuple[Entry, ...]]


@pytest.fixture(scope="session")
def house() -> House:
    """The real trials and the real words."""
    return own_house()


@pytest.fixture
def stores(tmp_path: Path, sqlite_template: Path) -> Iterator[Stores]:
    """Makes empty databases."""
    made: list[SqlStore] = []

    def make() -> SqlStore:
        made.append(open_store(copied(sqlite_template, f"sqlite:///{tmp_path}/{len(made)}.db")))
        return made[-1]

    yield make
    for store in made:
        store.close()


def round_trip(player: Player) -> None:
    """The record, once through JSON, adds up to the case as it stands; and its chain is whole."""
    row, entries = player.row(), player.entries()
    if row is None:
        return
    told = [json.loads(json.dumps(plain(entry))) for entry in entries]
    lines = [Line(one["kind"], one["data"], one["state"], one["data"]["turn"]) for one in told]
    assert rebuilt(player.trial, row.code, lines) == player.case()
    assert (row.state, row.turn, row.entries) == (lines[-1].state, lines[-1].turn, len(lines))
    assert broken(entries) is None


def play(talk: Talk, house: House, store: SqlStore, language: str, watched: bool = False) -> tuple[Entry, ...]:
    """Plays a talk; the record of its case."""
    transcript = replay(talk, house, store, language, round_trip if watched else None)
    assert transcript
    assert store.outbox().waiting == 0
    row = next(store.every_case())
    with store.reading() as unit:
        return unit.entries(row.id)


@pytest.fixture(scope="session")
def records(house: House, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The record of a talk's case in a language, watched at every step; played once."""

    @cache
    def record(file: Path, language: str) -> tuple[Entry, ...]:
        store = open_store(copied(sqlite_template, f"sqlite:///{tmp_path_factory.mktemp('talk')}/talk.db"))
        try:
            return play(read_talk(file), house, store, language, watched=True)
        finally:
            store.close()

    return record


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_talk(file: Path, language: str, records: Records) -> None:
    assert records(file, language)[-1].state == "sent"


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_the_same_talk_gives_the_same_record(file: Path, records: Records, house: House, stores: Stores) -> None:
    talk = read_talk(file)
    again = play(talk, house, stores(), talk.language)
    assert [entry.hash for entry in records(file, talk.language)] == [entry.hash for entry in again]


@pytest.mark.parametrize("file", [file for file in TALKS if file.stem in LIVELY], ids=lambda file: file.stem)
def test_postgresql_gives_the_same_record(file: Path, records: Records, house: House, postgresql_database: str) -> None:
    talk, store = read_talk(file), open_store(postgresql_database)
    found = play(talk, house, store, talk.language)
    assert records(file, talk.language) == found
    store.close()


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_answers_do_not_depend_on_the_language(file: Path, records: Records) -> None:
    assert len({str(_told(records(file, language))) for language in LANGUAGES}) == 1


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_told_again_from_its_record_it_ends_the_same(
    file: Path, records: Records, house: House, stores: Stores, tmp_path: Path
) -> None:
    talk = read_talk(file)
    entries = records(file, talk.language)
    write_talk(tmp_path / "again.yaml", retold(house.trials[talk.trial], entries))
    again = read_talk(tmp_path / "again.yaml")
    assert again.verdict == talk.verdict
    assert _told(play(again, house, stores(), "en")) == _told(entries)


def _told(entries: tuple[Entry, ...]) -> list[tuple[str, object]]:
    """What was answered, in order, however it was put in."""
    kinds = ("answered", "left_open", "amended", "sent")
    return [(entry.kind, {**entry.data, "typed": None, "turn": None}) for entry in entries if entry.kind in kinds]


def test_every_criterion_fails_somewhere_and_passes_somewhere(house: House) -> None:
    wanted: dict[str, set[str]] = {}
    for file in TALKS:
        talk = read_talk(file)
        for id in house.trials[talk.trial].criterion:
            status = talk.criteria.get(id, talk.criteria.get("others", ""))
            wanted.setdefault(id, set()).add(status)
    assert all(found >= {"pass", "fail", "unknown"} for found in wanted.values()), wanted


# What a player does when a talk and the conversation differ.


def short(**changed: object) -> Talk:
    """A talk of a few steps."""
    usual = {"trial": "ln-msc", "today": "2026-11-22", "steps": [{"tap": "agree"}]}
    return talk_of({**usual, **changed})


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([{"tap": "agree", "state": "sex"}], "state: expected sex, found reference_date"),
        ([{"tap": "agree", "shows": "Why not"}], "'Why not' was not among"),
        ([{"tap": "Perhaps"}], "there is no button “Perhaps”"),
        ([{"tap": "agree"}, {"answer": {"sex": "male"}}], "sex is not being asked, but reference_date"),
        ([{"say": "x", "at": "sex"}], "state before: expected sex, found agreement"),
        ([{"tap": "agree", "screen": "review"}], "screen: expected review, found question"),
    ],
)
def test_it_fails_where_it_goes_another_way(
    steps: list[dict[str, object]], why: str, house: House, stores: Stores
) -> None:
    with pytest.raises(TalkFailed, match=r"step [12]") as failed:
        replay(short(steps=steps), house, stores(), "en")
    assert why in str(failed.value)


def test_it_fails_where_the_verdict_differs(house: House, stores: Stores) -> None:
    with pytest.raises(TalkFailed, match="verdict: expected eligible, found undetermined"):
        replay(short(verdict="eligible"), house, stores(), "en")
    with pytest.raises(TalkFailed, match="'E1': \\('pass', 'unknown'\\)"):
        replay(short(criteria={"E1": "pass"}), house, stores(), "en")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("steps: []", "trial, today and steps are wanted"),
        ("{trial: x, today: 2026-11-22, steps: [{tap: a, say: b}]}", "step 1: one of"),
        ("{trial: x, today: 2026-11-22, steps: [{tap: a, stat: b}]}", "step 1: unknown: stat"),
        ("{trial: x, today: soon, steps: []}", "soon"),
        ("{trial: x, today: 2026-11-22, steps: [], verdikt: a}", "unknown: verdikt"),
        ("{", "talk.yaml"),
    ],
)
def test_a_file_that_is_no_talk_is_refused(text: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "talk.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadTalk, match=why):
        read_talk(file)


def test_a_file_is_replayed_and_printed(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def store_at(path: Path) -> SqlStore:
        migrate(f"sqlite:///{path}")
        return open_store(f"sqlite:///{path}")

    with (tmp_path / "out.txt").open("w+", encoding="utf-8") as out:
        assert replay_file(TALKS[0], house, "zh", store_at, out) == 0
        out.seek(0)
        assert "» [agree]" in out.read()
        (tmp_path / "bad.yaml").write_text("{trial: ln-msc, today: 2026-11-22, steps: [], verdict: eligible}", "utf-8")
        assert replay_file(tmp_path / "bad.yaml", house, None, store_at, out) == 1
        (tmp_path / "bad.yaml").write_text("{trial: none, today: 2026-11-22, steps: []}", "utf-8")
        assert replay_file(tmp_path / "bad.yaml", house, None, store_at, out) == 2
        assert replay_file(tmp_path / "missing.yaml", house, None, store_at, out) == 2
    assert "there is no trial none" in capsys.readouterr().err


def test_a_question_that_was_left_has_no_buttons_any_more(house: House, stores: Stores) -> None:
    steps = [
        {"tap": "agree"},
        {"answer": {"reference_date": "2026-12-06"}, "state": "sex"},
        {"tap": "jump reference_date", "state": "reference_date"},
        {"tap": {"en": "Female", "zh_CN": "女"}},
    ]
    for language in LANGUAGES:
        with pytest.raises(TalkFailed, match="there is no button"):
            play(short(steps=steps), house, stores(), language)


def test_ticks_units_and_doubts_are_told_again(records: Records, house: House) -> None:
    entries = records(ROOT / "tests/talks/ln-msc/units-and-months.yaml", "en")
    steps = retold(house.trials["ln-msc"], entries)["steps"]
    assert {"tap": "unit mg/mmol"} in steps
    assert {"tap": "take 1"} in steps
    assert {"say": "226", "at": "upcr"} in steps
