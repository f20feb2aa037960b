"""HL7's own invariants hold for what is written as FHIR: their FHIRPath, by R5's numbers and words, read by `fhirpathpy`.

R4 says the same of what we write, but for the type of a choice. Left out are those about what we never write (initial
values, value sets, `readOnly`, the operator `exists`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from fhirpathpy import compile

from bot.core.trial import Trial
from bot.interchange.fhir.release import Json, Release
from bot.interchange.fhir.response import response
from tests.core.worlds import LN, RSV
from tests.interchange.conftest import TALKS, Played
from tests.interchange.test_fhir import form, items

WHOLE = {
    "que-0": "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
    "que-2": "descendants().linkId.isDistinct()",
}
ITEMS = {
    "que-1a": "type='group' implies item.empty().not()",
    "que-1b": "type='display' implies item.empty()",
    "que-3": "type!='display' or code.empty()",
    "que-6": "type!='display' or (required.empty() and repeats.empty())",
    "que-10": "(type in ('boolean' | 'decimal' | 'integer' | 'string' | 'text' | 'url')) or maxLength.empty()",
    "que-12": "enableWhen.count() > 1 implies enableBehavior.exists()",
    "que-15": "linkId.length() <= 255",
}
TYPES = "type = 'decimal' or type = 'integer' or type = 'date' or type = 'string' or type = 'quantity'"
OPTIONS = {
    Release.R4: f"(type = 'choice' or {TYPES}) or (answerValueSet.empty() and answerOption.empty())",
    Release.R5: f"(type = 'coding' or {TYPES}) or (answerValueSet.empty() and answerOption.empty())",
}
ANSWERED = {
    "qrs-1": "(answer.exists() and item.exists()).not()",
    "qrs-2": "repeat(answer|item).select(item.where(answer.value.exists()).linkId.isDistinct()).allTrue()",
}


@cache
def compiled(rule: str) -> Callable[[Json], Any]:
    """A rule, ready to be asked."""
    return cast(Callable[[Json], Any], compile(rule))


def broken(resource: Json) -> Iterator[str]:
    """The invariants that a questionnaire breaks, with the item."""
    release = Release.R5 if any(item["type"] == "coding" for item in items(resource)) else Release.R4
    yield from (key for key, rule in WHOLE.items() if not holds(rule, resource))
    for item in items(resource):
        rules = {**ITEMS, "que-5": OPTIONS[release]}
        yield from (f"{key} {item['linkId']}" for key, rule in rules.items() if not holds(rule, item))


def holds(rule: str, part: Json) -> bool:
    found = compiled(rule)(part)
    assert found in ([True], [False]), (rule, found)
    return bool(found[0])


@pytest.mark.parametrize("release", Release, ids=lambda release: release.name)
@pytest.mark.parametrize("trial", [LN, RSV], ids=lambda trial: trial.id)
def test_a_questionnaire_keeps_the_invariants(trial: Trial, release: Release) -> None:
    assert list(broken(form(trial, release))) == []


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_response_keeps_the_invariants(file: Path, played: Played) -> None:
    found = list(items(response(played(file), Release.R5)))
    assert found
    assert [one["linkId"] for one in found for rule in ANSWERED.values() if not holds(rule, one)] == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"linkId": "group/planning"}, "que-2"),
        ({"maxLength": 9}, "que-10"),
        ({"type": "display"}, "que-1b"),
        ({"type": "group", "item": []}, "que-1a"),
        ({"enableWhen": [{}, {}]}, "que-12"),
        ({"type": "boolean", "answerOption": [{"valueInteger": 1}]}, "que-5"),
    ],
)
def test_each_of_them_would_be_found_broken(change: Json, key: str) -> None:
    wrong = deepcopy(form(LN))
    wrong["item"][0]["item"][0].update(change)
    assert key in {one.split()[0] for one in broken(wrong)}
