"""What holds for every kind: examples in both languages, no exception for any text, and a lossless exchange."""

from __future__ import annotations

import importlib
import json
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import NO, NOT_KNOWN, ONGOING, YES, Age, Code, Codes, Day, Proportion, Quantity, Text, Value
from bot.core.kinds import (
    KINDS,
    BadValue,
    Doubtful,
    Setting,
    Unclear,
    Understood,
    check,
    dump,
    example,
    load,
    read,
    show,
)
from bot.core.lexicon.forms import clean
from bot.core.messages import Listing, Message, Shown
from bot.core.shapes import Shape
from tests.core.kinds.shapes import (
    ALL,
    BIRTH,
    CLASS,
    DRUGS,
    EVENT,
    LAST_DOSE,
    NOTE,
    SCLEROSIS,
    SCR,
    SETTING,
    YES_NO,
    asked,
    sentence,
    unclear,
    verify,
    words,
)

READINGS = (Understood, Doubtful, Unclear)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_examples_in_both_languages(kind: str) -> None:
    examples = importlib.import_module(f"tests.core.kinds.test_kind_{kind}").EXAMPLES
    understood = [reply for reply, expected in examples if not isinstance(expected, asked | unclear)]
    assert len(understood) >= 5
    assert any(reply.isascii() for reply in understood)
    assert any("\u4e00" <= char <= "\u9fff" for reply in understood for char in reply)
    assert any(isinstance(expected, unclear) for _, expected in examples)
    assert sum(expected == NOT_KNOWN for _, expected in examples) >= 2


def test_every_kind_has_a_shape_here() -> None:
    assert {shape.kind for shape in ALL} == set(KINDS)


@pytest.mark.parametrize("shape", ALL)
def test_each_reply_that_the_example_names_is_read(shape: Shape) -> None:
    setting, one = Setting(SETTING.today, shape.unit), example(shape, SETTING)
    for reply in either_of(one) or (one,):
        assert isinstance(read(shape, words(reply), setting), Understood)


@pytest.mark.parametrize("shape", [shape for shape in ALL if shape.kind in ("yes_no", "one_of")])
def test_an_example_never_puts_one_of_the_answers_into_somebodys_mouth(shape: Shape) -> None:
    assert len(either_of(example(shape, SETTING))) == 2


def either_of(named: Message) -> tuple[Shown, ...]:
    """The replies of which an example names one or the other; none where it is one reply."""
    listed = named.values.get("list")
    return listed.parts if isinstance(listed, Listing) and listed.style == "or" else ()


# Pieces that come close to what is understood reach further into the parsers than random letters do.
_PIECES = st.sampled_from([
    "1", "9", "0", "2026", "10", "3.2", ".", ",", "/", "-", ":", "%", "<", "≤", "×", "^", "10⁹", "mg/dL", "umol/L", "肌酐", "Scr",
    "年", "月", "日", "天", "前", "岁", "个", "中", "万", "点", "零", "三", "十", "百", "Oct", "may", "ago", "of", "in", "days", "去年",
    "百分之", "mmf", "和", "and", "激素", "none", "无", "不清楚", "+", "(", ")", "½", "٣", "🙂", "\ud800", "\u202e", "\n",
])  # fmt: skip
_TEXTS = (
    st.text(max_size=60) | st.lists(_PIECES, max_size=12).map("".join) | st.lists(_PIECES, max_size=12).map(" ".join)
)


@given(st.sampled_from(ALL), _TEXTS, st.sampled_from([None, "umol/L", "gone"]))
def test_any_text_has_a_reading(shape: Shape, text: str, unit: str | None) -> None:
    reading = read(shape, text, Setting(SETTING.today, unit))
    assert isinstance(reading, READINGS)
    sentence(reading)


@given(st.sampled_from(ALL), _TEXTS)
def test_what_is_understood_is_confirmed_by_check_shown_and_exchanged(shape: Shape, text: str) -> None:
    setting = Setting(SETTING.today, shape.unit)
    reading = read(shape, text, setting)
    values = (
        reading.readings
        if isinstance(reading, Doubtful)
        else (reading.value,)
        if isinstance(reading, Understood)
        else ()
    )
    for value in values:
        assert not isinstance(check(shape, value, setting), Unclear)
        assert words(show(shape, value))
        assert load(shape, json.loads(json.dumps(dump(shape, value))), setting) == value


@pytest.mark.parametrize("shape", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "9" * 500, "1 " * 250, "1," * 250, "mmf " * 125, "三" * 500, "十百千" * 160, "-" * 500, "a@" * 250, "还" * 500, "了" * 500,
        "1/" * 250, "(" * 500, "中" * 500, "ﷺ" * 500, "🙂" * 500, "+1" * 250, "0" * 10**6, "\n" * 500, "1\n" * 250, "%" * 500,
        "and " * 125, "百分之" * 160, "2026年" * 100, "10^" * 160, "Scr " * 125, "mmf and ctx " * 41,
    ],
)  # fmt: skip
def test_long_texts_take_no_time(shape: Shape, text: str) -> None:
    spent = []
    for _ in range(3):
        start = time.process_time()
        assert isinstance(read(shape, text, SETTING), READINGS)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.01  # 5 ms on a quiet machine


@pytest.mark.parametrize("shape", ALL)
@pytest.mark.parametrize("reply", ["11010519491231002X", "13812345678", "mmf 138 1234 5678", "１３８１２３４５６７８"])
def test_no_kind_takes_an_id_or_a_phone_number(shape: Shape, reply: str) -> None:
    verify(shape, reply, unclear("not stored"))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["value", "unit", "age"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["value", "unit", "count", "total", "age", "on", "comparator"]), inner, max_size=3),
)  # fmt: skip


@given(st.sampled_from(ALL), _JSON)
def test_exchanged_data_is_loaded_or_refused_in_words(shape: Shape, data: object) -> None:
    try:
        value = load(shape, data, SETTING)
    except BadValue as bad:
        said = words(bad.message)
    else:
        said = words(show(shape, value)) if value != NOT_KNOWN else "not known"
        assert load(shape, dump(shape, value), SETTING) == value
    assert said


_DECIMALS = st.decimals(0, 10**12, places=4).map(abs) | st.integers(0, 10**20 - 1).map(Decimal)
_COMPARATORS = st.sampled_from(["", "<", "<=", ">", ">="])
_DATES = st.dates(date(1000, 1, 1), date(9000, 1, 1))
_SPANS = st.builds(lambda first, more: Day(first, first + timedelta(more)), _DATES, st.integers(0, 800))
_AMOUNTS = st.builds(Quantity, _DECIMALS, st.just("%"), _COMPARATORS)
_VALUES = st.one_of(
    st.tuples(st.just(YES_NO), st.sampled_from([YES, NO])),
    st.tuples(st.just(CLASS), st.sampled_from([Code(code) for code in CLASS.codes])),
    st.tuples(
        st.just(DRUGS),
        st.sets(st.sampled_from(DRUGS.codes)).map(lambda chosen: Codes(tuple(c for c in DRUGS.codes if c in chosen))),
    ),
    st.tuples(st.just(SCR), st.builds(Quantity, _DECIMALS, st.sampled_from(["umol/L", "mg/dL"]), _COMPARATORS)),
    st.tuples(st.just(SCLEROSIS), _AMOUNTS | st.integers(1, 999).flatmap(
        lambda total: st.builds(Proportion, st.integers(0, total), st.just(total)))),
    st.tuples(st.just(EVENT), _SPANS),
    st.tuples(st.just(LAST_DOSE), _SPANS | st.just(ONGOING)),
    st.tuples(st.just(BIRTH), _SPANS | st.builds(Age, st.integers(0, 120), _DATES)),
    st.tuples(st.just(NOTE), st.text().map(clean).filter(lambda text: text not in ("", "unknown")).map(Text)),
    st.tuples(st.sampled_from(ALL), st.just(NOT_KNOWN)),
)  # fmt: skip


@given(_VALUES)
def test_exchange_loses_nothing(pair: tuple[Shape, Value]) -> None:
    shape, value = pair
    data = json.loads(json.dumps(dump(shape, value)))
    assert load(shape, data, Setting(date.max)) == value
    assert words(show(shape, value))
    assert isinstance(check(shape, value, SETTING), READINGS)


@given(st.sampled_from(ALL), _VALUES)
def test_a_value_of_another_kind_is_refused(shape: Shape, pair: tuple[Shape, Value]) -> None:
    other, value = pair
    reading = check(shape, value, SETTING)
    assert isinstance(reading, READINGS)
    if {shape.kind, other.kind} == {"quantity", "date"} and value is not NOT_KNOWN:
        assert isinstance(reading, Unclear)
