"""The one form of all ways of typing the same, and Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import identifier_in, looks_like_name
from bot.core.lexicon.forms import brief, clean, normal
from bot.core.lexicon.numerals import numeral
from bot.core.lexicon.replies import NO, NONE, ONGOING, UNKNOWN, YES, is_unknown


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("  A\u3000 b\t c ", "a b c"),
        ("１２．５ µmol／Ｌ", "12.5 μmol/l"),
        ("10⁹", "10^9"),
        ("10⁻³", "10^-3"),
        ("a–b—c−d", "a-b-c-d"),
        ("a\u202e\u200b\ufeff\x00b", "ab"),
        ("Ⅲ", "iii"),
        ("don’t", "don't"),
        ("1⁄2", "1⁄2"),
        ("三点五個", "三点五个"),
        ("⚠️", "⚠"),
    ],
)
def test_normal(typed: str, form: str) -> None:
    assert normal(typed) == form


@given(st.text())
def test_normal_is_final(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_what_was_typed_is_quoted_short_and_clean(text: str) -> None:
    quoted = brief(text)
    assert len(quoted) <= 40
    assert "\n" not in quoted
    assert clean(quoted) == quoted
    quoted.encode()


def test_the_words_are_in_normal_form_and_have_one_meaning() -> None:
    for words in (YES, NO, NONE, UNKNOWN, ONGOING):
        assert all(normal(word) == word for word in words)
    assert not YES & (NO | NONE | UNKNOWN | ONGOING)
    assert not UNKNOWN & (NO | NONE | ONGOING)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("五", 5), ("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("一百", 100), ("一百零五", 105),
        ("一百二", 120), ("一百三十五", 135), ("两千", 2000), ("一千五", 1500), ("一千零五", 1005), ("五万", 50000),
        ("两万三", 23000), ("十二万零三百", 120300), ("二〇二六", 2026), ("一九八五", 1985), ("两", 2),
    ],
)  # fmt: skip
def test_numeral(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    "text", ["", "百", "万", "两三", "三四", "二三十", "十百", "二十零", "一零", "几", "半", "3", "十十", "一万万"]
)
def test_what_is_no_certain_numeral(text: str) -> None:
    assert numeral(text) is None


@given(st.integers(0, 9999))
def test_every_number_is_read_from_its_numeral(number: int) -> None:
    digits, text, gap = "零一二三四五六七八九", "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        text += ("零" if gap and digit else "") + (digits[digit] + name if digit else "")
        gap = bool(text) and not digit
    assert numeral(text or "零") == number


@pytest.mark.parametrize(
    "text", ["记不清", "我真的记不清了。", "还没查", "不清楚呢", "I don't know", "Not recorded.", "N/A", "目前不详"]
)
def test_not_known(text: str) -> None:
    assert is_unknown(normal(text))


@pytest.mark.parametrize("text", ["没有", "无", "no", "never", "有", "没有查出问题", "unknown drug"])
def test_known(text: str) -> None:
    assert not is_unknown(normal(text))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("11010519491231002X", "national_id"),
        ("id 11010519491231002x.", "national_id"),
        ("110105 19491231 002X", "national_id"),
        ("１１０１０５１９４９１２３１００２Ｘ", "national_id"),
        ("110105194912310021", None),
        ("13812345678", "phone"),
        ("tel 138-1234-5678", "phone"),
        ("+86 13812345678", "phone"),
        ("008613812345678", "phone"),
        ("025-83304616", "phone"),
        ("+44 20 7946 0958", "phone"),
        ("12812345678", None),
        ("138123456789", None),
        ("1 3 5 7 9 11 12 13", None),
        ("0.13812345678", None),
        ("2026-10-01", None),
        ("a.b@example.org", "email"),
        ("a@b", None),
        ("张三", "name"),
        ("欧阳修", "name"),
        ("Zhang Wei", "name"),
        ("NJ01-0042", None),
        ("肌酐升高", None),
        ("bed 12", None),
    ],
)
def test_identifier(text: str, what: str | None) -> None:
    assert identifier_in(text) == what


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert identifier_in(text) in (None, "national_id", "phone", "email", "name")
    looks_like_name(text)
