"""The study team's work at the console, in both languages: who sits there, cards, judgement, queries, signatures.

Requirements: (1) whoever sits there has the roles that were given, and nobody else's; every role given here is in the
site's log; (2) a card of the study team is found in a list or by its code, whoever sent it; (3) a query is asked, answered
and closed from one terminal; (4) a verdict is signed with a PIN that nothing shows, stores or logs; (5) what a role may not
do is refused, and the refusal is in the log.
"""

from __future__ import annotations

from io import StringIO

import pytest

from bot.channels.console.board import LEAVE, Board, Typed
from bot.channels.console.lines import Lines
from bot.channels.console.seat import TEAM, Seat
from bot.desk import roles
from bot.store.sql import SqlStore
from tests.channels.console.conftest import Sit, Sitting
from tests.channels.console.test_console import TO_THE_CARD
from tests.store.making import table

PIN, WRONG = "730518", "845162"
ANOTHER = ["*New case", *TO_THE_CARD[1:]]
TO_BE_JUDGED = ["*Start", "*agreed", "*List", "8", "1 3", "*Done", "*List", "*➤"]
ZHOU, INVESTIGATOR, MONITOR = Seat("zhou"), Seat("zhou", "investigator"), Seat("wang", "monitor")
WORDS = {
    "en": {
        "team": "Study team", "case": "NJ01-0001", "confirm": "Confirm", "override": "Override", "ask": "Ask about",
        "sex": "Sex", "close": "Close the query", "stays": "It stays", "checked": "Checked", "eligible": "eligible",
        "signed": "Confirmed by the investigator: not eligible", "overrides": "overrides: not eligible",
        "asks": "The study team asks about NJ01-0001", "closed": "Closed.", "wrong": "Tries left: 4",
        "unsigned": "Nothing was signed.", "question": "Which source document says so?", "reason": "A later result is in the file.", "none": "No case was sent",
    },
    "zh": {
        "team": "研究团队", "case": "NJ01-0001", "confirm": "确认", "override": "改判", "ask": "质疑某项答案",
        "sex": "性别", "close": "关闭质疑", "stays": "维持原答案", "checked": "已核对病历", "eligible": "符合入选条件",
        "signed": "研究者已确认：不符合入选条件", "overrides": "改判，原预筛结论：不符合入选条件",
        "asks": "研究团队对NJ01-0001提出质疑", "closed": "已关闭。", "wrong": "还可尝试 4 次",
        "unsigned": "未签名。", "question": "原始病历中有记录吗？", "reason": "病历中有更新的结果。",
        "none": "尚无您的角色可查看的已提交病例。",
    },
}  # fmt: skip


@pytest.fixture(params=["en", "zh"])
def words(request: pytest.FixtureRequest) -> dict[str, str]:
    """What is on the buttons, in each language."""
    return {"language": request.param, **WORDS[request.param]}


@pytest.fixture
def sent(sit: Sit) -> Sitting:
    """A nurse has sent a case, and has left."""
    return sit(*TO_THE_CARD)


def stored(store: SqlStore) -> str:
    """Every table, as text."""
    names = ("cases", "entries", "staff", "outbox", "seen", "slots", "log", "pins")
    return "\n".join(repr(table(store, name)) for name in names)


def kinds(store: SqlStore) -> list[str]:
    """What is in the site's log."""
    with store.reading() as unit:
        return [line.kind for line in unit.logged("NJ01")]


# Who sits there.


def test_nobody_sits_down_without_a_role(sit: Sit, store: SqlStore) -> None:
    refused = sit(seat=ZHOU)
    assert (refused.code, refused.boards) == (2, [])
    assert "Nobody called zhou has a role here" in refused.text
    with store.reading() as unit:
        assert unit.everybody() == ()
        assert unit.teams_at(TEAM) == ()


@pytest.mark.parametrize("name", ["team", "", "Zhou Wei", "a" * 25, "张伟"])
def test_a_name_is_an_address_and_not_the_teams(sit: Sit, name: str) -> None:
    assert sit(seat=Seat(name, "investigator")).code == 2


def test_a_role_that_is_given_here_is_in_the_sites_log(sit: Sit, store: SqlStore) -> None:
    assert sit(seat=INVESTIGATOR).code == 0
    assert sit(seat=ZHOU).code == 0
    sit(seat=INVESTIGATOR)
    sit(seat=Seat("zhou", "monitor"))
    with store.reading() as unit:
        zhou = unit.staff_by_address("console:zhou")
        lines = unit.logged("NJ01")
    assert zhou is not None
    assert [one.role for one in zhou.delegations] == ["investigator", "monitor"], "the same role is not given twice"
    assert [(one.kind, one.actor, one.subject, one.data["role"]) for one in lines] == [
        ("joined", None, zhou.id, "investigator"),
        ("role_given", None, zhou.id, "monitor"),
    ]


# Cards.


def test_a_card_is_found_in_the_list_and_by_its_code(sit: Sit, sent: Sitting, words: dict[str, str]) -> None:
    seat, language = INVESTIGATOR, words["language"]
    listed = sit(f"*{words['team']}", f"*{words['case']}", seat=seat, language=language)
    typed = sit("/team nj01-0001", f"*{words['case']}", seat=ZHOU, language=language)
    for sitting in (listed, typed):
        assert sitting.code == 0
        assert [one for one in sitting.labels if words["ask"] in one]
        assert [one for one in sitting.labels if words["confirm"] in one]
        assert "E8" in sitting.text or "I2" in sitting.text
    assert "┌─" not in listed.text, "it is one's own screen here"


def test_a_case_is_found_by_its_code_and_taken_over(sit: Sit, store: SqlStore, sent: Sitting) -> None:
    assert "You have no cases yet" in sit("/cases", seat=INVESTIGATOR).text, "it is the nurse's"
    sitting = sit("/case NJ01-0001", "*Take it over", "/cases", seat=ZHOU)
    assert "NJ01-0001 is now with: zhou" in sitting.text
    assert "NJ01-0001: with the study team" in sitting.text
    with store.reading() as unit:
        (row,) = unit.cases_of(site="NJ01")
        zhou = unit.staff_by_address("console:zhou")
    assert zhou is not None
    assert row.owner == zhou.id


def test_a_case_that_there_is_not_is_not_found(sit: Sit, sent: Sitting, words: dict[str, str]) -> None:
    assert words["none"] in sit("/team NJ01-0099", seat=INVESTIGATOR, language=words["language"]).text


def test_the_details_are_looked_through_and_left_again(sit: Sit, sent: Sitting) -> None:
    sitting = sit("/team", "*NJ01-0001", "*Details", "*Back to the card", seat=INVESTIGATOR)
    assert "Confirm" in " ".join(sitting.labels)


# Signing.


def test_a_verdict_is_signed_and_nothing_shows_the_pin(
    sit: Sit, store: SqlStore, sent: Sitting, words: dict[str, str]
) -> None:
    to_sign = [f"*{words['team']}", f"*{words['case']}", f"*{words['confirm']}"]
    signed = sit(*to_sign, PIN, PIN, seat=INVESTIGATOR, language=words["language"], live=True)
    assert words["signed"] in signed.text
    assert signed.secrets == [PIN, PIN], "and only these lines were asked for in secret"
    assert PIN not in signed.text + stored(store)
    assert kinds(store)[-1] == "pin_set"
    with store.reading() as unit:
        (row,) = unit.cases_of(site="NJ01")
        assert unit.entries(row.id)[-1].kind == "signed"
    assert not [one for one in sit("/team", "*NJ01-0001", seat=ZHOU).labels if "Confirm" in one]


def test_an_override_wants_a_reason_which_is_seen_and_a_right_pin(
    sit: Sit, store: SqlStore, sent: Sitting, words: dict[str, str]
) -> None:
    to_sign = [f"*{words['team']}", f"*{words['case']}", f"*{words['override']}", f"*{words['eligible']}"]
    language = words["language"]
    first = sit(*to_sign, words["reason"], PIN, PIN, seat=INVESTIGATOR, language=language, live=True)
    assert words["reason"] in first.text
    assert first.secrets == [PIN, PIN]
    assert words["overrides"] in first.text.replace("\n", " ").replace("  ", "")


def test_a_wrong_pin_signs_nothing_and_leaving_for_the_list_lets_go(
    sit: Sit, store: SqlStore, sent: Sitting, words: dict[str, str]
) -> None:
    to_sign = ["/team", f"*{words['case']}", f"*{words['confirm']}"]
    sit(*to_sign, PIN, "/team", seat=INVESTIGATOR, language=words["language"])
    chosen = sit(*to_sign, PIN, PIN[::-1], PIN, PIN, seat=ZHOU, language=words["language"])
    assert words["signed"] in chosen.text, "what was not the same twice is chosen anew"
    sit(*ANOTHER)
    more = [line.replace("0001", "0002") for line in to_sign]
    tried = sit(*more, WRONG, "/team", seat=ZHOU, language=words["language"])
    assert words["wrong"] in tried.text
    assert words["unsigned"] in tried.text
    assert not [text for text in (PIN, WRONG) if text in tried.text + chosen.text + stored(store)]
    assert kinds(store)[-1] == "pin_wrong"
    assert sit(seat=ZHOU).secrets == []


def test_a_pin_from_a_pipe_is_not_repeated() -> None:
    out = StringIO()
    lines = Lines(StringIO(f"{PIN}\n1234"), out, 80)
    assert lines.ask(Board(), "", secret=True) == [Typed(PIN)]
    assert lines.ask(Board(), "", secret=True) == [Typed("1234")]
    assert out.getvalue() == "› \n› \n"
    assert lines.ask(Board(), "", secret=True) == [LEAVE]


# Judgement.


def test_what_the_trial_leaves_to_the_investigator_is_judged_here(sit: Sit, store: SqlStore) -> None:
    sit(*TO_BE_JUDGED)
    assert "Only an investigator" in sit("/team", "*NJ01-0001", "*Judge (2)").text
    sitting = sit("/team", "*NJ01-0001", "*Judge (2)", "*No", "*Yes", seat=INVESTIGATOR)
    assert "For your judgement · NJ01-0001 · 2 open" in sitting.text
    assert "NOT ELIGIBLE" in sitting.text.split("┌─ what the study team sees")[-1], "the team gets the new card"
    with store.reading() as unit:
        (row,) = unit.cases_of(site="NJ01")
        zhou = unit.staff_by_address("console:zhou")
        judged = [entry.staff_id for entry in unit.entries(row.id) if "severe" in entry.data.get("question", "")]
    assert zhou is not None
    assert judged == [zhou.id, zhou.id]


# Queries.


def test_a_query_is_asked_answered_and_closed(sit: Sit, store: SqlStore, sent: Sitting, words: dict[str, str]) -> None:
    language = words["language"]
    to_ask = ["/team", f"*{words['case']}", f"*{words['ask']}", f"*{words['sex']}"]
    asked = sit(*to_ask, words["question"], seat=INVESTIGATOR, language=language)
    assert [one for one in asked.labels if words["close"] in one]
    heard = sit(f"*{words['stays']}", f"*{words['checked']}", language=language)
    assert words["asks"] in heard.text
    assert words["question"] in heard.text
    close = ["/team", f"*{words['case']}", f"*{words['close']}"]
    closed = sit(*close, seat=ZHOU, language=language)
    assert words["closed"] in closed.text
    assert not [one for one in closed.labels if words["close"] in one]
    with store.reading() as unit:
        (row,) = unit.cases_of(site="NJ01")
        assert [entry.kind for entry in unit.entries(row.id)][-2:] == ["replied", "query_closed"]


def test_words_that_name_somebody_are_not_stored(sit: Sit, store: SqlStore, sent: Sitting) -> None:
    to_ask = ["/team", "*NJ01-0001", "*Ask about", "*Sex"]
    sit(*to_ask, "Call 13812345678 about this", "Is this right?", seat=INVESTIGATOR)
    assert "13812345678" not in stored(store)
    assert "Is this right?" in sit("/team", "*NJ01-0001", seat=ZHOU).text


# Who may not.


def test_what_a_role_may_not_do_is_refused_and_noted(sit: Sit, store: SqlStore, sent: Sitting) -> None:
    looked = sit("/team", "*NJ01-0001", "*Confirm", "*Ask about", seat=MONITOR)
    assert "Only an investigator of this trial and site can do that" in looked.text
    assert "Your role can read, but not ask" in looked.text
    assert "Only an investigator of this trial and site can do that" in sit("/team", "*NJ01-0001", "*Override").text
    assert kinds(store).count("refused") == 3
    with store.reading() as unit:
        (row,) = unit.cases_of(site="NJ01")
        assert [entry.kind for entry in unit.entries(row.id)][-1] == "sent"


def test_a_role_that_was_ended_opens_no_card(sit: Sit, store: SqlStore, sent: Sitting) -> None:
    sit(seat=INVESTIGATOR)
    with store.transaction() as unit:
        zhou = unit.staff_by_address("console:zhou")
        assert zhou is not None
        unit.save_staff(roles.ended(zhou, 0, zhou.joined_at))
    assert sit(seat=ZHOU).code == 2
