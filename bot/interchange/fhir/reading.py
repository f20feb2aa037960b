"""A FHIR QuestionnaireResponse, R4 or R5, as the exchanged answers that `evaluate` takes; nothing is judged here.

It may come from us, or from anybody who fills in our questionnaire: what counts are the link ids, the options' codes
and the units. What cannot be taken is a BadValue whose sentence says why; no answer is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.kinds.base import BadValue
from bot.core.messages import Listing, say
from bot.core.trial import Trial
from bot.interchange import uris
from bot.interchange.fhir.answered import Answered, objects
from bot.interchange.fhir.release import ABSENT, Json
from bot.interchange.parts import parts_of

RESPONSE = "QuestionnaireResponse"
COMPANIONS = frozenset(("Provenance", "Questionnaire", "ResearchStudy", "ResearchSubject"))
"""What stands beside a response where we export it, and holds no answers."""

_DEEPEST = 20
Items = dict[str, list[Json]]


def responses(resource: Json) -> Iterator[Json]:
    """The responses in a resource: itself, those of a bundle; none in what only stands beside them."""
    type = str(resource.get("resourceType"))
    if type == RESPONSE:
        yield resource
    elif type == "Bundle":
        for entry in objects(resource, "entry"):
            if isinstance(one := entry.get("resource"), dict) and one.get("resourceType") == RESPONSE:
                yield one
    elif type not in COMPANIONS:
        raise BadValue(say("A QuestionnaireResponse is wanted, not {type}.", type=type))


def exchanged(trial: Trial, resource: Json) -> Json:
    """One response as a line of answers: {"id", "today", "answers"}; BadValue where it belongs to something else.

    `today` is the day on which it was authored, by the clock that it was authored by; a moment in UTC is taken to the
    trial's first site.
    """
    _belongs(trial, resource.get("questionnaire"))
    if resource.get("status") == "entered-in-error":
        raise BadValue(say("It was entered in error, as it says itself."))
    items: Items = {}
    _gather(resource, items, _DEEPEST)
    line: Json = {"id": resource.get("id"), "answers": _answers(trial, items)}
    today = _day(trial, resource.get("authored"))
    return line if today is None else {**line, "today": today}


def _belongs(trial: Trial, questionnaire: Any) -> None:
    wanted = uris.questionnaire(trial)
    if questionnaire not in (None, wanted, f"{wanted}|{trial.version}"):
        raise BadValue(
            say(
                "It answers {given}, not {wanted} in version {version}.",
                given=str(questionnaire),
                wanted=wanted,
                version=trial.version,
            )
        )


def _day(trial: Trial, authored: Any) -> str | None:
    if authored is None:
        return None
    try:
        return _local(trial, datetime.fromisoformat(authored)).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        example = "2026-11-22T14:05:00+08:00"
        raise BadValue(say("“authored” is not a moment such as {example}.", example=example)) from None


def _local(trial: Trial, moment: datetime) -> datetime:
    """The moment by the clock that it was written by; UTC is no site's clock."""
    if trial.sites and moment.tzinfo is not None and moment.utcoffset() == UTC.utcoffset(None):
        return moment.astimezone(ZoneInfo(trial.sites[0].timezone))
    return moment


# From a tree of items to answers by link id.


def _gather(parent: Json, items: Items, deepest: int) -> None:
    """Every item that has answers, wherever it stands."""
    if not deepest:
        raise BadValue(say("Its items are nested too deeply."))
    for item in objects(parent, "item"):
        id, answers = str(item.get("linkId")), [*objects(item, "answer"), *_unanswered(item)]
        if answers and id in items:
            raise BadValue(say("{id} is answered twice.", id=id))
        if answers:
            items[id] = answers
        for inner in (item, *answers):
            _gather(inner, items, deepest - 1)


def _unanswered(item: Json) -> Iterator[Json]:
    """An item that says why it has no answer is taken like an answer that says why it has no value."""
    reasons = [one for one in objects(item, "extension") if one.get("url") == ABSENT]
    if reasons:
        yield {"_value": {"extension": reasons}}


def _answers(trial: Trial, items: Items) -> Json:
    """Each answered question with its exchanged value; what is wrong with any of them is said all at once."""
    left, found, faults = dict(items), {}, []
    for question in trial.questions:
        names = [question.id, *(part.id for part in parts_of(question))]
        own = {name: left.pop(name) for name in names if name in left}
        try:
            found[question.id] = Answered(trial, question, own).named_value() if own else None
        except BadValue as fault:
            faults.append(fault.message)
    if left:
        faults.append(say("There is no question {ids}.", ids=Listing(tuple(left), "comma")))
    if faults:
        raise BadValue(say("{faults}", faults=Listing(tuple(faults))))
    return {id: value for id, value in found.items() if value is not None}
