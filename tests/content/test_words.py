"""Words: the product's catalogues are whole, and values are put in as each language does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest
from babel.messages.pofile import read_po

from bot.content.catalogues import Catalogues, placeholders, read_catalogues
from bot.content.checks import check_catalogues
from bot.content.extract import templates, update
from bot.content.library import read_library
from bot.content.texts import Texts, packed, width
from bot.core.languages import LANGUAGES
from bot.core.messages import Amount, Listing, Message, Month, Shown, Word, name, say, say_many
from bot.core.screens import Action, Button, Paragraph, Progress, Screen
from tests.core.worlds import ROOT, first

TEXTS = Texts(Catalogues({}))


# The product's own words.


def test_every_word_of_the_product_is_said_in_every_language() -> None:
    assert check_catalogues(first(), ROOT / "flows", ROOT / "locales") == []


CHINESE = "\u4e00-\u9fff，。；：！？（）“”、…"
LATIN = r"A-Za-z0-9{}+\-()<>=%≥≤"
BLANK = re.compile(f"(?<=[{CHINESE}]) (?=[{LATIN}])|(?<=[{LATIN}]) (?=[{CHINESE}])")
COMMAND = re.compile(r" ?/[a-z]+ ?")
CALLED = re.compile(r"\{(?:by|name|names|reason|to|before|after)\}[.。]")


def said(language: str) -> Iterator[str]:
    """Every text of the product in a language, as its catalogues have it."""
    for file in (ROOT / "locales" / language / "LC_MESSAGES").glob("*.po"):
        with file.open("rb") as text:
            for message in read_po(text):
                yield from ([message.string] if isinstance(message.string, str) else message.string or ())


def test_chinese_has_no_blank_beside_latin_letters_numbers_dates_and_names() -> None:
    """As Chinese forms are written: 自2026年11月23日起, PIN码, 3 mg/dL. Only a command stands free, or it could not
    be tapped."""
    texts = list(said("zh_CN"))
    assert len(texts) > 1000
    assert [text for text in texts if BLANK.search(COMMAND.sub("", text))] == []
    assert BLANK.search("解锁 周医生 的 PIN 码")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stop_follows_what_may_end_with_one(language: str) -> None:
    """A name such as "Li M.", or a reason that somebody typed."""
    assert [text for text in said(language) if CALLED.search(text)] == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product's code, trials and catalogues, to be changed at will."""
    for folder in ("bot", "flows", "locales"):
        copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_a_mistake_in_a_catalogue_is_found(copy: Path) -> None:
    path = copy / "locales" / "zh_CN" / "LC_MESSAGES" / "bot.po"
    text = path.read_text("utf-8")
    entry = 'msgid "Start screening"\nmsgstr '
    assert entry in text
    path.write_text(
        text.replace(
            entry, f'{entry}""\n\n#, fuzzy\nmsgid "Never said"\nmsgstr "{{a}}"\n\nmsgid "No more"\nmsgstr ', 1
        ),
        "utf-8",
    )
    found = "\n".join(check_catalogues(first(), copy / "flows", copy / "locales"))
    assert "zh_CN/bot: not translated: Start screening" in found
    assert "zh_CN/bot: fuzzy: Never said" in found
    assert "zh_CN/bot: other placeholders than the source: Never said" in found
    assert "zh_CN/bot: no longer said (run `python bot.py words`):  No more" in found


def test_another_number_in_a_translated_criterion_is_found(copy: Path) -> None:
    path = copy / "locales" / "zh_CN" / "LC_MESSAGES" / "ln-msc.po"
    text = path.read_text("utf-8")
    assert text.count("肾小球硬化≥50%") == 1
    path.write_text(text.replace("肾小球硬化≥50%", "肾小球硬化≥5%"), "utf-8")
    (found,) = check_catalogues(first(), copy / "flows", copy / "locales")
    assert found.startswith("zh_CN/ln-msc: lacks 50 of the source: [E4] ")


def test_a_test_without_a_name_in_chinese_is_found(copy: Path) -> None:
    path = copy / "flows" / "labs.yaml"
    path.write_text(path.read_text("utf-8").replace("{en: Haemoglobin, zh_CN: 血红蛋白}", "{en: Haemoglobin}"), "utf-8")
    library = read_library(copy / "flows", copy / "locales")
    found = [one for one in check_catalogues(library, copy / "flows", copy / "locales") if "labs.yaml" in one]
    assert len(found) == 1
    assert found[0].endswith("`hb` has no name in zh_CN")


def test_a_unit_without_a_word_in_chinese_is_found(copy: Path) -> None:
    path = copy / "flows" / "labs.yaml"
    text = path.read_text("utf-8")
    assert "{code: /HPF" not in text
    path.write_text(text.replace("- code: /HPF\n", "- code: /HPF\n      shown: {en: per field}\n"), "utf-8")
    library = read_library(copy / "flows", copy / "locales")
    found = [one for one in check_catalogues(library, copy / "flows", copy / "locales") if "labs.yaml" in one]
    assert [one.partition(": ")[2] for one in found] == ["`/HPF` has no word in zh_CN"]


def test_bringing_the_catalogues_up_to_date_changes_nothing_when_nothing_changed(copy: Path) -> None:
    before = {path: path.read_bytes() for path in (copy / "locales").rglob("*.po*")}
    assert before
    waiting = update(copy / "flows", copy / "locales")
    assert {path: path.read_bytes() for path in (copy / "locales").rglob("*.po*")} == before
    assert set(waiting) == {(code, domain) for code in LANGUAGES for domain in ("bot", "ln-msc")}


def test_a_new_text_is_taken_up_and_waits_for_its_translation_in_chinese_only(copy: Path) -> None:
    flow = copy / "flows" / "ln-msc.yaml"
    flow.write_text(flow.read_text("utf-8").replace("label: Planning", "label: Making plans"), "utf-8")
    assert any(one.id == "Making plans" for one in templates(copy / "flows")["ln-msc"])
    before = update(copy / "flows", copy / "locales")
    assert before["en", "ln-msc"] == 0
    assert before["zh_CN", "ln-msc"] == 1
    words = read_catalogues(copy / "locales")
    making = Message("Making plans", context="planning", domain="ln-msc")
    assert words.translate(making, "zh_CN") == words.translate(making, "en") == "Making plans"


# Languages.


def test_a_text_without_a_translation_is_said_in_english() -> None:
    assert TEXTS.text(say("Nobody says this"), "zh_CN") == "Nobody says this"
    assert TEXTS.text(say_many("{n} day", "{n} days", 2), "zh_CN") == "2 days"


# Values.

WEEKS = Word((("en", "weeks"), ("zh_CN", "周")))


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (date(2026, 12, 6), "6 Dec 2026", "2026年12月6日"),
        (datetime(2026, 12, 6, 8, 5, tzinfo=UTC), "6 Dec 2026 08:05", "2026年12月6日 08:05"),
        (Month(2026, 10), "Oct 2026", "2026年10月"),
        (Month(2026), "2026", "2026年"),
        (0, "0", "0"),
        (1234567, "1,234,567", "1,234,567"),
        (Decimal("7.20"), "7.2", "7.2"),
        (Decimal("-0.5"), "−0.5", "−0.5"),
        (Fraction(1, 8), "0.125", "0.125"),
        (Amount(Decimal("265.2"), "µmol/L"), "265.2 µmol/L", "265.2 µmol/L"),
        (Amount(Decimal("0.1"), "mg/dL", "<"), "<0.1 mg/dL", "<0.1 mg/dL"),
        (Amount(50, "%", "<="), "≤50%", "≤50%"),
        (Amount(12, WEEKS), "12 weeks", "12周"),
        (Amount(Decimal(300000), "/µL", ">="), "≥300,000 /µL", "≥300,000 /µL"),
        (Listing(("a", "b", "c"), "and"), "a, b and c", "a、b和c"),
        (Listing(("a", "b"), "or"), "a or b", "a或b"),
        (Listing(("a",), "or"), "a", "a"),
        (Listing(("a", "b")), "a; b", "a；b"),
        (Listing(("a, b", "c"), "comma"), "a, b; c", "a, b、c"),
        (Listing(()), "", ""),
        ("<b> {n} 5%", "<b> {n} 5%", "<b> {n} 5%"),
    ],
    ids=str,
)
def test_a_value_is_shown_as_each_language_does(value: Shown, english: str, chinese: str) -> None:
    assert (TEXTS.shown(value, "en"), TEXTS.shown(value, "zh_CN")) == (english, chinese)


def test_one_moment_is_said_by_the_clock_that_it_is_given_in() -> None:
    """Two clocks' times of one moment are equal, so that the words of one must not be remembered for the other."""
    moment = datetime(2026, 12, 6, 20, 5, tzinfo=UTC)
    said = [TEXTS.shown(moment.astimezone(timezone(timedelta(hours=ahead))), "en") for ahead in (0, 8, -5)]
    assert said == ["6 Dec 2026 20:05", "7 Dec 2026 04:05", "6 Dec 2026 15:05"]


def test_a_long_fraction_is_rounded_for_the_eye_only() -> None:
    shown = TEXTS.shown(Fraction(2, 3), "en")
    assert shown.startswith("0.6666")
    assert len(shown) <= 8


def test_what_a_person_typed_is_never_taken_for_a_template() -> None:
    message = say("{label}: {answer}", label=say("{n} of {n}", n=1), answer="{label} {0} {")
    assert TEXTS.text(message, "en") == "1 of 1: {label} {0} {"


def test_a_count_takes_its_form() -> None:
    words = first().texts
    for count in (1, 2, 0):
        said = words.text(say_many("{n} answer is missing", "{n} answers are missing", count), "en")
        assert said == f"{count} {'answer is' if count == 1 else 'answers are'} missing"
    chinese = words.text(say_many("{n} answer is missing", "{n} answers are missing", 1), "zh_CN")
    assert "1" in chinese
    assert "answer" not in chinese


def test_equal_english_words_are_told_apart_by_their_context() -> None:
    words = first().texts
    assert words.text(name("finding", "open"), "zh_CN") != "open"


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{a} and {b}, {a}") == {"a", "b"}


def test_an_unpaired_brace_is_no_placeholder_of_the_source() -> None:
    assert placeholders("{case：") != placeholders("{case}")


# Screens.


def button(label: str) -> dict[str, str]:
    return {"label": label, "act": "pick", "value": "0"}


def test_rows_hold_as_many_buttons_as_fit_without_cutting_a_word() -> None:
    rows = packed(
        [
            button(label)
            for label in ("I", "II", "III", "IV", "V", "Yes", "No", "Not known yet", "我不知道", "好", "x" * 60)
        ]
    )
    assert [[one["label"] for one in row] for row in rows] == [
        ["I", "II", "III", "IV", "V"],
        ["Yes", "No"],
        ["Not known yet", "我不知道"],
        ["好"],
        ["x" * 60],
    ]


@pytest.mark.parametrize("count", range(1, 12))
def test_no_button_gets_lost_in_packing(count: int) -> None:
    buttons = [button("字" * (1 + place * 5 % 9)) for place in range(count)]
    rows = packed(list(buttons))
    assert [one for row in rows for one in row] == buttons
    widest = {5: 3, 4: 6, 3: 9, 2: 16}
    assert all(width(one["label"]) <= widest.get(len(row), 99) for row in rows for one in row)


@pytest.mark.parametrize(
    "drugs", [("mycophenolate", "cyclophosphamide", "tacrolimus"), ("吗替麦考酚酯", "环磷酰胺", "他克莫司", "雷公藤")]
)
def test_what_no_button_has_room_for_stands_whole_in_the_message(drugs: tuple[str, ...]) -> None:
    meant = [Listing(drugs, "comma"), Listing(drugs[::-1], "comma"), Listing(drugs[:1], "comma")]
    ways = tuple((Button(say("{value}", value=one), Action("take", str(n))),) for n, one in enumerate(meant))
    for language in LANGUAGES:
        picture = TEXTS.picture(Screen("confirm", (Paragraph(say("{n}", n="?")),), ways), language)
        whole = [TEXTS.text(say("{value}", value=one), language) for one in meant]
        labels = [one["label"] for row in picture["rows"] for one in row]
        assert [(one["mark"], one["text"]) for one in picture["paragraphs"][1:]] == [("①", whole[0]), ("②", whole[1])]
        assert labels[2] == whole[2]
        for sign, label, words in zip("①②", labels, whole, strict=False):
            assert words.startswith(label.removeprefix(f"{sign} ").removesuffix("…"))
            assert 28 <= width(label) <= 34
        assert [one["value"] for row in picture["rows"] for one in row] == ["0", "1", "2"]


def test_a_chinese_character_is_as_wide_as_two_latin_ones() -> None:
    assert width("狼疮 LN") == 7
    assert width("，") == 2


def test_a_screen_in_words_is_plain_json_data() -> None:
    screen = Screen(
        "question",
        (Paragraph(say("Help"), "title", "✓"),),
        ((Button(say("Yes"), Action("pick", "yes"), "☑"),),),
        Progress(3, 40),
        say("Help"),
    )
    picture = first().texts.picture(screen, "en")
    assert picture["paragraphs"] == [{"style": "title", "mark": "✓", "text": "Help"}]
    assert picture["rows"] == [[{"label": "☑ Yes", "act": "pick", "value": "yes"}]]
    assert (picture["name"], picture["progress"], picture["section"]) == ("question", [3, 40], "Help")


PO = """
msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: bot/core/screens/phases.py
msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} sun"
msgstr[1] "{n} suns"

msgctxt "q"
msgid "Day"
msgstr "Sun"

#, fuzzy
msgid "Guessed"
msgstr "Made up"

msgid "Alone"
msgstr "Lonely"

msgid "Empty"
msgstr ""
"""


def test_a_catalogue_gives_the_form_for_the_number_and_english_where_it_has_none(tmp_path: Path) -> None:
    path = tmp_path / "en" / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.lstrip(), "utf-8")

    def said(message: Message) -> str:
        return read_catalogues(tmp_path).translate(message, "en")

    days = [said(Message("{n} day", {"n": n}, plural="{n} days")) for n in (0, 1, 2)]
    assert days == ["{n} suns", "{n} sun", "{n} suns"]
    assert said(Message("{n} day")) == "{n} sun"
    assert [said(Message("Day", context=context)) for context in ("q", None, "other")] == ["Sun", "Day", "Day"]
    assert [said(Message(text)) for text in ("Guessed", "Alone", "Empty", "")] == ["Guessed", "Lonely", "Empty", ""]
    assert [said(Message("Alone", {"n": n}, plural="All")) for n in (1, 2)] == ["Lonely", "All"]
