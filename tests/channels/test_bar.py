"""The bar of a screening, on every channel."""

from __future__ import annotations

from bot.channels.bar import bar


def test_the_bar_shows_the_first_step_and_is_full_only_at_the_end() -> None:
    for length, wanted in ((10, [0, 1, 5, 9, 10]), (20, [0, 1, 10, 19, 20])):
        drawn = [bar(place, 1000, length) for place in (0, 1, 500, 999, 1000)]
        assert [one.count("▓") for one in drawn] == wanted
        assert {len(one) for one in drawn} == {length}
