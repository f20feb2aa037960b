"""Scores what is understood of typed replies against what people expect.

`python -m tests.replies.scoring FILE ...` prints every reply that did not come out best, and the share that did.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from bot.channels.reading import ReplyReader
from bot.core.trial import Question, Trial

Mark = Literal["best", "less", "wrong"]
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Score:
    """One reply: what was expected, what came out, and how good that is.

    `less`: something else than the best, but nothing wrong is stored; `wrong`: a wrong value would have been stored.
    """

    row: Mapping[str, Any]
    result: Mapping[str, Any]
    mark: Mark


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The replies of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def score(reader: ReplyReader, row: Mapping[str, Any]) -> Score:
    """How one reply comes out."""
    question = reader.trial.by_id[row["question"]]
    result = reader.one(question, row["text"], row["unit"], date.fromisoformat(row["today"]))
    return Score(row, result, _mark(reader.trial, question, row, result))


def _mark(trial: Trial, question: Question, row: Mapping[str, Any], result: Mapping[str, Any]) -> Mark:
    outcome = result["outcome"]
    if outcome in row["outcomes"]:
        match outcome:
            case "value":
                return "best" if _same(question, result["value"], row["value"]) else "wrong"
            case "command":
                return "best" if result["value"] == (row["value"] or result["value"]) else "less"
            case "confirm":
                offered = all(_offered(trial, question, one, result["readings"]) for one in row["readings"] or ())
                return "best" if offered else "less"
        return "best"
    return "wrong" if outcome in ("value", "unknown") else "less"


def _offered(trial: Trial, question: Question, wanted: Any, readings: list[Any]) -> bool:
    if isinstance(wanted, dict) and "question" in wanted:
        of = trial.by_id[wanted["question"]]
        return any(
            isinstance(one, dict) and one.get("question") == of.id and _same(of, one["value"], wanted["value"])
            for one in readings
        )
    return any(_same(question, one, wanted) for one in readings)


def _same(question: Question, a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return set(a) == set(b)
    if isinstance(a, dict) and isinstance(b, dict) and "unit" in a and "unit" in b:
        return _amount(question, a) == _amount(question, b)
    if isinstance(a, dict) and isinstance(b, dict) and "age" in a and "age" in b:
        return bool(a["age"] == b["age"])
    return bool(a == b)


def _amount(question: Question, data: Mapping[str, Any]) -> tuple[Fraction, str]:
    unit = question.shape.test.unit(data["unit"]) if question.shape.test else None
    return Fraction(data["value"]) * (unit.factor if unit else 1), data.get("comparator", "")


def main(paths: list[str]) -> None:
    from tests.core.worlds import TODAY, first

    library = first()
    reader = ReplyReader(library.trials["ln-msc"], library.texts.text, TODAY)
    scores = [score(reader, row) for path in paths for row in rows(Path(path))]
    for one in scores:
        if one.mark != "best":
            row, result = one.row, one.result
            came = {key: result[key] for key in ("outcome", "value", "readings")}
            print(f"{one.mark} {row['id']} {row['question']} [{row['unit']}] {row['text']!r}: wanted {row['outcomes']}"
                  f" {row['value'] or row['readings']}; came {came} {result['message']['en']}")  # fmt: skip
    count = {mark: sum(one.mark == mark for one in scores) for mark in ("best", "less", "wrong")}
    print(f"{len(scores)} replies: {count}, best {100 * count['best'] / max(1, len(scores)):.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
