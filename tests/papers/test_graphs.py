"""The pictures, looked at by another library: bars as long as their numbers, and every letter really there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from io import BytesIO
from itertools import groupby

import pytest
from PIL import Image, ImageColor
from PIL.ImageChops import multiply
from pypdf import PdfReader

from bot.core.messages import say
from bot.core.screens.card import SIGN
from bot.papers.gathering import Says, Screening, screenings
from bot.papers.graphs import BLUE, COLOURS, GREY, ORANGE, Graph, drawn, failures, funnel, graphs, sites, weeks
from bot.papers.typesetting import as_pdf
from bot.store.sql import SqlStore
from tests.core.worlds import LN, ROOT, good
from tests.papers.making import NOW, added, declined, screened, sent_to_team
from tests.papers.test_log import FAILS, OPEN

In = Callable[[str], Says]
TODAY = NOW.date()
PHONE = 1080


def found(store: SqlStore) -> list[Screening]:
    with store.reading() as unit:
        return list(screenings(unit, LN))


def some(store: SqlStore) -> list[Screening]:
    """Four eligible, two not, one undetermined, one who did not agree; in three weeks, at two sites."""
    for week in (0, 0, 1, 2):
        screened(store, LN, good(LN), at=NOW - timedelta(weeks=week))
    screened(store, LN, FAILS, site="GZ01")
    screened(store, LN, {**FAILS, "biopsy_class": OPEN["biopsy_date"]}, at=NOW - timedelta(weeks=30))
    screened(store, LN, OPEN)
    declined(store, LN)
    return found(store)


def picture(graph: Graph, says: Says, language: str = "en") -> Image.Image:
    image = Image.open(BytesIO(drawn(graph, says, language, say("{trial}", trial=LN.short))))
    assert image.format == "PNG"
    return image.convert("RGB")


def bars(image: Image.Image, colour: str) -> list[int]:
    """How long the bars of a colour are, in pixels, from above; small squares of the legend are none."""
    bands = zip(image.split(), ImageColor.getrgb(colour), strict=True)
    alike = reduce(
        multiply, (band.point(lambda value, wanted=wanted: 255 * (value == wanted)) for band, wanted in bands)
    )
    pixels = alike.tobytes()
    lengths = [pixels[start : start + image.width].count(255) for start in range(0, len(pixels), image.width)]
    runs = [list(run) for is_bar, run in groupby(lengths, key=lambda length: length > 40) if is_bar]
    return [max(run) for run in runs if len(run) > 20]


def counts(graph: Graph, colour: str) -> list[int]:
    """The numbers that are drawn in a colour, without those that are nothing."""
    return [count for _, parts in graph.bars for count, its in parts if its == colour and count]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_bars_are_as_long_as_their_numbers(store: SqlStore, says: In, language: str) -> None:
    for key, graph in graphs(LN, some(store), TODAY).items():
        image = picture(graph, says(language), language)
        assert image.width == PHONE
        drawn_bars = 0
        most = max(sum(count for count, _ in parts) for _, parts in graph.bars)
        for colour in (BLUE, ORANGE, GREY):
            lengths, wanted = bars(image, colour), counts(graph, colour)
            assert len(lengths) == len(wanted), (key, colour)
            for length, count in zip(lengths, wanted, strict=True):
                assert length == pytest.approx(284 * 3 * count / most, rel=0.08), "digits stand in the longer bars"
            drawn_bars += len(lengths)
        assert drawn_bars


def test_the_numbers_are_those_of_the_cases(store: SqlStore) -> None:
    cases = some(store)
    assert counts(funnel(cases), BLUE) == [8, 7, 7, 4]
    assert counts(failures(LN, cases), ORANGE) == [2]
    by_week = [tuple(count for count, _ in parts) for _, parts in weeks(cases, TODAY).bars]
    assert list(COLOURS.values()) == [BLUE, GREY, ORANGE]
    assert by_week[-3:] == [(1, 0, 0), (1, 0, 0), (2, 1, 1)]
    assert by_week[:-3] == [(0, 0, 0)] * 9, "what was sent 30 weeks ago is not in the picture"
    assert [tuple(count for count, _ in parts) for _, parts in sites(cases).bars] == [(0, 0, 1), (4, 1, 1)]


def test_a_week_begins_on_monday_by_the_sites_clock(store: SqlStore) -> None:
    sunday = NOW + timedelta(hours=14)  # eleven at night in Nanjing on Sunday 22 November; 37 minutes later all is sent
    screened(store, LN, good(LN), at=sunday)
    row = screened(store, LN, good(LN), at=sunday + timedelta(minutes=50))
    added(store, row, sent_to_team(LN, good(LN), NOW + timedelta(weeks=1), 2), "Li M.", timedelta(weeks=1))
    last = weeks(found(store), date(2026, 11, 30)).bars[-3:]
    assert [label.values["date"] for label, _ in last] == [date(2026, 11, day) for day in (16, 23, 30)]
    assert [parts[0][0] for _, parts in last] == [1, 1, 0], "the week of the first sending"


def test_with_nothing_to_count_it_says_so(says: In) -> None:
    image = picture(failures(LN, []), says("zh_CN"), "zh_CN")
    assert bars(image, ORANGE) == []
    assert image.getextrema() != ((255, 255),) * 3, "there are words"


def test_every_letter_of_the_product_can_be_shown() -> None:
    """A letter that no font has would come out as its number; U+FFFE, which is in none, shows that it does."""
    words = "".join(path.read_text("utf-8") for path in (ROOT / "locales").rglob("*.po"))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "flows").glob("*.yaml"))
    letters = sorted({*words, *code, *"".join(SIGN.values()), *"→‼·"} - {"\n"})
    assert len(letters) > 1000
    assert shown(letters).count("[U+") == 0
    assert shown([*letters, "\ufffe"]).count("[U+") == 1


def shown(letters: list[str]) -> str:
    """What another library reads of these letters on paper."""
    pages = PdfReader(BytesIO(as_pdf("letters", {"letters": letters}, NOW))).pages
    return "".join(page.extract_text() for page in pages)
