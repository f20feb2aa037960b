"""The audit trail in words: complete, in order, in both languages, and of what is asked for only.

Requirements: (1) every entry of a record has its line: who, when by the site's clock, what was typed and understood, the
old and the new answer with the reason; (2) filters leave the rest out; (3) what nobody has words for is shown with its
data; (4) of an erased case it is told what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.talks.play import replay
from bot.channels.talks.talk import read_talk
from bot.core.acts.table import ACTS
from bot.core.folding import _MEANINGS
from bot.core.languages import LANGUAGES
from bot.core.messages import say
from bot.core.screens.tapped import JUDGEMENT, as_said
from bot.desk import commands, taps
from bot.desk.deeds import TOLD
from bot.desk.erasing import erase
from bot.desk.notes import NOTED, WISHES
from bot.desk.notes import TAKEN as TAKEN_WORDS
from bot.desk.papers import PAPERS
from bot.desk.room import House
from bot.desk.trail import Deed, Trail, TrailFilter
from bot.interchange.formats import FORMATS
from bot.ports import ERASED, Draft, Entry, Note
from bot.store.sql import SqlStore

BOT = Path(__file__).resolve().parents[2] / "bot"
TALK = Path(__file__).resolve().parents[1] / "talks" / "ln-msc" / "amend-after-sending.yaml"
Told = Callable[..., list[Deed]]


@pytest.fixture
def told(store: SqlStore, house: House) -> Told:
    """The trail of a case that was screened, sent, and amended a week later."""
    replay(read_talk(TALK), house, store, "en")

    def told(**wanted: Any) -> list[Deed]:
        (case,) = store.every_case()
        with store.reading() as unit:
            return list(Trail(unit, house, TrailFilter(**wanted)).of_case(case))

    return told


def record(store: SqlStore) -> tuple[Entry, ...]:
    """Its record."""
    (case,) = store.every_case()
    with store.reading() as unit:
        return unit.entries(case.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_its_line_in_words(told: Told, store: SqlStore, house: House, language: str) -> None:
    deeds, entries = told(), record(store)
    assert [deed.number for deed in deeds] == [entry.number for entry in entries]
    assert [deed.at for deed in deeds] == [entry.at for entry in entries]
    assert {deed.at.utcoffset() for deed in deeds} == {timedelta(hours=8)}
    assert {house.words.text(deed.who, language) for deed in deeds} == {"Talk"}
    lines = [house.words.text(deed.what, language) for deed in deeds]
    trial = house.trials["ln-msc"]
    for entry, said in zip(entries, lines, strict=True):
        assert "{" not in said, "no kind without words, no value without its place"
        if "question" in entry.data:
            assert house.words.text(trial.by_id[entry.data["question"]].label, language) in said
        assert str(entry.data.get("typed") or "") in said
        reason = entry.data.get("reason")
        assert reason is None or house.words.text(say("{value}", value=as_said(reason)), language) in said
    amended, *_ = [said for entry, said in zip(entries, lines, strict=True) if entry.kind == "amended"]
    assert amended.index("42") < amended.index("142"), "the old, then the new"


def test_filters_leave_the_rest_out(told: Told, store: SqlStore) -> None:
    entries = record(store)
    amended = [entry.number for entry in entries if entry.kind == "amended"]
    later = [entry.number for entry in entries if entry.at > entries[0].at + timedelta(days=1)]
    assert 0 < len(amended) < len(later) < len(entries)
    assert [deed.number for deed in told(kind="amended")] == amended
    assert [deed.number for deed in told(since=entries[0].at + timedelta(days=1))] == later
    assert [len(told(staff=who)) for who in ("Talk", "1", "Somebody")] == [len(entries), len(entries), 0]


def test_what_nobody_has_words_for_is_shown_with_its_data(told: Told, store: SqlStore, house: House) -> None:
    last = record(store)[-1]
    names = ("at", "offset", "staff_id", "language", "trial", "version", "state")
    new = Draft(kind="weighed", data={"kilos": 65, "turn": 99}, **{name: getattr(last, name) for name in names})
    of_old = replace(new, kind="answered", version="0", data={"question": "gone", "value": "x", "turn": 99})
    with store.transaction() as unit:
        row = unit.case(last.case_id)
        assert row is not None
        unit.append(row, [new, of_old], state=last.state, turn=99)
    assert [house.words.text(deed.what, "en") for deed in told()[-2:]] == [
        'weighed {"kilos": 65}',
        'answered {"question": "gone", "value": "x"}',
    ]


SIGNED = {
    "by": "Zhou Y.", "at": "2026-11-22T15:20:00+08:00", "meaning": "I confirm.", "verdict": "ineligible",
    "decision": "ineligible", "reason": None, "content": "0", "head": "0",
}  # fmt: skip
QUERY = {"query": 1, "question": "hb", "words": "Is that so?", "on": "2026-11-22", "status": "open"}
REPLY = {"query": 1, "words": "Checked in the records", "changed": False, "status": "answered"}
HB = {"question": "hb", "value": {"value": "80", "unit": "g/L"}}
WORDS: tuple[tuple[str, dict[str, Any], str, str | None], ...] = (
    ("sent", {"number": 2}, "card 2 sent to the study team", "第2份结论卡已提交研究团队"),
    (
        "signed", SIGNED,
        "signed by Zhou Y., 22 Nov 2026 15:20 (UTC+08:00): Confirmed by the investigator: not eligible (“I confirm.”)",
        "Zhou Y.已签名，2026年11月22日 15:20（UTC+08:00）：研究者已确认：不符合入选条件（“I confirm.”）",
    ),
    (
        "signed", {**SIGNED, "decision": "eligible", "reason": "Amended"},
        "signed by Zhou Y., 22 Nov 2026 15:20 (UTC+08:00): Investigator's decision: eligible (overrides: not eligible);"
        " reason: Amended",
        None,
    ),
    ("voided", {"questions": ["hb"]}, "the signature is void, since this was changed: Haemoglobin", None),
    ("queried", QUERY, "query 1 about Haemoglobin: “Is that so?”", None),
    ("upheld", {"query": 1}, "query 1: says that the answer stays", None),
    ("replied", REPLY, "query 1 answered: the answer stays (“Checked in the records”)", None),
    ("replied", {**REPLY, "words": None, "changed": True}, "query 1 answered: the answer was changed", None),
    ("query_closed", {"query": 1, "status": "closed"}, "query 1 closed", None),
    ("handed_over", {"from": 1, "to": 1}, "handed over from Talk to Talk", None),
    ("leaving", {}, "is about to withdraw the case", None),
    ("stayed", {}, "does not withdraw the case", None),
    ("withdrawn", {"reason": "Opened by mistake"}, "withdrawn; reason: Opened by mistake", "已退出筛选；原因：误建病例"),
    ("opened", {"code": "X", "rescreens": "NJ01-0007"}, "version 1; screened before as NJ01-0007", None),
    ("carried", {"answers": [HB]}, "carried over, to be confirmed: Haemoglobin: 80 g/L", None),
    ("rescreened", {"code": "NJ01-0009"}, "screened again as NJ01-0009", None),
    (
        "amended", {**HB, "old": None, "typed": None, "reason": JUDGEMENT.text},
        "Haemoglobin: changed from no answer to 80 g/L; reason: Judged by the investigator", "研究者",
    ),
)  # fmt: skip


def test_what_comes_after_a_verdict_reads_as_words_with_names_in_place_of_codes(
    told: Told, store: SqlStore, house: House
) -> None:
    last = record(store)[-1]
    names = ("at", "offset", "staff_id", "language", "trial", "version", "state")
    same = {name: getattr(last, name) for name in names}
    with store.transaction() as unit:
        row = unit.case(last.case_id)
        assert row is not None
        drafts = [Draft(kind=kind, data={**data, "turn": 99}, **same) for kind, data, *_ in WORDS]
        unit.append(row, drafts, state=last.state, turn=99)
    for deed, (_, _, english, chinese) in zip(told()[-len(WORDS) :], WORDS, strict=True):
        assert english in house.words.text(deed.what, "en")
        said = house.words.text(deed.what, "zh_CN")
        assert (chinese or "") in said
        assert not re.search("[{}]|[a-z]{2,} [a-z]{2,} [a-z]{2,}", said.replace("Is that so", "")), said


def test_every_kind_that_changes_a_case_has_words() -> None:
    assert set(_MEANINGS) <= set(TOLD)


def test_of_an_erased_case_what_is_left_is_told(told: Told, store: SqlStore, house: House) -> None:
    (case,) = store.every_case()
    before = told()
    erase(store, house, case.code, "consent withdrawn", case.changed_at + timedelta(days=1))
    *closed, last = [house.words.text(deed.what, "en") for deed in told()]
    assert [deed.at for deed in told()[:-1]] == [deed.at for deed in before]
    assert {said.partition(": ")[2] for said in closed} == {"cannot be read any more"}
    assert last == "erased; reason: consent withdrawn"


GIVEN = {"role": "monitor", "trial": "ln-msc"}
LIMITED = {**GIVEN, "last_day": "2026-12-31"}
TAKEN = {"what": "log", "trial": "ln-msc", "case": "*"}
# The time of an invitation is by the site's clock.
NOTES: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        "invited", {**LIMITED, "expires_at": "2026-11-29T06:05:00+00:00"},
        "invitation made: monitor · LN-MSC, to be used before 29 Nov 2026 14:05, last day 31 Dec 2026",
        "已生成邀请：监查员 · LN-MSC，须在2026年11月29日 14:05前使用，截止日为2026年12月31日",
    ),
    ("joined", {**GIVEN, "trial": "*"}, "joined: monitor · all trials", "已加入：监查员 · 全部试验"),
    ("role_given", GIVEN, "role given: monitor · LN-MSC", "授予角色：监查员 · LN-MSC"),
    ("role_given", {**GIVEN, "trial": "gone"}, "role given: monitor · gone", "授予角色：监查员 · gone"),
    ("role_given", {**GIVEN, "role": "reader"}, "role given: reader · LN-MSC", "授予角色：reader · LN-MSC"),
    (
        "role_ended", LIMITED, "role ended: monitor · LN-MSC, as planned after 31 Dec 2026",
        "终止角色：监查员 · LN-MSC，按计划在2026年12月31日之后终止",
    ),
    ("left", GIVEN, "last role ended: monitor · LN-MSC", "终止最后一个角色：监查员 · LN-MSC"),
    ("end_planned", LIMITED, "last day set: monitor · LN-MSC, 31 Dec 2026", "已设截止日：监查员 · LN-MSC，2026年12月31日"),
    ("end_planned", {**GIVEN, "last_day": None}, "no last day any more: monitor · LN-MSC", "不再设截止日：监查员 · LN-MSC"),
    ("refused", {"act": "confirm"}, "refused: sign a verdict", "已拒绝：签署结论"),
    ("refused", {"act": "pick"}, "refused: work on a case", "已拒绝：处理病例"),
    ("refused", {"act": "danced"}, "refused: danced", "已拒绝：danced"),
    ("exported", TAKEN, "taken out: Screening log · LN-MSC · all cases", "已导出：受试者筛选表 · LN-MSC · 全部病例"),
    (
        "exported", {"what": "fhir-r4", "trial": "ln-msc", "case": "NJ01-0042", "account": "bot"},
        "taken out: fhir-r4 · LN-MSC · NJ01-0042, by the machine's account bot",
        "已导出：fhir-r4 · LN-MSC · NJ01-0042，操作系统账户：bot",
    ),
    (ERASED, {"case": "NJ01-0042"}, "case erased: NJ01-0042", "已删除病例资料：NJ01-0042"),
    ("pin_locked", {}, "PIN locked", "PIN码已锁定"),
    # What nobody has words for, and what another version wrote.
    ("danced", {}, "danced", "danced"),
    ("joined", {"part": "monitor"}, 'joined {"part": "monitor"}', 'joined {"part": "monitor"}'),
)  # fmt: skip


@pytest.mark.parametrize(("language", "place"), [("en", 2), ("zh_CN", 3)])
def test_the_log_of_a_site_is_told_in_words_too(
    told: Told, store: SqlStore, house: House, language: str, place: int
) -> None:
    (case,) = store.every_case()
    with store.transaction() as unit:
        unit.log(*(Note(site="NJ01", kind=kind, at=case.changed_at, data=data) for kind, data, *_ in NOTES))
        unit.log(Note(site="NJ01", kind="role_given", at=case.changed_at, subject=case.owner, data=GIVEN))
    with store.reading() as unit:
        *deeds, about = list(Trail(unit, house, TrailFilter()).of_site("NJ01"))[-len(NOTES) - 1 :]
    said = [house.words.text(deed.what, language) for deed in deeds]
    assert said == [note[place] for note in NOTES]
    assert house.words.text(about.what, language).startswith("Talk")


def test_whatever_can_be_refused_has_words() -> None:
    wished = {*taps.OF_A_CASE, *taps.OF_NO_CASE, *ACTS, *commands.COMMANDS, "sign"}
    for_everybody = {name for name, one in commands.COMMANDS.items() if one.duty is None} | {"unsign"}
    assert wished - for_everybody <= set(WISHES) <= wished


def test_whatever_is_taken_out_has_words_or_the_name_of_its_format() -> None:
    taken = {*PAPERS, "print", "audit", "trail", "talk", *FORMATS}
    assert taken - set(TAKEN_WORDS) == set(FORMATS)


def test_every_kind_of_note_that_the_program_writes_has_words() -> None:
    """Looked up in the code: a kind is a word in quotes."""
    written = re.compile(r'(?:\.note\(|kind=|kind = )"([a-z_]+)"(?: if .* else "([a-z_]+)")?')
    code = [path.read_text("utf-8") for room in ("desk", "channels/console") for path in (BOT / room).rglob("*.py")]
    kinds = {kind for text in code for found in written.findall(text) for kind in found if kind}
    assert {"invited", "left", "role_ended", "exported", "pin_wrong"} <= kinds
    assert kinds <= set(NOTED)
