"""What one step and one verdict cost, for the first trial and for made-up ones of 20 to 200 questions.

`python -m tests.bench.step`. It measures, and passes no judgement: read the ratios, not the microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.content.labs import read_labs
from bot.content.trials import read_trial
from bot.core.case import Case, Line
from bot.core.folding import rebuilt
from bot.core.step import Event, opening, step
from bot.core.trial import Trial
from bot.core.verdict import judge
from tests.core.worlds import LN, TODAY

ROOT = Path(__file__).parents[2]
SIZES = (20, 50, 100, 200)
TIMES = 5
HEAD = """
trial: {id: made-up, version: "1", short: M, title: Made up, anchor: q0}
sections: [{id: plan, label: Plan}]
questions:
  - {id: q0, kind: date, future: yes, section: plan, label: Day, ask: Day?}
"""
QUESTION = """\
  - {{id: q{n}, kind: yes_no, criterion: C{n}, label: Question {n}, ask: Question {n}?, ask_if: q{gate} is known}}
  - {{id: d{n}, kind: date, criterion: C{n}, label: Date {n}, ask: Date {n}?, ask_if: q{n}}}
"""
CRITERION = """\
  - {{id: C{n}, type: exclusion, label: C{n}, text: Text., rule: q{n} and d{n} within {days} days before q0}}
"""


@dataclass(frozen=True)
class Cost:
    """Milliseconds, each the median over a whole conversation."""

    questions: int
    criteria: int
    step: float
    verdict: float
    rebuild: float


def made_up(questions: int) -> Trial:
    """A trial of so many questions: pairs of a yes/no and, after a yes, a date, with a criterion each."""
    pairs = range(1, questions // 2)
    text = HEAD + "".join(QUESTION.format(n=n, gate=(n - 1) // 10 * 10) for n in pairs)
    text += "criteria:\n" + "".join(CRITERION.format(n=n, days=7 + n) for n in pairs)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.yaml"
        path.write_text(text, "utf-8")
        return read_trial(path, read_labs(ROOT / "flows" / "labs.yaml"), lambda message: (message.text,))


def conversation(trial: Trial, timed: Callable[[float], None]) -> tuple[Case, list[Line]]:
    """One case to its review: a planned date, then yes, an old date, or "not known yet"; each step is timed."""
    first = opening(trial, "B-1")
    case, lines = first.case, [*first.lines]
    replies = {"yes_no": Event("pick", "yes"), "date": Event("type", "2026-01-15")}
    event = Event("agree")
    for _ in range(3 * len(trial.questions)):
        start = perf_counter()
        done = step(trial, case, event, TODAY)
        timed(perf_counter() - start)
        case = done.case
        lines += done.lines
        if case.state == "review":
            break
        question = trial.by_id.get(case.state)
        planned = question is not None and question.id == trial.anchor
        event = (
            Event("type", "2026-12-06")
            if planned
            else replies.get(question.shape.kind, Event("unknown"))
            if question
            else Event("go_on")
        )
        if case.pending is not None:
            event = Event("take", "0")
    return case, lines


def measured(trial: Trial) -> Cost:
    """The costs of one trial."""
    steps: list[float] = []
    case, lines = conversation(trial, steps.append)
    for _ in range(TIMES - 1):
        case, lines = conversation(trial, steps.append)
    verdicts = [_time(lambda: judge(trial, case.answers, TODAY)) for _ in range(4 * TIMES)]
    rebuilds = [_time(lambda: rebuilt(trial, "B-1", lines)) for _ in range(4 * TIMES)]
    return Cost(
        len(trial.questions), len(trial.criteria), *(1000 * median(times) for times in (steps, verdicts, rebuilds))
    )


def _time(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Prints the table; ratios are against the smallest made-up trial."""
    costs = {"ln-msc": measured(LN), **{f"made-up {size}": measured(made_up(size)) for size in SIZES}}
    base = costs[f"made-up {SIZES[0]}"]
    print(
        f"{'trial':14}{'questions':>10}{'criteria':>10}{'step ms':>10}{'x':>7}{'verdict ms':>12}{'x':>7}{'rebuild ms':>12}{'x':>7}"
    )
    for name, cost in costs.items():
        print(
            f"{name:14}{cost.questions:>10}{cost.criteria:>10}"
            f"{cost.step:>10.3f}{cost.step / base.step:>7.1f}"
            f"{cost.verdict:>12.3f}{cost.verdict / base.verdict:>7.1f}"
            f"{cost.rebuild:>12.3f}{cost.rebuild / base.rebuild:>7.1f}"
        )


if __name__ == "__main__":
    main()
