"""What is shown of a query: choosing the answer, typing the words, the question on the screener's phone, the reply."""

from __future__ import annotations

from bot.core.answers import Answer
from bot.core.case import Case, Query
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, say
from bot.core.queries import CLOSED, OPEN
from bot.core.screens.answers import shown
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.pages import pages_of, turns, within
from bot.core.screens.tapped import CHECKED, as_said
from bot.core.trial import Question
from bot.core.verdict import Status, status_of

PAGE = 12
ASKED_FIRST = (Status.FAIL, Status.UNKNOWN, Status.PASS)


# For the study team.


def which_screen(case: Case, facts: KnownFacts, page: int = 0) -> Screen:
    """The answers that can be asked about, a page at a time: those of what fails first, then of what is open."""
    answered = [one for one in facts.trial.questions if one.id in case.answers and not facts.moot(one)]
    statuses = {one.id: status_of(one, facts) for one in facts.trial.criteria}
    answered.sort(key=lambda one: ASKED_FIRST.index(statuses.get(one.criterion or "", Status.PASS)))
    pages = pages_of(len(answered), PAGE)
    page = within(page, pages)
    title = say("Which answer do you ask about? · {case}", case=case.name)
    here = answered[page * PAGE : (page + 1) * PAGE]
    lines = [Paragraph(_given(one, case.answers[one.id]), "item", "·") for one in here]
    ways = tuple(Button(_called(one), Action("ask_about", str(facts.trial.order[one.id]))) for one in here)
    return Screen("which", (Paragraph(title, "title"), *lines), (ways, turns("ask", page, pages)))


def words_screen(case: Case, question: Question) -> Screen:
    """The answer that was chosen: now the team's own words are awaited, as a reply to this message."""
    lines = (
        Paragraph(say("{case} · {question}", case=case.name, question=_called(question)), "title"),
        Paragraph(shown(question, case.answers[question.id])),
        Paragraph(say("Reply to this message with your question to the site, in your own words."), "ask"),
        Paragraph(say("No names, ID numbers or phone numbers."), "note"),
    )
    return Screen("words", lines)


def asked_screen(case: Case, facts: KnownFacts, query: Query, with_whom: tuple[str, ...]) -> Screen:
    """The line that it collapses to: which people have the query, or that it is kept until somebody is there."""
    asked = _called(facts.trial.by_id[query.question])
    words = say("{case} · {question}: “{words}”", case=case.name, question=asked, words=query.words)
    if with_whom:
        where = Paragraph(say("Your question was sent to: {names}", names=Listing(with_whom, "and")), "note")
    else:
        nobody = say("Nobody is left at the site who could answer. The question is kept.")
        where = Paragraph(nobody, "warning", "⚠")
    return Screen("asked", (Paragraph(words, mark="?"), where), ((_close(query),),))


def _close(query: Query) -> Button:
    return Button(say("Close the query"), Action("close", str(query.number)), "✓")


def replied_screen(case: Case, facts: KnownFacts, query: Query) -> Screen:
    """What the site answered; the team closes the query, or asks again from the card."""
    question = facts.trial.by_id[query.question]
    lines = [
        Paragraph(say("{case} · {question}", case=case.name, question=_called(question)), "title"),
        Paragraph(say("You asked: “{words}”", words=query.words)),
        Paragraph(outcome(case, question, query), "strong", "✎" if query.changed else "✓"),
    ]
    blocks = () if query.state == CLOSED else ((_close(query),),)
    if query.state == CLOSED:
        lines.append(Paragraph(say("Closed."), "note"))
    return Screen("replied", tuple(lines), blocks)


def outcome(case: Case, question: Question, query: Query) -> Message:
    """What the site did about it: what the answer is now, and its word on that."""
    now = shown(question, case.answers[question.id])
    if query.reply is None:
        return say("Changed to: {answer}", answer=now) if query.changed else say("Not answered.")
    if query.changed:
        return say("Changed to: {answer} ({word})", answer=now, word=as_said(query.reply))
    return say("Stays: {answer} ({word})", answer=now, word=as_said(query.reply))


# For whoever screens.


def query_screen(case: Case, facts: KnownFacts, query: Query) -> Screen:
    """The study team's words, with the answer that they are about, and the two ways to answer them."""
    question = facts.trial.by_id[query.question]
    lines = [
        Paragraph(say("The study team asks about {case}", case=case.name), "title", "?"),
        Paragraph(say("“{words}”", words=query.words), "quote"),
        Paragraph(_given(question, case.answers[question.id])),
    ]
    if query.state != OPEN:
        ended = say("Closed by the study team.") if query.state == CLOSED else say("Answered.")
        return Screen("query", (*lines, Paragraph(ended, "note", "✓")))
    change = Button(say("Look at the answer"), Action("query", str(query.number)), "✎")
    stays = Button(say("It stays as it is"), Action("stands", str(query.number)), "✓")
    return Screen("query", tuple(lines), ((change,), (stays,)))


def reply_screen(case: Case, facts: KnownFacts, query: Query) -> Screen:
    """The answer stays: a word for the study team is asked for."""
    question = facts.trial.by_id[query.question]
    lines = (
        Paragraph(say("“{words}”", words=query.words), "quote"),
        Paragraph(say("It stays: {answer}", answer=_given(question, case.answers[question.id])), "strong"),
        Paragraph(say("A word on that for the study team: tap one, or type it.")),
    )
    words = tuple((Button(word, Action("checked", str(place))),) for place, word in enumerate(CHECKED))
    return Screen("reply", lines, (*words, (Button(say("Not now"), Action("leave"), "‹"),)))


def queries_on_card(case: Case, facts: KnownFacts) -> list[Paragraph]:
    """The queries that are not closed, on the card."""
    lines = []
    for query in case.queries:
        if query.state != CLOSED:
            question = facts.trial.by_id[query.question]
            said = say("{question}: “{words}”", question=_called(question), words=query.words)
            if query.state != OPEN:
                said = say("{asked} — {answer}", asked=said, answer=outcome(case, question, query))
            lines.append(Paragraph(said, "item", "?" if query.state == OPEN else "✓"))
    return [Paragraph(say("Asked by the study team"), "strong"), *lines] if lines else []


def way_to_answer(case: Case) -> tuple[Button, ...]:
    """To the first query that waits for an answer; once it is answered, the card shows the way to the next."""
    waiting = [one for one in case.queries if one.state == OPEN]
    return tuple(Button(say("Answer the query"), Action("query", str(one.number)), "✎") for one in waiting[:1])


def _called(question: Question) -> Message:
    if question.criterion is None:
        return say("{label}", label=question.label)
    return say("{id} {label}", id=question.criterion, label=question.label)


def _given(question: Question, answer: Answer) -> Message:
    return say("{label}: {answer}", label=_called(question), answer=shown(question, answer))
