"""A case on paper, its text read back by another library, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.channels.talks import read_talk, replay
from bot.core.answers import NOT_KNOWN, Answer, Code, Day, Quantity
from bot.core.facts import KnownFacts
from bot.core.messages import say
from bot.core.screens.answers import shown
from bot.core.verdict import Status
from bot.desk.records import case_of
from bot.papers.gathering import Says, screenings
from bot.papers.graphs import drawn, graphs
from bot.papers.log import log_table
from bot.papers.printout import NothingToPrint, corrections, printout
from bot.papers.typesetting import as_pdf
from bot.ports import CaseRow
from bot.store.sql import SqlStore
from tests.core.worlds import LN, ROOT, RSV, good, second
from tests.house import own_house
from tests.papers.making import NOW, answered, declined, opened, screened, sent_to_team

In = Callable[[str], Says]
NANJING = ZoneInfo("Asia/Shanghai")
PRINTED = NOW + timedelta(days=1)
TRICKY = '#panic("x") $x$ *b* _i_ <y> @z \\ // "q" [c] {d} 肌酐'
ANSWERS = {
    **good(LN),
    "scr": Answer(Quantity(Decimal("3.1"), "mg/dL"), "肌酐3.1mg/dl"),
    "plt": Answer(Quantity(Decimal("42"), "10^9/L"), TRICKY),
    "biopsy_class": Answer(NOT_KNOWN),
    "class_activity": Answer(Code("A")),
}


def made(store: SqlStore, row: CaseRow, says: Says, language: str) -> bytes:
    with store.reading() as unit:
        return printout(unit, LN, row, says, language, PRINTED, NANJING)


def pages(content: bytes) -> list[str]:
    """The text of each page, without blanks: where a line ends is no matter here."""
    return [_plain(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture
def row(store: SqlStore) -> CaseRow:
    return screened(store, LN, ANSWERS, by="王芳")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_has_every_criterion_with_its_sentence_and_every_answer(
    store: SqlStore, row: CaseRow, says: In, language: str
) -> None:
    said = "".join(pages(made(store, row, says(language), language)))
    for criterion in LN.criteria:
        assert _plain(f"{criterion.id}{says(language)(criterion.label)}") in said
        assert _plain(says(language)(criterion.text)) in said, criterion.id
    for id in ANSWERS:
        assert _plain(says(language)(LN.by_id[id].label)) in said, id
    for wanted in ("肌酐3.1mg/dl", "3.1 mg/dL = 274.04 µmol/L", "王芳", "NJ01-0001", "NCT03580291", TRICKY):
        assert _plain(wanted) in said, wanted


def test_the_verdict_and_its_reasons_are_those_of_the_card(store: SqlStore, row: CaseRow, says: In) -> None:
    said = "".join(pages(made(store, row, says("en"), "en")))
    for wanted in (
        "NOT ELIGIBLE",
        "Serum creatinine 3.1 mg/dL: at or above 3 mg/dL (margin 0.1 mg/dL)",
        "Platelets 42 ×10⁹/L: below 50 ×10⁹/L (margin −8 ×10⁹/L)",
        "Biopsy class: not known yet",
        "Screening began 22 Nov 2026 09:00",
        "Result as of 22 Nov 2026",
        "Site Nanjing Drum Tower Hospital (NJ01)",
        "A prescreening is advice: the investigator decides who is eligible.",
    ):
        assert _plain(wanted) in said, wanted
    chinese = "".join(pages(made(store, row, says("zh_CN"), "zh_CN")))
    for wanted in (
        "预筛选记录",
        "不符合入选条件",
        "血肌酐 3.1 mg/dL：达到或超过3 mg/dL",
        "肾活检分型：尚不清楚",
        "排除标准",
    ):
        assert _plain(wanted) in chinese, wanted


def test_an_eligible_result_says_until_when_it_is_valid(store: SqlStore, says: In) -> None:
    said = "".join(pages(made(store, screened(store, LN, good(LN)), says("en"), "en")))
    assert _plain("Result valid until 24 Jan 2027") in said
    assert "ELIGIBLESOFAR" in said


@pytest.mark.parametrize(("language", "page"), [("en", "Page{}of{}"), ("zh_CN", "第{}页/共{}页")])
def test_every_page_has_its_number_and_the_records_last_hash(
    store: SqlStore, row: CaseRow, says: In, language: str, page: str
) -> None:
    found = pages(made(store, row, says(language), language))
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert page.format(number, len(found)) in text
        assert row.head in text
        assert "NJ01-0001" in text


def test_where_nobody_has_signed_there_is_room_to_sign_by_hand(store: SqlStore, row: CaseRow, says: In) -> None:
    unsigned = pages(made(store, row, says("en"), "en"))[-1]
    assert _plain("Name in print Meaning of the signature Date and time Signature") in unsigned


def test_every_answer_that_took_anothers_place_shows_old_new_reason_and_who(store: SqlStore, says: In) -> None:
    value = {"unit": "10^9/L"}
    data = {"question": "plt", "old": {**value, "value": "42"}, "value": {**value, "value": "142"}, "typed": "142"}
    after = ANSWERS | {"plt": Answer(Quantity(Decimal("142"), "10^9/L"), "142")}
    happened = [
        ("answered", {"question": "hb", "value": {"value": "12", "unit": "g/dL"}, "typed": "12"}, "review"),
        *answered(LN, ANSWERS),
        sent_to_team(LN, ANSWERS, NOW),
        ("amended", {**data, "reason": "New result"}, "sent"),
        sent_to_team(LN, after, NOW, 2),
    ]
    said = "".join(pages(made(store, opened(store, LN, happened), says("zh_CN"), "zh_CN")))
    assert _plain("42 ×10⁹/L → 142 ×10⁹/L") in said
    assert _plain("12 g/dL = 120 g/L → 120 g/L 提交前") in said
    assert _plain(says("zh_CN")(say("New result"))) in said
    assert "New" not in said, "a reason that was tapped is said in the reader's language"


@pytest.mark.parametrize("talk", ["amend-after-sending", "back-and-change", "pasted-report"])
def test_what_the_desk_writes_can_be_printed(store: SqlStore, says: In, talk: str) -> None:
    replay(read_talk(ROOT / f"tests/talks/ln-msc/{talk}.yaml"), own_house(), store, "en")
    row = next(store.every_case())
    with store.reading() as unit:
        case, corrected = case_of(LN, row, unit.entries(row.id)), list(corrections(LN, row.code, unit.entries(row.id)))
    said = "".join(pages(made(store, row, says("en"), "en")))
    for id, answer in case.answers.items():
        if not KnownFacts(LN, case.answers, NOW.date()).moot(LN.by_id[id]):
            assert _plain(says("en")(shown(LN.by_id[id], answer))) in said, id
    assert corrected
    for one in corrected:
        assert _plain(says("en")(shown(LN.by_id[one.question], one.old)) + "→") in said


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_another_trial_needs_nothing_new(store: SqlStore, language: str) -> None:
    """All that is printed, logged and drawn comes from the trial's own file."""
    says = partial(second().texts.text, language=language)
    row = screened(store, RSV, {**good(RSV), "birth_date": Answer(Day.on(date(2000, 5, 12)))}, site="S1")
    with store.reading() as unit:
        content = printout(unit, RSV, row, says, language, PRINTED, NANJING)
        found = list(screenings(unit, RSV))
    said = "".join(pages(content))
    assert all(_plain(says(criterion.text)) in said for criterion in RSV.criteria)
    (log,) = log_table(RSV, found, says).rows
    failed = [finding.criterion.id for finding in found[0].verdict.with_status(Status.FAIL)] if found[0].verdict else []
    assert failed
    assert ", ".join(failed) in log
    for graph in graphs(RSV, found, NOW.date()).values():
        assert drawn(graph, says, language, RSV.title).startswith(b"\x89PNG")


def test_it_can_be_kept_and_read_on_any_machine(store: SqlStore, row: CaseRow, says: In) -> None:
    """PDF/A-2u, all letters inside; made twice, it is the same to the byte."""
    content = made(store, row, says("zh_CN"), "zh_CN")
    assert content == made(store, row, says("zh_CN"), "zh_CN")
    reader = PdfReader(BytesIO(content))
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in content
    fonts = [font for page in reader.pages for font in _fonts(page)]
    assert fonts
    assert all(set(font["/FontDescriptor"]) & {"/FontFile2", "/FontFile3"} for font in fonts)
    assert reader.metadata is not None
    assert reader.metadata.title == "预筛选记录 LN-MSC · 方案v1 · NJ01-0001"


def _fonts(page: Any) -> Iterator[Any]:
    for font in page["/Resources"]["/Font"].values():
        yield from (part.get_object() for part in font.get_object()["/DescendantFonts"])


def test_a_letter_that_no_font_has_is_printed_as_its_number(store: SqlStore, says: In) -> None:
    typed = Answer(Quantity(Decimal("42"), "10^9/L"), "𠮷42😀\x07\t×10⁹\u2028/L")
    said = "".join(pages(made(store, screened(store, LN, {**ANSWERS, "plt": typed}), says("en"), "en")))
    assert "[U+20BB7]42[U+1F600][U+0007]×10⁹/L" in said


@settings(max_examples=30)
@given(text=st.text(min_size=1))
def test_whatever_was_typed_can_be_printed(text: str) -> None:
    """`as_pdf` would fail on a letter that cannot be shown; the page's own letters are plain."""
    assert as_pdf("letters", {"letters": [text]}, PRINTED).startswith(b"%PDF-")


def test_there_is_nothing_to_print_of_who_was_not_asked(store: SqlStore, says: In) -> None:
    for row in (declined(store, LN), opened(store, LN), screened(store, LN, ANSWERS, version="0")):
        with pytest.raises(NothingToPrint):
            made(store, row, says("en"), "en")
