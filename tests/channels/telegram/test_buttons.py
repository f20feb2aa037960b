"""Callback data: it comes back as it was, for its own chat only, and never grows over 64 bytes."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.telegram.buttons import LIMIT, Buttons
from bot.desk.incoming import Tap

BUTTONS = Buttons("42:TEST")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)
TAPS = st.builds(
    Tap,
    act=st.from_regex(r"[a-z_]{1,40}", fullmatch=True),
    value=WORDS,
    case=st.integers(0, 2**62),
    turn=st.integers(0, 2**31),
)


@given(TAPS, st.integers())
def test_every_tap_fits_and_comes_back(tap: Tap, chat: int) -> None:
    data = BUTTONS.write(f"telegram:{chat}", tap)
    assert len(data.encode()) <= LIMIT
    assert BUTTONS.read(f"telegram:{chat}", data) == tap
    assert BUTTONS.read(f"telegram:{chat + 1}", data) is None


@given(TAPS, st.integers(0, 63), st.characters())
def test_a_changed_sign_is_noticed(tap: Tap, place: int, sign: str) -> None:
    data = BUTTONS.write("telegram:1", tap)
    forged = data[:place] + sign + data[place + 1 :]
    assert forged == data or BUTTONS.read("telegram:1", forged) is None


@given(WORDS | st.none())
@example("\ud800" * 20)  # half a character
def test_nonsense_is_no_tap(data: str | None) -> None:
    assert BUTTONS.read("telegram:1", data) is None


def test_another_bot_s_buttons_are_no_taps() -> None:
    data = Buttons("43:TEST").write("telegram:1", Tap(act="agree"))
    assert BUTTONS.read("telegram:1", data) is None


def test_long_taps_that_can_be_foreseen_outlive_a_restart() -> None:
    tap = Tap(act="trial", value="x" * 80)
    data = BUTTONS.write("telegram:1", tap)
    assert Buttons("42:TEST", [("trial", "x" * 80)]).read("telegram:1", data) == tap
    assert Buttons("42:TEST").read("telegram:1", data) is None


def test_everyday_buttons_are_short() -> None:
    assert len(BUTTONS.write("telegram:1", Tap(act="pick", value="3", case=4217, turn=31))) <= 28
