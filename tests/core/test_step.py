"""Moving through a case: going back, changing answers, what becomes moot and comes back, and what happens after sending.

`Talk` plays a case by answers; each test states one fact, on whichever trial shows it best.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core import kinds, queries
from bot.core.answers import NO, NOT_KNOWN, YES, Age, Answer, Code, Codes, Day, NotKnown, Quantity, Value
from bot.core.facts import KnownFacts
from bot.core.folding import after, rebuilt
from bot.core.machine import (
    AGREEMENT,
    CHOOSING,
    DECIDED,
    DECLINED,
    REASON,
    REPLY,
    REVIEW,
    SENT,
    WITHDRAWING,
    WITHDRAWN,
    Walk,
    diagram,
    machine_of,
)
from bot.core.screens import Action
from bot.core.screens.question import question_screen
from bot.core.step import Event, Step, current_screen, opening, step
from bot.core.trial import Trial
from tests.core.worlds import LN, RSV, TODAY, TRIALS, asked_ids, good, values

EACH = pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.id)
PHASES_OF_A_CASE = {AGREEMENT, DECIDED, REVIEW, REASON, SENT, DECLINED}


class Talk:
    """One case being played; `last` is the step that the last event led to."""

    def __init__(self, trial: Trial, today: date = TODAY) -> None:
        self.trial, self.today = trial, today
        self.last = opening(trial, "X-1")
        self.case, self.lines = self.last.case, list(self.last.lines)

    @property
    def state(self) -> str:
        return self.case.state

    def do(self, act: str, value: str = "") -> Step:
        return self.take(Event(act, value, self.case.turn))

    def type(self, text: str) -> Step:
        return self.take(Event("type", text))

    def take(self, event: Event) -> Step:
        self.last = step(self.trial, self.case, event, self.today)
        self.case = self.last.case
        self.lines += self.last.lines
        return self.last

    def jump(self, question: str) -> Step:
        return self.do("jump", str(self.trial.order[question]))

    def give(self, value: Value) -> Step:
        """Answers the question at hand, by whatever way its kind has; a doubt is confirmed."""
        question = self.trial.by_id[self.state]
        codes = question.shape.codes
        match value:
            case NotKnown():
                return self.do("unknown")
            case Code(code):
                return self.do("pick", code if question.shape.kind == "yes_no" else str(codes.index(code)))
            case Codes(chosen):
                for place, code in enumerate(codes):
                    self.do("mark" if code in chosen else "unmark", str(place))
                return self.do("done")
        done = self.type(_typed(kinds.dump(question.shape, value)))
        return self.do("take", "0") if self.case.pending and self.state in self.trial.by_id else done

    def run(self, answers: Mapping[str, Value], until: str = REVIEW) -> Talk:
        """From the agreement on: these answers, "not known yet" to all else, until this state is reached."""
        if self.state == AGREEMENT:
            self.do("agree")
        for _ in range(200):
            if self.state in (until, REVIEW):
                return self
            if self.state == DECIDED:
                self.do("go_on")
            else:
                self.give(answers.get(self.state, NOT_KNOWN))
        raise AssertionError(f"never came to {until}")

    def sent(self) -> Talk:
        self.do("send")
        assert self.state == SENT
        return self


def _typed(dumped: Any) -> str:
    if not isinstance(dumped, dict):
        return str(dumped)
    if "count" in dumped:
        return f"{dumped['count']}/{dumped['total']}"
    if "age" in dumped:
        return str(dumped["age"])
    return f"{dumped.get('comparator', '')}{dumped['value']} {dumped['unit']}"


def plain(trial: Trial) -> dict[str, Value]:
    """Somebody who passes."""
    return {id: one.value for id, one in good(trial).items()}


def acts(talk: Talk) -> list[str]:
    """What can be tapped."""
    screen = current_screen(talk.trial, talk.case, talk.today)
    return [button.action.act for block in screen.blocks for button in block] if screen else []


def corrected(done: Step) -> list[tuple[int, list[str]]]:
    """The messages further up that are put right, by their turns, with the signs of their lines."""
    return [(one.turn, [line.mark for line in one.screen.paragraphs]) for one in done.shows if one.late]


# The whole way.


@EACH
def test_whoever_passes_is_asked_what_is_needed_in_order_and_nothing_else(trial: Trial) -> None:
    talk = Talk(trial).run(plain(trial))
    assert talk.state == REVIEW
    given_ = [line.data["question"] for line in talk.lines if line.kind in ("answered", "left_open")]
    assert given_ == [one.id for one in trial.in_order(given_)]
    facts = KnownFacts(trial, talk.case.answers, TODAY)
    optional = {one.id for one in trial.questions if one.optional}
    assert {id for id in talk.case.answers if id not in plain(trial)} <= optional
    assert not any(facts.needed(one) and one.id not in talk.case.answers for one in trial.questions)


@EACH
def test_a_no_to_the_agreement_closes_the_case_before_anything_is_asked(trial: Trial) -> None:
    talk = Talk(trial)
    talk.do("decline")
    assert talk.state == DECLINED
    for act in ("agree", "send", "back", "go_on", "jump"):
        assert talk.do(act, "0").lines == ()


def test_the_first_failure_is_told_at_once_and_others_are_not() -> None:
    talk = Talk(RSV)
    talk.do("agree")
    talk.type("2026-11-29")
    talk.type("1990-01-01")
    assert talk.state == DECIDED
    assert [line.kind for line in talk.last.lines] == ["answered", "told"]
    talk.do("go_on")
    talk.type("170 cm")
    talk.type("140 kg")
    assert talk.case.answers["weight"].value == Quantity(Decimal(140), "kg")
    assert talk.state == "systolic", "the second failure interrupts nobody"


def test_a_failure_after_none_was_left_is_told_again() -> None:
    talk = Talk(RSV)
    talk.do("agree")
    talk.type("2026-11-29")
    talk.type("1990-01-01")
    talk.do("back")
    talk.type("1960-01-01")
    assert talk.state == "height"
    talk.do("back")
    talk.type("1991-01-01")
    assert talk.state == DECIDED


def test_stopping_leads_to_the_review_and_back_into_the_questions() -> None:
    talk = Talk(RSV)
    talk.do("agree")
    at = talk.state
    talk.do("stop")
    assert talk.state == REVIEW
    talk.do("go_on")
    assert talk.state == at


def test_a_contradiction_is_told_when_it_turns_up_and_not_again_by_an_answer_that_has_no_part_in_it() -> None:
    talk = Talk(LN).run(plain(LN), until="sclerosis")

    def told(typed: str) -> bool:
        talk.type(typed)
        return any("same biopsy" in one.message.text for show in talk.last.shows for one in show.screen.paragraphs)

    assert [told("6/22"), told("0/20"), told("0%"), told("0/21")] == [False, True, False, True]


def test_where_the_review_stood_it_says_that_the_case_was_sent() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    (left,) = [one.screen.paragraphs[0].message.text for one in talk.last.shows if one.instead]
    assert left == "{case}: sent to the study team"


# Back and changes.


@EACH
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_back_and_the_same_answer_is_as_if_nothing_had_been(trial: Trial, data: st.DataObject) -> None:
    talk = Talk(trial)
    talk.do("agree")
    for _ in range(data.draw(st.integers(1, 12), label="answers before")):
        if talk.state not in trial.by_id:
            break
        talk.give(data.draw(st.sampled_from(values(trial, talk.state))))
        if talk.state == DECIDED:
            talk.do("go_on")
    assume(talk.state in trial.by_id and talk.case.trail)
    here, answers = talk.state, dict(talk.case.answers)
    talk.do("back")
    assert talk.state in answers
    assert talk.case.answers == answers, "going back takes nothing away"
    again = talk.do("keep") if data.draw(st.booleans()) else talk.give(answers[talk.state].value)
    assert again.lines
    assert talk.state == here
    assert {id: one.value for id, one in talk.case.answers.items()} == {id: one.value for id, one in answers.items()}


@EACH
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_change_asks_again_only_for_what_depends_on_it(trial: Trial, data: st.DataObject) -> None:
    talk = Talk(trial).run(plain(trial))
    answers = dict(talk.case.answers)
    id = data.draw(st.sampled_from([one for one in asked_ids(trial) if one in answers]))
    anew = {id, *(trial.of_a_period if id == trial.anchor else ())}  # an earlier date is about other days
    talk.jump(id)
    assert talk.state == id
    talk.give(data.draw(st.sampled_from(values(trial, id))))
    while talk.state not in (REVIEW, *PHASES_OF_A_CASE):
        question = trial.by_id[talk.state]
        assert question.id not in answers or question.id in anew, f"{question.id} was answered already"
        assert _depends(trial, question.id, id) or question.id in anew, f"{question.id} has nothing to do with {id}"
        talk.do("unknown")
    kept = {one: answer for one, answer in talk.case.answers.items() if one not in anew and one in answers}
    assert kept == {one: answer for one, answer in answers.items() if one not in anew}


def _depends(trial: Trial, question: str, on: str) -> bool:
    """Whether it can follow from one answer that another question is asked, directly or by way of a third."""
    one = trial.by_id[question]
    rules = [rule for rule in (one.ask_if, one.optional_if) if rule is not None]
    needs = {id for rule in rules for id in rule.questions} | {
        implied for i in one.implied for implied in i.when.questions
    }
    needs |= {one.asked_for[0]} if one.asked_for else set()
    return on in needs or question == on or any(_depends(trial, need, on) for need in needs - {question})


def test_back_leaves_out_what_no_longer_applies() -> None:
    talk = Talk(LN).run(plain(LN), until="upcr")
    talk.jump("biopsy_status")
    talk.give(Code("pending"))
    seen = set()
    while talk.case.trail:
        talk.do("back")
        seen.add(talk.state)
    facts = KnownFacts(LN, talk.case.answers, TODAY)
    assert "sex" in seen
    assert [id for id in seen if facts.moot(LN.by_id[id])] == []


def test_a_line_further_up_gives_way_once_its_question_is_answered_anew() -> None:
    talk = Talk(RSV)
    talk.do("agree")
    ordinary = [talk.give(plain(RSV)[talk.state]) for _ in range(3)]
    assert [corrected(done) for done in ordinary] == [[], [], []], "nothing is asked of Telegram for an ordinary answer"
    first, fourth = talk.case.trail[0], talk.state
    first_at = talk.case.receipts[first]
    assert corrected(talk.jump(first)) == [], "until it is answered the old line is true"
    assert corrected(talk.do("keep")) == [(first_at, ["↓"])]
    not_answered = talk.case.receipts[fourth]
    assert corrected(talk.give(plain(RSV)[fourth])) == [(not_answered, ["↓"])]


def test_of_several_lines_in_one_message_only_that_which_is_told_anew_gives_way() -> None:
    talk = Talk(LN)
    talk.do("agree")
    talk.type("Hb 92 g/L, PLT 145, WBC 3.2")
    talk.do("take_over")
    together = talk.case.receipts["hb"]
    talk.jump("plt")
    assert corrected(talk.type("150")) == [(together, ["✓", "✓"])]
    talk.type("Hb 95 g/L, WBC 3.4")
    assert corrected(talk.do("take_over")) == [(together, ["↓", "↓"])]


@pytest.mark.parametrize(
    ("report", "marks"),
    [("WBC 5, Hb 92 g/L", ["☑", "☑"]), ("WBC 5, Hb 92 g/L, PLT 145, ALT 30, AST 22", ["☑ 1.", "☑ 2."])],
)
def test_many_answers_of_one_message_have_numbers_on_their_buttons(report: str, marks: list[str]) -> None:
    talk = Talk(LN)
    talk.do("agree")
    found = talk.type(report).shows[-1].screen
    assert [one.mark for one in found.paragraphs if one.style == "item"][:2] == marks
    used = talk.do("take_over").shows[0].screen
    assert [one.mark for one in used.paragraphs][:2] == [mark.replace("☑", "✓") for mark in marks]
    numbered = ["n" in one.label.values for screen in (found, used) for one in screen.blocks[0]]
    assert set(numbered) == {len(marks[0]) > 1}


def test_an_answer_that_became_moot_counts_again_when_its_question_does() -> None:
    drugs: dict[str, Value] = {
        "vaccines": Codes(("tetanus",)),
        "vaccines.last_dose.tetanus": Day.on(date(2026, 10, 1)),
        "vaccines.reaction.tetanus": NO,
    }
    talk = Talk(RSV).run(plain(RSV) | drugs)
    before = talk.case.answers
    facts = KnownFacts(RSV, before, TODAY)
    assert facts.value("vaccines.last_dose.tetanus") == drugs["vaccines.last_dose.tetanus"]
    talk.jump("vaccines")
    talk.do("unmark", "3")
    talk.do("none")
    assert isinstance(KnownFacts(RSV, talk.case.answers, TODAY).value("vaccines.last_dose.tetanus"), NotKnown)
    assert talk.jump("vaccines.last_dose.tetanus").lines == (), "a moot question cannot be gone to"
    talk.jump("vaccines")
    talk.give(Codes(("tetanus",)))
    assert talk.state == REVIEW, "what was answered before is not asked again"
    assert {id: one.value for id, one in talk.case.answers.items()} == {id: one.value for id, one in before.items()}


def test_ticks_are_kept_until_done_and_the_same_tick_twice_is_one() -> None:
    talk = Talk(RSV).run(plain(RSV), until="vaccines")
    turn = talk.case.turn
    assert talk.do("mark", "2").lines
    assert talk.do("mark", "2").lines == ()
    talk.do("mark", "0")
    talk.do("unmark", "2")
    assert talk.case.marked == ("zoster_live",)
    assert talk.case.turn == turn, "ticking is no step"
    talk.do("done")
    assert talk.case.answers["vaccines"].value == Codes(("zoster_live",))


@pytest.mark.parametrize("away", ["back", "stop"])
def test_ticks_outlast_a_look_at_another_question_and_end_with_the_answer(away: str) -> None:
    talk = Talk(RSV).run(plain(RSV), until="vaccines")
    talk.do("mark", "2")
    talk.do(away)
    talk.jump("vaccines")
    assert talk.case.marked == ("pneumococcus",)
    talk.do("done")
    talk.jump("vaccines")
    assert talk.case.marked is None
    assert rebuilt(RSV, "X-1", talk.lines) == talk.case


def test_ticks_of_a_change_that_was_called_off_are_called_off_too() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.jump("vaccines")
    talk.do("mark", "2")
    talk.do("done")
    assert talk.state == REASON
    talk.do("keep")
    assert (talk.state, talk.case.marked) == ("vaccines", None)


def test_beside_done_nothing_throws_away_what_is_ticked_not_even_where_it_may_be_skipped() -> None:
    talk = Talk(LN).run(plain(LN), until="infection_past_single")
    assert "unknown" in acts(talk)
    talk.do("mark", "0")
    assert "done" in acts(talk)
    assert "unknown" not in acts(talk)


def test_a_number_is_read_in_the_unit_that_was_chosen() -> None:
    talk = Talk(RSV).run(plain(RSV), until="height")
    talk.do("unit", "0")
    talk.type("1.82")
    assert talk.case.answers["height"].value == Quantity(Decimal("1.82"), "m")
    assert talk.case.unit is None, "the choice is for one question"


def test_a_doubtful_reply_waits_for_its_confirmation() -> None:
    talk = Talk(RSV).run(plain(RSV), until="temperature")
    talk.type("42")
    assert (talk.state, talk.case.pending is not None) == ("temperature", True)
    assert "temperature" not in talk.case.answers
    talk.do("retype")
    assert talk.case.pending is None
    talk.type("42")
    talk.do("take", "0")
    assert "temperature" in talk.case.answers


def test_an_age_that_does_not_decide_is_asked_again_as_a_date_once() -> None:
    talk = Talk(RSV).run(plain(RSV), until="birth_date")
    talk.type("59")
    assert talk.state == "birth_date", "by the visit it may be 60"
    talk.do("unknown")
    assert talk.state == "height"
    assert talk.case.answers["birth_date"] == Answer(Age(59, TODAY), "59")
    talk.run(plain(RSV))
    assert talk.state == REVIEW


def test_an_age_that_decides_is_taken_back_by_not_known_yet() -> None:
    talk = Talk(RSV).run({**plain(RSV), "birth_date": Age(70, TODAY)})
    assert talk.case.answers["birth_date"].value == Age(70, TODAY)
    screen = talk.jump("birth_date").shows[-1].screen
    assert not [one for one in screen.paragraphs if "does not decide" in one.message.text], "it did"
    talk.do("unknown")
    assert talk.case.answers["birth_date"] == Answer(NOT_KNOWN), "or it would still pass"
    assert rebuilt(RSV, "X-1", talk.lines) == talk.case


# After sending.


def test_after_sending_a_change_needs_a_reason_and_the_team_hears_of_it() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    assert talk.last.deliver is not None
    talk.jump("oxygen")
    assert talk.do("pick", "yes").deliver is None
    assert talk.state == REASON
    assert talk.case.answers["oxygen"].value == NO
    assert talk.type("   ").lines == ()
    assert talk.type("x" * 300).lines == ()
    assert talk.type("call 13912345678").lines == ()
    done = talk.type("Found in the letter")
    assert [line.kind for line in done.lines] == ["amended", "sent"]
    assert done.deliver is not None
    (change,) = done.deliver.changes
    assert (change.question, change.old, change.new, change.reason) == ("oxygen", NO, YES, "Found in the letter")
    assert (talk.state, talk.case.sent, talk.case.changes) == (SENT, 2, ())


@pytest.mark.parametrize("word", ["stop", "继续", "go on", "ok", "好的", "."])
def test_a_word_that_only_moves_on_is_no_reason(word: str) -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.jump("oxygen")
    talk.do("pick", "yes")
    assert talk.type(word).lines == ()
    assert talk.last.toast is not None
    talk.do("keep")
    talk.do("withdraw")
    assert (talk.type(word).lines, talk.state) == ((), WITHDRAWING)


@pytest.mark.parametrize("word", ["stop", "继续", "go on"])
def test_a_word_that_only_moves_on_does_not_answer_a_query(word: str) -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.case = after(RSV, talk.case, queries.ask(talk.case, "oxygen", "Is that so?", TODAY))
    talk.do("stands", "1")
    assert (talk.type(word).lines, talk.state) == ((), REPLY)
    assert [line.kind for line in talk.type("Checked by phone").lines] == ["replied"]


def test_after_sending_the_same_answer_changes_nothing() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.jump("oxygen")
    done = talk.do("pick", "no")
    assert (talk.state, done.deliver, talk.case.sent) == (SENT, None, 1)


def test_a_change_can_be_called_off_while_its_reason_is_asked() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.jump("oxygen")
    talk.do("pick", "yes")
    talk.do("keep")
    assert (talk.state, talk.case.pending) == ("oxygen", None)
    assert talk.case.answers["oxygen"].value == NO


def test_after_sending_what_was_never_asked_is_answered_without_a_reason() -> None:
    talk = Talk(RSV).run(plain(RSV), until="temperature")
    talk.do("stop")
    talk.sent().jump("temperature")
    done = talk.type("36.6")
    assert done.lines[0].kind == "answered"
    assert talk.state == "steroids", "what is still due is asked now"
    done = talk.do("pick", "no")
    while talk.state != SENT:
        done = talk.do("unknown")
    assert done.lines[-1].kind == "sent"
    assert done.deliver is not None


def test_a_change_that_opens_new_questions_asks_them_before_the_case_is_back_with_the_team() -> None:
    talk = Talk(RSV).run(plain(RSV)).sent()
    talk.jump("steroids")
    talk.do("pick", "yes")
    first = talk.do("reason", "0")
    assert first.deliver is not None
    assert talk.state == "steroid_dose"
    talk.type("10 mg")
    talk.type("7 days")
    assert talk.state == SENT
    assert talk.last.deliver is not None


# Old and doubled events.


def test_a_double_tap_is_told_and_an_old_button_shows_where_the_case_is() -> None:
    talk = Talk(RSV).run(plain(RSV), until="oxygen")
    tap = Event("pick", "no", talk.case.turn)
    talk.take(tap)
    for _ in range(2):
        again = talk.take(tap)
        assert (again.lines, again.shows) == ((), ())
        assert again.toast is not None
    old = talk.take(Event("pick", "1", 1))
    assert old.lines == ()
    assert old.shows
    other = talk.take(Event("pick", "yes", tap.turn))
    assert other.lines == (), "another answer on an old button is no answer"


def test_only_the_same_tap_is_a_double_one() -> None:
    talk = Talk(LN)
    talk.do("agree")
    left = talk.case.turn
    talk.do("unknown")
    assert talk.take(Event("unknown", "", left)).shows == (), "the same again"
    for act, value in (("day", "0"), ("stop", ""), ("why", ""), ("agree", "")):
        other = talk.take(Event(act, value, left))
        assert (other.lines, bool(other.shows)) == ((), True), f"{act} was never done"


def test_of_a_question_that_waits_to_be_confirmed_no_button_is_taken_for_done() -> None:
    talk = Talk(LN)
    talk.do("agree")
    left = talk.case.turn
    talk.type("2026-03-01")
    assert talk.case.pending
    for act, value in (("unknown", ""), ("day", "0"), ("stop", "")):
        told = talk.take(Event(act, value, left))
        assert (told.lines, [one.screen.name for one in told.shows]) == ((), ["confirm"])


@EACH
@given(choices=st.lists(st.integers(0, 10**6), min_size=1, max_size=25))
@settings(max_examples=12, deadline=None)
def test_the_same_events_give_the_same_record(trial: Trial, choices: list[int]) -> None:
    one, other = Talk(trial), Talk(trial)
    for talk in (one, other):
        talk.do("agree")
        for choice in choices:
            if talk.state in trial.by_id:
                possible = values(trial, talk.state)
                talk.give(possible[choice % len(possible)])
            else:
                talk.do("go_on")
    assert one.lines == other.lines
    assert rebuilt(trial, "X-1", one.lines) == one.case


def test_a_case_is_not_changed_by_looking_at_it() -> None:
    talk = Talk(RSV).run(plain(RSV), until="vaccines")
    for action in (
        Action("why"),
        Action("aloud"),
        Action("aloud", "other"),
        Action("plain"),
        Action("page", "1"),
        Action("show"),
    ):
        looked = talk.do(action.act, action.value)
        assert looked.lines == ()
        assert looked.shows


# The machine itself.


@EACH
def test_every_state_can_be_reached_and_none_by_itself(trial: Trial) -> None:
    machine = machine_of(trial)
    edges = {name: event.transitions for name, event in machine.events.items()}
    assert not [name for name in edges if name.startswith("to_")]
    reached, new = {AGREEMENT}, {AGREEMENT}
    while new:
        leads = {str(edge.dest) for event in edges.values() for source in new for edge in event.get(source, ())}
        new = leads - reached
        reached |= new
    assert reached == set(machine.states)
    assert {state for event in edges.values() for state in event} == reached - {DECLINED, WITHDRAWN}, (
        "a refusal is the end, and a withdrawal"
    )


@EACH
def test_guards_are_true_or_false_and_nothing_else(trial: Trial) -> None:
    """The library compares with True: a guard that said "unknown" would be taken for a no."""
    machine = machine_of(trial)
    cases = [Talk(trial).case, Talk(trial).run(plain(trial)).case, Talk(trial).run({}).case]
    for case in cases:
        walk = Walk(case, KnownFacts(trial, case.answers, TODAY), CHOOSING, None)
        for event in machine.events.values():
            for edge in (edge for edges in event.transitions.values() for edge in edges):
                for condition in edge.conditions:
                    assert type(cast("Any", condition.func)(_Data(walk))) is bool


class _Data:
    """What the library hands to a guard."""

    def __init__(self, model: Walk) -> None:
        self.model = model


def test_one_machine_serves_all_cases_of_a_trial() -> None:
    assert machine_of(LN) is machine_of(LN)
    assert machine_of(LN) is not machine_of(RSV)
    assert machine_of(LN).models == []


@EACH
def test_the_diagram_shows_every_state(trial: Trial) -> None:
    drawn = diagram(trial)
    assert all(f"{state}" in drawn for state in machine_of(trial).states)
    assert "question" in diagram(trial, overview=True)
    assert len(diagram(trial, overview=True)) < len(drawn)


def test_tomorrow_is_another_day_for_the_same_case() -> None:
    """The day is an argument: the same event on another day gives another date, and nothing else remembers it."""
    talk, later = Talk(RSV), Talk(RSV, TODAY + timedelta(1))
    for one in (talk, later):
        one.do("agree")
        one.do("day", "0")
    first, second = (one.case.answers["visit_date"].value for one in (talk, later))
    assert isinstance(first, Day)
    assert isinstance(second, Day)
    assert second.first - first.first == timedelta(1)


def test_the_answers_of_a_sent_case_are_looked_through_page_by_page_without_leaving_it() -> None:
    talk = Talk(LN).run(plain(LN)).sent()
    page = talk.do("review").shows[-1].screen
    seen = 1
    while turn := next((b.action for block in page.blocks for b in block if b.mark == "›"), None):
        done = talk.do(turn.act, turn.value)
        page, seen = done.shows[-1].screen, seen + 1
        assert (page.name, done.lines, talk.state) == ("review", (), SENT)
    assert seen > 1


def test_a_question_of_a_sent_case_can_be_left_for_the_verdict_and_nothing_is_sent_again() -> None:
    talk = Talk(LN).run(plain(LN)).sent()
    talk.jump("sex")
    done = talk.do("leave")
    assert (talk.state, done.card, done.deliver) == (SENT, True, None)


@pytest.mark.parametrize(("lead_time", "days"), [(0, ["0"]), (14, [(TODAY + timedelta(14)).isoformat(), "0"])])
def test_a_planned_date_that_is_usually_today_is_offered_once(lead_time: int, days: list[str]) -> None:
    trial = replace(LN, lead_time=lead_time)
    screen = question_screen(opening(trial, "X-1").case, KnownFacts(trial, {}, TODAY), trial.by_id[trial.anchor])
    actions = [button.action for block in screen.blocks for button in block]
    assert [action.value for action in actions if action.act == "day"] == days
