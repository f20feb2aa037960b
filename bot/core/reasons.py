"""Why a criterion came out as it did, in words made from the tests that decided it. No reason is written by hand.

Every sentence states a fact: the answer as given, the bound it was held against in the same unit, and what followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from bot.core import kinds
from bot.core.answers import Codes, Day, NotKnown, Ongoing, Quantity, Value
from bot.core.facts import KnownFacts
from bot.core.kinds.date import show_day
from bot.core.messages import Amount, Listing, Message, Shown, say, say_many
from bot.core.ranges import Range
from bot.core.rules import tests
from bot.core.rules.base import Leaf
from bot.core.rules.lengths import NO_TIME
from bot.core.rules.moments import DateOf, Moment, NamedDay, Shifted, ShiftedBy
from bot.core.rules.numbers import (
    MONTHS,
    PERCENT,
    YEARS,
    FirstKnown,
    InPercent,
    Measured,
    Named,
    Number,
    Rounded,
    Taken,
)
from bot.core.rules.picked import Picked
from bot.core.rules.reader import MIRRORED
from bot.core.shapes import Shape, Test, Unit
from bot.core.truth import Truth
from bot.core.verdict import Finding, Status, Verdict


def converted(shape: Shape, value: Quantity) -> Message | None:
    """A quantity in the unit on display, where it was given in another."""
    if shape.test is None or value.unit == shape.unit:
        return None
    given, wanted = shape.test.unit(value.unit), shape.test.unit(shape.unit)
    if given is None or wanted is None:
        return None
    amount = given.to_first(value.value)
    if wanted.log and amount <= 0:
        return None
    if in_weeks := _in_weeks(shape.test, given, Fraction(value.value)):
        return in_weeks
    return say("{amount}", amount=Amount(wanted.of_first(amount), wanted.printed, value.comparator))


def _in_weeks(test: Test | None, unit: Unit, number: Fraction) -> Message | None:
    """Days of what is first of all counted in weeks, such as a gestational age: 28+3 weeks."""
    if test is None or test.canonical.ucum != "wk" or unit.ucum != "d" or number.denominator != 1:
        return None
    return say("{weeks}+{days} {unit}", weeks=number // 7, days=int(number) % 7, unit=test.canonical.printed)


def provisional(verdict: Verdict) -> Message:
    """That a verdict holds for today only, because no date is planned yet."""
    return say(
        "provisional, as of today {date}: no {event} date is planned yet", date=verdict.planned, event=verdict.event
    )


def reasons(finding: Finding, facts: KnownFacts, with_margin: bool = False) -> list[Message]:
    """What decided a finding, or what leaves it open; `with_margin` adds how far a number is from its bound."""
    if finding.status is Status.UNKNOWN:
        return open_reasons(finding, facts)
    failing = finding.status is Status.FAIL
    unique: dict[str, Message] = {}
    for leaf in finding.leaves:
        message = reason(leaf, facts, failing)
        if message is not None:
            unique.setdefault(repr(message), _and_margin(message, leaf, facts) if with_margin else message)
    return list(unique.values())


def _and_margin(message: Message, leaf: Leaf, facts: KnownFacts) -> Message:
    """How far a number was from its bound, for those that have one."""
    shown = held(leaf.rule, facts) if isinstance(leaf.rule, tests.Compare) else None
    if shown is None or shown.margin is None or not shown.margin.unit:
        return message
    return say("{reason} (margin {margin})", reason=message, margin=shown.margin)


def open_reasons(finding: Finding, facts: KnownFacts) -> list[Message]:
    """What is missing for a finding: not known yet, never asked, or said, but not enough."""
    unknown = [id for id in finding.missing if isinstance(facts.value(id), NotKnown)]
    asked = tuple(facts.trial.by_id[id].label for id in unknown if id in facts.answers)
    never = tuple(facts.trial.by_id[id].label for id in unknown if id not in facts.answers)
    said = [say("{labels}: not known yet", labels=Listing(asked, "comma"))] if asked else []
    said += [say("{labels}: not asked", labels=Listing(never, "comma"))] if never else []
    return said + [_not_enough(id, facts) for id in finding.missing if id not in unknown]


def _not_enough(id: str, facts: KnownFacts) -> Message:
    label, answer = facts.trial.by_id[id].label, _in_words(id, facts.value(id), facts)
    return say("{label}: {answer}, which leaves it open", label=label, answer=answer)


def reason(leaf: Leaf, facts: KnownFacts, failing: bool) -> Message | None:
    """One test's outcome in words; None where it says nothing of its own."""
    match leaf.rule:
        case (
            tests.Is(question=id)
            | tests.HasNone(question=id)
            | tests.IsOngoing(question=id)
            | tests.IsKnown(question=id)
        ):
            return _answer(id, facts)
        case tests.Has() as has:
            return _has(has, leaf.truth, facts)
        case tests.Enough() as enough:
            return _enough(enough, leaf.truth, failing, facts)
        case tests.Window() as window:
            return _window(window, leaf.truth, failing, facts)
        case tests.Compare() as compare:
            return _compare(compare, leaf.truth, facts)
        case tests.CompareDays() as compare:
            return _days(compare, leaf.truth, facts)
    return None


def _answer(id: str, facts: KnownFacts) -> Message:
    return say("{label}: {answer}", label=facts.trial.by_id[id].label, answer=_in_words(id, facts.value(id), facts))


def _in_words(id: str, value: Value, facts: KnownFacts) -> Message:
    return kinds.show(facts.trial.by_id[id].shape, value)


def _has(has: tests.Has, truth: Truth, facts: KnownFacts) -> Message:
    """Those chosen options that made the test true; all that was chosen where it is false."""
    value = facts.value(has.question)
    if truth is Truth.TRUE and isinstance(value, Codes):
        value = Codes(tuple(code for code in value.codes if code in has.codes))
    label = facts.trial.by_id[has.question].label
    return say("{label}: {answer}", label=label, answer=_in_words(has.question, value, facts))


def _enough(enough: tests.Enough, truth: Truth, failing: bool, facts: KnownFacts) -> Message:
    """How many options of a list count, and how many are needed or allowed."""
    value = facts.value(enough.question)
    count = len(enough.counted(value)) if isinstance(value, Codes) else 0
    label = facts.trial.by_id[enough.question].label
    if (truth is Truth.TRUE) is failing:
        return say("{label}: {n}, at most {most} allowed", label=label, n=count, most=enough.needed - 1)
    return say("{label}: {n}, at least {needed} needed", label=label, n=count, needed=enough.needed)


def subjects(finding: Finding, facts: KnownFacts) -> list[Message]:
    """What a finding is about, in the words of its deciding tests; each once."""
    labels: dict[str, Message] = {}
    for leaf in finding.leaves:
        label = label_of(leaf.rule.left, facts) if isinstance(leaf.rule, tests.Compare) else _first_label(leaf, facts)
        if label is not None:
            labels.setdefault(repr(label), label)
    return list(labels.values())


def _first_label(leaf: Leaf, facts: KnownFacts) -> Message | None:
    about = facts.trial.in_order(leaf.rule.questions - {facts.trial.anchor})
    return about[0].label if about else None


# Windows and dates.


def _label_of(moment: Moment, facts: KnownFacts) -> Message:
    """What a date is called: its question's label, or that of the derived date."""
    while isinstance(moment, Shifted | ShiftedBy):
        moment = moment.base
    if isinstance(moment, NamedDay):
        return facts.trial.derived[moment.id]
    if isinstance(moment, Picked):
        asked = [one for one in moment.chosen(facts) if one.questions]
        return _labels(_label_of(one, facts) for one in asked or moment.items if one.questions)
    return facts.trial.by_id[min(moment.questions)].label


def _labels(labels: Iterable[Message]) -> Message:
    """What several are called, each once."""
    each = tuple({repr(label): label for label in labels}.values())
    return each[0] if len(each) == 1 else say("{labels}", labels=Listing(each, "comma"))


def _window(window: tests.Window, truth: Truth, failing: bool, facts: KnownFacts) -> Message:
    label, event, anchor = _label_of(window.event, facts), window.event.day(facts), window.anchor.day(facts)
    if isinstance(event, Ongoing):
        return say("{label}: {answer}", label=label, answer=say("still ongoing"))
    if event is None or not isinstance(anchor, Day):
        return say("{label}: {answer}", label=label, answer=say("not known yet"))
    least, most = (anchor.first - event.last).days, (anchor.first - event.first).days
    values: dict[str, Shown] = {"label": label, "date": show_day(event), "anchor": _anchor(window, facts)}
    if least < 0 <= most:
        return say("{label}: {date}", label=label, date=show_day(event))
    if most < 0:
        values["days"] = _span(-most, -least)
        limit = None if window.ahead == NO_TIME else (window.latest(anchor.first) - anchor.first).days
        return _after(-least, values, limit, truth, failing)
    values["days"] = _span(least, most)
    if most and window.length == NO_TIME and not window.later:
        return say_many(
            "{label} {date}: {days} day before {anchor}", "{label} {date}: {days} days before {anchor}", most, **values
        )
    values["limit"] = (anchor.first - window.earliest(anchor.first)).days
    return _before(most, values, truth, failing)


def _span(least: int, most: int) -> Shown:
    """How many days: of a month-only date the fewest and the most."""
    return least if least == most else Listing((least, most), "range")


def _anchor(window: tests.Window, facts: KnownFacts) -> Message:
    """What a window counts from, in words; a calculated date as the date itself."""
    anchor = window.anchor
    if isinstance(anchor, DateOf) and anchor.question == facts.trial.anchor:
        return facts.trial.event
    day = anchor.day(facts)
    if isinstance(anchor, DateOf | NamedDay) or not isinstance(day, Day):
        return _label_of(anchor, facts)
    return show_day(day)


def _after(most: int, values: dict[str, Shown], limit: int | None, truth: Truth, failing: bool) -> Message:
    """How far an event lies after the anchor, and, where the window has an end, how far it would have to."""
    if limit is None:
        return say_many(
            "{label} {date}: {days} day after {anchor}", "{label} {date}: {days} days after {anchor}", most, **values
        )
    values = values | {"limit": limit}
    if failing and truth is Truth.TRUE:
        return say_many(
            "{label} {date}: {days} day after {anchor}, must be more than {limit}",
            "{label} {date}: {days} days after {anchor}, must be more than {limit}",
            most,
            **values,
        )
    if failing:
        return say_many(
            "{label} {date}: {days} day after {anchor}, must be at most {limit}",
            "{label} {date}: {days} days after {anchor}, must be at most {limit}",
            most,
            **values,
        )
    return say_many(
        "{label} {date}: {days} day after {anchor} (limit {limit} days)",
        "{label} {date}: {days} days after {anchor} (limit {limit} days)",
        most,
        **values,
    )


def _before(most: int, values: dict[str, Shown], truth: Truth, failing: bool) -> Message:
    """How far an event lies before the anchor; for a failure also how far it would have to."""
    if failing and truth is Truth.TRUE:
        return say_many(
            "{label} {date}: {days} day before {anchor}, must be more than {limit}",
            "{label} {date}: {days} days before {anchor}, must be more than {limit}",
            most,
            **values,
        )
    if failing:
        return say_many(
            "{label} {date}: {days} day before {anchor}, must be at most {limit}",
            "{label} {date}: {days} days before {anchor}, must be at most {limit}",
            most,
            **values,
        )
    return say_many(
        "{label} {date}: {days} day before {anchor} (limit {limit} days)",
        "{label} {date}: {days} days before {anchor} (limit {limit} days)",
        most,
        **values,
    )


def _days(compare: tests.CompareDays, truth: Truth, facts: KnownFacts) -> Message:
    """A date with the one that it was compared with; alone where that one is not known."""
    left, relation, right = compare.left, compare.relation, compare.right
    if left.questions == {facts.trial.anchor} and right.questions:  # the planned date is no news
        left, relation, right = right, MIRRORED[relation], left
    while isinstance(left, Shifted | ShiftedBy):  # the day as it was said: the other is so much earlier or later
        right = left.back(right)
        left = left.base
    label, day, bound = _label_of(left, facts), left.day(facts), right.day(facts)
    if not isinstance(day, Day):
        return say("{label}: {answer}", label=label, answer=say("still ongoing") if day else say("not known yet"))
    told = tests.CompareDays(left, relation, right).truth(facts) is truth  # a month back may not undo a month
    if not isinstance(bound, Day) or not told:
        return say("{label}: {date}", label=label, date=show_day(day))
    values: dict[str, Shown] = {"label": label, "date": show_day(day), "bound": show_day(bound)}
    match relation if truth is Truth.TRUE else _OPPOSITE[relation]:
        case "<":
            return say("{label} {date}: before {bound}", **values)
        case "<=":
            return say("{label} {date}: not after {bound}", **values)
        case ">":
            return say("{label} {date}: after {bound}", **values)
        case ">=":
            return say("{label} {date}: not before {bound}", **values)
        case "=":
            return say("{label} {date}: the same day as {bound}", **values)
    return say("{label} {date}: another day than {bound}", **values)


# Numbers.

_PLAIN = Unit("1", "1", "", (), Fraction(1))


@dataclass(frozen=True)
class Held:
    """A number and the bound that it is compared with, both in the unit in which the number was given."""

    label: Message
    value: Shown
    bound: Shown
    margin: Amount | None


def held(compare: tests.Compare, facts: KnownFacts) -> Held | None:
    """The two sides of a comparison; None while either is unknown. The margin is the value minus the bound."""
    left, right = compare.left.number(facts), compare.right.number(facts)
    if left is None or right is None:
        return None
    unit = _unit(compare.left, facts) or _PLAIN
    bound = right.low if right.high is None else right.high
    if bound is None:
        return None
    away = left - right
    margin = None if away.exact is None or unit.log else Amount(away.exact / unit.factor, unit.printed)
    against = unit.of_first(bound)
    value = _value(compare.left, left, unit, facts, against)
    shown = against if left.exact is None else _told_apart(against, unit.of_first(left.exact))
    said = _in_weeks(compare.left.test, unit, Fraction(shown)) or Amount(shown, unit.printed)
    return Held(label_of(compare.left, facts), value, said, margin)


def _told_apart(number: Fraction, other: Fraction) -> Fraction | Decimal:
    """A number, with more than the usual five digits where five would make it equal to another or move it past that."""
    if number != other:
        for digits in range(5, 30):
            rounded = Context(prec=digits).divide(Decimal(number.numerator), Decimal(number.denominator))
            near = Fraction(rounded)
            if near != other and (near > other) is (number > other):
                return number if digits == 5 else rounded
    return number


def label_of(number: Number, facts: KnownFacts) -> Message:
    """What a number is called: its question's label, or that of the derived fact."""
    while isinstance(number, InPercent | Rounded):
        number = number.inner
    chosen = _chosen(number, facts)
    if isinstance(chosen, Named):
        return facts.trial.derived[chosen.id]
    return _labels(one.label for one in facts.trial.in_order(chosen.questions))


def _chosen(number: Number, facts: KnownFacts) -> Number:
    """Of a number with alternatives, the one that was used."""
    choice = number.inner if isinstance(number, Named) else number
    return (choice.chosen(facts) or number) if isinstance(choice, FirstKnown) else number


def _unit(number: Number, facts: KnownFacts) -> Unit | None:
    """The unit to speak in: the one given, else the one on display."""
    chosen = _chosen(number, facts)
    if chosen.test is None or chosen.test in (PERCENT, YEARS, MONTHS):
        return chosen.test.canonical if chosen.test else None
    if isinstance(chosen, Measured):
        value = facts.value(chosen.question)
        given = value.unit if isinstance(value, Quantity) else facts.trial.by_id[chosen.question].shape.unit
        return chosen.test.unit(given)
    made = chosen.inner if isinstance(chosen, Named) else chosen
    return made.unit if isinstance(made, Taken) else chosen.test.canonical


def _value(number: Number, known: Range, unit: Unit, facts: KnownFacts, bound: Fraction) -> Shown:
    chosen = _chosen(number, facts)
    if isinstance(chosen, Measured):
        days = _in_weeks(chosen.test, unit, unit.of_first(known.exact)) if known.exact is not None else None
        return days or _in_words(chosen.question, facts.value(chosen.question), facts)
    if known.exact is not None:
        return Amount(_told_apart(unit.of_first(known.exact), bound), unit.printed)
    ends = [unit.of_first(end) for end in (known.low, known.high) if end is not None]
    return Listing((*(Amount(end) for end in ends[:-1]), *(Amount(end, unit.printed) for end in ends[-1:])), "range")


def _compare(compare: tests.Compare, truth: Truth, facts: KnownFacts) -> Message | None:
    shown = held(compare, facts)
    if shown is None:
        return None
    values: dict[str, Shown] = {"label": shown.label, "value": shown.value, "bound": shown.bound}
    relation = compare.relation if truth is Truth.TRUE else _OPPOSITE[compare.relation]
    match relation:
        case "<":
            return say("{label} {value}: below {bound}", **values)
        case "<=":
            return say("{label} {value}: at or below {bound}", **values)
        case ">":
            return say("{label} {value}: above {bound}", **values)
        case ">=":
            return say("{label} {value}: at or above {bound}", **values)
        case "=":
            return say("{label} {value}: equal to {bound}", **values)
    return say("{label} {value}: not equal to {bound}", **values)


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}
