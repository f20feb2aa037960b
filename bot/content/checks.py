"""What is wrong with the catalogues: missing, stale, fuzzy, other placeholders or numbers, too wide for a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from bot.content.catalogues import BOT, catalogues_in, placeholders
from bot.content.extract import templates
from bot.content.figures import other_figures
from bot.content.library import Library
from bot.content.places import Path_, read_source
from bot.content.texts import width
from bot.core.languages import LANGUAGES
from bot.core.messages import Message
from bot.core.shapes import Test
from bot.core.trial import Trial

BUTTON = 34
MESSAGE = 900
MANY = 10  # texts without words: more are counted, not listed


def check_catalogues(library: Library, flows: Path, locales: Path) -> list[str]:
    """Every problem as a line; the catalogues of the bot and of these trials are held against code and trial files."""
    domains = {BOT, *library.trials}
    found = {key: catalogue for key, catalogue in catalogues_in(locales) if key[1] in domains}
    problems = [problem for key, catalogue in found.items() for problem in _inside(key, catalogue)]
    problems += _against({key: one for key, one in templates(flows).items() if key in domains}, found)
    for trial in library.trials.values():
        problems += _too_wide(trial, library)
        problems += _nameless(trial, flows)
    return problems


def _nameless(trial: Trial, flows: Path) -> Iterator[str]:
    """Tests of the dictionary that have no name in some language, and units that are no word of it."""
    tests = {test.id: test for test in (question.shape.test for question in trial.questions) if test is not None}
    lacking = [
        ((test.id, *place), f"`{name}` has no {what} in {code}")
        for _, test in sorted(tests.items())
        for place, name, what, words in _worded(test)
        for code in LANGUAGES
        if code not in dict(words)
    ]
    if lacking:
        source = read_source(flows / "labs.yaml")
        yield from (str(source.problem(path, told)) for path, told in lacking)


def _worded(test: Test) -> Iterator[tuple[Path_, str, str, tuple[tuple[str, str], ...]]]:
    """What the dictionary says of a test in each language: where, of what, as what, and the words."""
    yield ("names",), test.id, "name", test.title
    for nr, unit in enumerate(test.units):
        if unit.words:
            yield ("units", nr, "shown"), unit.code, "word", unit.words


def _inside(key: tuple[str, str], catalogue: Catalog) -> Iterator[str]:
    where = "/".join(key)
    empty = [_shortly(entry) for entry in catalogue if entry.id and not all(said for _, said in _pairs(entry))]
    if len(empty) > MANY:
        yield f"{where}: {len(empty)} texts are not translated, from {empty[0]} on"
    else:
        yield from (f"{where}: not translated: {text}" for text in empty)
    for entry in catalogue:
        if not entry.id:
            continue
        if entry.fuzzy:
            yield f"{where}: fuzzy: {_shortly(entry)}"
        for source, said in _pairs(entry):
            if said and placeholders(source) != placeholders(said):
                yield f"{where}: other placeholders than the source: {_shortly(entry)}"
            elif said and entry.context is not None:
                yield from (f"{where}: {told}: {_shortly(entry)}" for told in other_figures(source, said))
            elif len(said) > MESSAGE:
                yield f"{where}: longer than {MESSAGE} characters: {_shortly(entry)}"


def _pairs(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry.id, tuple | list):
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        for place, said in enumerate(strings):
            yield entry.id[min(place, 1)], said or ""
    else:
        yield str(entry.id), str(entry.string or "")


def _shortly(entry: Entry) -> str:
    first = entry.id[0] if isinstance(entry.id, tuple | list) else str(entry.id)
    return f"[{entry.context}] {first[:60]}" if entry.context else first[:60]


def _against(wanted: dict[str, Catalog], found: dict[tuple[str, str], Catalog]) -> Iterator[str]:
    """Texts of code or trials that no catalogue has, and the other way round."""
    for domain, template in wanted.items():
        said = {(entry.context, _key(entry)) for entry in template if entry.id}
        for language in LANGUAGES:
            catalogue = found.get((language, domain))
            if catalogue is None and said:
                yield f"{language}/{domain}: no words yet: run `python bot.py words`, then translate what is empty"
                continue
            known = {(entry.context, _key(entry)) for entry in catalogue if entry.id} if catalogue else set()
            for context, text in sorted(said - known, key=str):
                yield f"{language}/{domain}: missing (run `python bot.py words`): {context or ''} {text[:60]}"
            for context, text in sorted(known - said, key=str):
                yield f"{language}/{domain}: no longer said (run `python bot.py words`): {context or ''} {text[:60]}"


def _key(entry: Entry) -> str:
    return entry.id[0] if isinstance(entry.id, tuple | list) else str(entry.id)


def _too_wide(trial: Trial, library: Library) -> Iterator[str]:
    """Buttons whose words would be cut on a small phone."""
    for language in LANGUAGES:
        for question in trial.questions:
            labels: list[Message] = [option.short for option in question.shape.options]
            labels += [group.label for group in question.shape.groups]
            for label in labels:
                words = library.texts.text(label, language)
                if width(words) > BUTTON - 2:
                    yield f"{language}/{trial.id}: too wide for a button, give a `short`: [{question.id}] {words}"
