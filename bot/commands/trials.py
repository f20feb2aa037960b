"""Commands about trials as data: check them, draw them, keep their words up to date, try out what is understood."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands.building import house_of, library_of, store_at, today_of, words_of
from bot.commands.command import CommandRefused, Commands, about_language
from bot.commands.files import opened
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Their names and options."""
    one = commands.add("check", check, "check trials, tests and catalogues")
    one.add_argument("trial", nargs="?")
    one = commands.add("explain", explain, "what fails each criterion of a trial, in words")
    one.add_argument("trial")
    about_language(one)
    one = commands.add("draw", draw, "draw a trial's machine as a Mermaid diagram")
    one.add_argument("trial")
    one.add_argument("--overview", action="store_true", help="all questions as one state")
    commands.add("words", words, "bring the catalogues up to date")
    one = commands.add("read", read, "what the bot would understand of a typed reply")
    one.add_argument("trial")
    one.add_argument("question", nargs="?", help="the question's id; with --jsonl a file instead of standard input")
    one.add_argument("text", nargs="?")
    one.add_argument("--today", help="the site's day, such as 2026-11-22")
    one.add_argument("--unit", help="the unit on display; the question's own where none is given")
    one.add_argument("--jsonl", action="store_true", help="JSON Lines of replies in, of readings out")
    one = commands.add("replay", replay, "play a conversation file")
    one.add_argument("file", type=Path)
    about_language(one)


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Checks trials, the dictionary of tests and the catalogues."""
    from bot.content.checks import check_catalogues
    from bot.content.doubts import doubts_about

    library = library_of(settings, options.trial)
    problems = [str(doubt) for doubt in doubts_about(library.trials.values(), settings.flows)]
    problems += check_catalogues(library, settings.flows, settings.locales)
    for problem in problems:
        print(problem)
    for trial in library.trials.values():
        print(f"{trial.id} version {trial.version}: {len(trial.questions)} questions, {len(trial.criteria)} criteria")
    return 2 if problems else 0


def explain(options: argparse.Namespace, settings: Settings) -> int:
    """What fails each criterion: a line for each set of answers that do so together, with an example at the bounds."""
    from bot.content.explaining import failures

    library = library_of(settings, options.trial)
    say_it = words_of(library, options)
    for criterion, ways in failures(library.trials[options.trial]):
        print(f"{criterion.id} {say_it(criterion.label)}")
        for way in ways:
            print(f"  ✗ {' + '.join(map(say_it, way))}")
    return 0


def draw(options: argparse.Namespace, settings: Settings) -> int:
    """The trial's machine as a Mermaid diagram."""
    from bot.core.machine import diagram

    print(diagram(library_of(settings, options.trial).trials[options.trial], options.overview))
    return 0


def words(options: argparse.Namespace, settings: Settings) -> int:
    """Brings the catalogues up to date with code and trials."""
    from bot.content.extract import update

    for (language, domain), waiting in update(settings.flows, settings.locales).items():
        print(
            f"{language} {domain}: {waiting} texts wait for a translation"
            if waiting
            else f"{language} {domain}: complete"
        )
    return 0


def read(options: argparse.Namespace, settings: Settings) -> int:
    """What the bot would understand of a typed reply; nothing is stored."""
    from bot.channels.jsonl import BadLine, day_in
    from bot.channels.reading import ReplyReader, pretty

    library = library_of(settings, options.trial)
    today = today_of(house_of(library, settings))
    reader = ReplyReader(library.trials[options.trial], library.texts.text, today)
    if options.jsonl:
        with opened(options.question or "-") as lines:
            return 1 if reader.run(lines, sys.stdout, sys.stderr) else 0
    if options.question is None or options.text is None:
        raise CommandRefused("A question and a text are needed, or --jsonl")
    try:
        question = reader.question(options.question)
        unit = options.unit or question.shape.unit or None
        print(pretty(reader.one(question, options.text, unit, day_in(options.today, today))))
    except BadLine as bad:
        raise CommandRefused(str(bad)) from bad
    return 0


def replay(options: argparse.Namespace, settings: Settings) -> int:
    """Plays a conversation file and prints what was said."""
    from bot.channels.talks import replay_file

    library = library_of(settings)
    house = house_of(library, settings)
    return replay_file(
        options.file, house, options.language, lambda path: store_at(f"sqlite:///{path}", settings), sys.stdout
    )
