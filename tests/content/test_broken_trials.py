"""Broken definitions: everything that is wrong is reported at once, at its place, with what would be right.

Mistakes of form (keys, types) are one round, mistakes of meaning (names, units, order) the next; a file that is no YAML
at all is reported alone. In the texts below `«n»` marks the place of mistake n and is taken out before reading.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.labs import read_labs
from bot.content.library import read_library
from bot.content.places import BadDefinition, Problem
from bot.content.trials import read_trial
from bot.core.messages import Message
from bot.core.trial import Trial
from tests.core.worlds import ROOT

LABS = read_labs(ROOT / "flows" / "labs.yaml")
MARK = re.compile("«([0-9]+)»")

MORE = """\
  - {id: born, kind: birth, criterion: I1, label: B, ask: B?}
  - {id: ecog, kind: one_of, criterion: I1, label: E, ask: E?, options: [{code: zero, label: Z}, {code: one, label: O}]}
  - {id: weight, kind: quantity, test: weight, criterion: I1, label: W, ask: W?}
"""
GOOD = """\
trial:
  id: t-1
  version: "1"
  short: T
  title: A trial
  anchor: day
sections:
  - {id: plan, label: Plan}
questions:
  - id: day
    kind: date
    future: yes
    section: plan
    label: Day
    ask: Day?
  - id: smokes
    kind: yes_no
    criterion: I1
    label: Smokes
    ask: Smokes?
criteria:
  - id: I1
    type: inclusion
    label: No smoker
    text: No smokers.
    rule: not smokes
"""


def plain(text: str) -> str:
    """Nobody's translations."""
    return MARK.sub("", text)


def in_english(message: Message) -> tuple[str, ...]:
    return (message.text,)


def read(folder: Path, text: str | bytes, name: str = "t-1.yaml") -> Trial:
    """The trial of a file with this text."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_trial(path, LABS, in_english)


def problems(folder: Path, text: str | bytes, name: str = "t-1.yaml") -> tuple[Problem, ...]:
    """All that is wrong with it."""
    with pytest.raises(BadDefinition) as caught:
        read(folder, text, name)
    return caught.value.problems


def marks(text: str) -> dict[str, tuple[int, int]]:
    """Line and column, from 1, of each mark, in the text without marks."""
    found = {}
    for number, line in enumerate(text.split("\n"), 1):
        taken = 0
        for mark in MARK.finditer(line):
            found[mark[1]] = (number, mark.start() - taken + 1)
            taken += len(mark[0])
    return found


def verify(folder: Path, text: str, expected: dict[str, str]) -> None:
    """Each mistake is reported where its mark stands, with these words, and nothing else is."""
    found: dict[tuple[int, int], str] = {}
    for one in problems(folder, plain(text)):
        found[one.line, one.column] = f"{found.get((one.line, one.column), '')}\n{one.text}"
    wanted = {marks(text)[number]: words for number, words in expected.items()}
    assert found.keys() == wanted.keys(), "\n".join(f"{place}: {words}" for place, words in found.items())
    for place, words in wanted.items():
        assert words in found[place], f"{place}: {found[place]}"


def test_the_good_one_is_good(tmp_path: Path) -> None:
    assert len(read(tmp_path, GOOD).questions) == 2


MEANING = """\
trial:
  id: «1»other
  version: "1"
  short: T
  title: A trial
  anchor: «2»smokes
  window_edge: «3»R9
  consent: {date: «31»dey, version: smokes}
sites:
  - {id: A, label: A, timezone: «4»Asia/Nanjing}
sections:
  - {id: plan, label: Plan}
readings:
  - id: R1
    question: Which?
    default: «5»strikt
    options: {strict: This, loose: That}
    about: [I1, «6»I7]
derived:
  - {id: pack_years, label: Pack years, is: "packs as «7»g x 2"}
questions:
  - id: day
    kind: date
    future: yes
    section: «8»plans
    label: Day
    ask: Day?
    unit: «9»kg
    who: «32»investigator
  - id: smokes
    kind: yes_no
    criterion: I1
    label: Smokes
    ask: Smokes?
  - «10»id: packs
    ask_if: later has tea
    kind: quantity
    test: weight
    unit: «11»stones
    criterion: «12»I11
    label: Packs
    ask: Packs?
  - id: iron
    kind: quantity
    test: «13»haemoglobin
    criterion: I1
    label: Iron
    ask: Iron?
  - id: later
    kind: many_of
    criterion: I1
    label: Later
    ask: Later?
    groups: [{id: hot, label: Hot}]
    asked_back: [{words: [drink, «33»Tea], offer: [tea, «34»cofee]}]
    "no": [only water, «35»Tea]
    options:
      - {code: tea, label: Tea, aliases: [cha], group: hot}
      - «14»{code: coffee, label: Coffee, aliases: [Cha], group: «15»hott}
      - «36»{code: water, label: Water}
  - id: later.when
    each: later
    of: "{@«16»cold, tea, «17»cofee}"
    kind: date
    criterion: I1
    label: "{option}: when"
    ask: When?
  - id: «18»smokes
    kind: yes_no
    criterion: I1
    label: Smokes
    ask: Smokes?
  - «19»id: nowhere
    kind: yes_no
    label: Nowhere
    ask: Nowhere?
criteria:
  - id: I1
    type: inclusion
    label: No smoker
    text: No smokers.
    readings: [R1, «20»R2]
    rule: >-
      not smokes and
      «21»smoks
      and packs < 3 «22»g/L
      or (later has «23»te and R1 is «24»tight)
  - id: I2
    type: inclusion
    label: Two
    text: Two.
    rule: day within 3 weeks before day and packs > 5 «25»g/g
  - id: E1
    type: exclusion
    label: Three
    text: Three.
    passes_if: «26»certainly smokes
    fails_if: day within «27»3 moons before day
  - «28»id: E2
    type: exclusion
    label: Four
    text: Four.
    passes_if: smokes
alerts:
  - {id: a1, if: packs > «29»smokes, text: High.}
warnings:
  - {id: w1, if: "smokes and (day > «30»3 or smokes)", text: Odd.}
"""
MEANT = {
    "1": "the id is the file's name: `t-1`",
    "2": "`smokes` is not a date question",
    "3": "there is no reading `R9`; there are: R1",
    "4": "there is no time zone `Asia/Nanjing`; Asia/Shanghai is one",
    "5": "`strikt` is not an option; did you mean `strict`?",
    "6": "there is no criterion `I7`",
    "7": "`g` is not a unit of that; did you mean `kg`?",
    "8": "there is no `plans`; did you mean `plan`?",
    "9": "`unit` belongs to quantity, not to date",
    "10": "`packs` depends on `later`, asked later",
    "11": "`stones` is not a unit of weight; there are: kg, jin, lb",
    "12": "there is no `I11`; did you mean `I1`?",
    "13": "labs.yaml has no `haemoglobin`",
    "14": "`cha` also means tea",
    "15": "there is no group `hott`; did you mean `hot`?",
    "36": "it stands in no group, so that nobody would see it",
    "16": "no option has the group `cold`",
    "17": "`cofee` is not an option; did you mean `coffee`?",
    "18": "`smokes` stands here a second time: ids are unique",
    "19": "`nowhere` needs either a criterion or a section",
    "20": "there is no reading `R2`; there are: R1",
    "21": "there is no `smoks`; did you mean `smokes`?",
    "22": "`g/L` is not a unit of weight",
    "23": "`te` is not an option; did you mean `tea`?",
    "24": "`tight` is not an option of R1",
    "25": "`g/g` is not a unit of weight",
    "26": "`certainly` may steer questions, but not a verdict: leave it out",
    "27": "expected a length such as `12 weeks`, `14 days`, `6 months` or `1 year`",
    "28": "`E2` needs either `rule`, or `passes_if` and `fails_if`",
    "29": "`smokes` is of kind yes_no; expected quantity or proportion",
    "30": "an age is `years from birth_date to y`, found `3 or smokes)`",
    "31": "there is no question `dey`; did you mean `day`?",
    "33": "`Tea` is taken for tea",
    "35": "`tea` also means tea",
    "34": "`cofee` is not an option; did you mean `coffee`?",
    "32": "an investigator judges yes_no and one_of from the card, not date: take `chart`",
}


def test_every_mistake_of_meaning_is_reported_at_once_with_its_place_and_the_way_out(tmp_path: Path) -> None:
    verify(tmp_path, MEANING, MEANT)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("«1»smoks", {"1": "there is no `smoks`; did you mean `smokes`?"}),
        (
            ">-\n      not smokes and\n      «1»smoks is yes\n      or smokes is «2»maybe",
            {"1": "`smoks`", "2": "`maybe` is not an option"},
        ),
        (">\n      smokes\n      and smokes is «1»y\n", {"1": "`y` is not an option"}),
        ("|\n      smokes\n      and «1»smoks is yes", {"1": "there is no `smoks`"}),
        ("not smokes\n      and «1»smoks is yes", {"1": "there is no `smoks`"}),
        ('"not smokes and «1»smoks is yes"', {"1": "there is no `smoks`"}),
        ("'not smokes and «1»smoks is yes'", {"1": "there is no `smoks`"}),
        ("   smokes is «1»y", {"1": "`y` is not an option"}),
        ("not certainly smokes or«1»", {"1": "expected the name of a question, found the end"}),
        (
            "day within «1»3 moons before day",
            {"1": "expected a length such as `12 weeks`, `14 days`, `6 months` or `1 year`"},
        ),
        ("(smokes and day < day«1»", {"1": "expected `)`, found the end"}),
        ("smokes «1»&& smokes", {"1": "say `and`"}),
        ("smokes «1»= no", {"1": "say `is` of an option"}),
        ("years from born to day «1»≥ 18 years", {"1": "say `>=`"}),
        ("years from born to day «1»between 18 and 60", {"1": "say `a >= 1 and a <= 2`"}),
        ("18 years <= years from born to day «1»<= 60 years", {"1": "compare one after the other"}),
        ("years from born to day > «1»18", {"1": "write its unit, such as `18 years`"}),
        ("smokes in «1»[no]", {"1": "options stand in braces"}),
        ("ecog is zero or «1»one", {"1": "as an option of `ecog` it is `ecog is one`"}),
        ("weight > «1»700 kg", {"1": "`weight` never gets there: it goes from 20 kg to 300 kg; is the unit right?"}),
    ],
)
def test_a_mistake_is_found_inside_a_rule_however_it_is_written(
    tmp_path: Path, rule: str, expected: dict[str, str]
) -> None:
    text = GOOD.replace("rule: not smokes", f"rule: {rule}").replace("criteria:\n", f"{MORE}criteria:\n")
    found = [(one.line, one.column, one.text) for one in problems(tmp_path, plain(text)) if "certainly" not in one.text]
    wanted = [(*marks(text)[number], words) for number, words in expected.items()]
    assert [one[:2] for one in found] == [one[:2] for one in wanted], found
    assert all(words in text for (_, _, text), (_, _, words) in zip(found, wanted, strict=True))


FORM = """\
trial:
  id: t-1
  version: «1»2
  short: T
  title: A trial
  anchor: day
  lead_time: «2»-3
  colour: «3»blue
questions:
  - id: day
    kind: «4»time
    section: plan
    label: Day
    ask: Day?
  - «5»id: smokes
    kind: yes_no
    criterion: I1
    label: Smokes
    aks: «6»Smokes?
    optional: «7»perhaps
    options: [{code: «8»a b, label: A}]
  - {id: fine, kind: text, section: plan, label: Fine, ask: Fine?}
criteria:
  - {id: I9, type: inclusion, label: Fine, text: Fine., rule: smokes}
  - id: «9»1 I
    type: «10»included
    label: «11»""
    text: No smokers.
    rule: not smokes
    failure: «12»forever
"""


def test_every_mistake_of_form_is_reported_at_once_with_its_place(tmp_path: Path) -> None:
    verify(
        tmp_path,
        FORM,
        {
            "1": "valid string",
            "2": "greater than or equal to 0",
            "3": "there is no `colour` here",
            "4": "'yes_no', 'one_of', 'many_of'",
            "5": "`ask` is missing",
            "6": "there is no `aks` here",
            "7": "valid boolean",
            "8": "cannot be an id or a code",
            "9": "cannot be an id or a code",
            "10": "'inclusion' or 'exclusion'",
            "11": "at least 1 character",
            "12": "'permanent', 'open_ended'",
        },
    )


@pytest.mark.parametrize(
    "text", ["id: " + "[" * 100_000, "- " * 100_000, "{a: " * 5000], ids=["lists", "dashes", "maps"]
)
def test_what_no_reader_comes_back_from_is_a_problem(tmp_path: Path, text: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert "too deep within each other" in problem.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("label: Plan}", "label: Plan\n«1»"), ""),
        (GOOD.replace("    kind: date", "«1»\tkind: date"), "'\\t' that cannot start any token"),
        (GOOD.replace("  short: T\n", "  short: T\n  «1»short: U\n"), 'found duplicate key "short"'),
        (GOOD.replace("title: A trial", "title: «1»@trial"), "cannot start any token"),
    ],
)
def test_what_is_no_yaml_is_reported_where_it_stops_being_any(tmp_path: Path, text: str, words: str) -> None:
    (problem,) = problems(tmp_path, plain(text))
    place = marks(text)["1"]
    assert words in problem.text
    assert abs(problem.line - place[0]) <= (0 if words else 1)
    assert not words or problem.column == place[1]


@pytest.mark.parametrize(
    ("good", "slip", "words"),
    [
        ("    kind: date", "   kind: date", "does this line begin in the same column"),
        ("    kind: date", "\tkind: date", "never with a tab"),
        ("label: Plan}", "label: Plan: A}", "stands in quotes"),
        ("label: Plan}", "label: Plan, 1st}", "there is no `1st` here; a text with a comma in it stands in quotes"),
        ('version: "1"', "version: 1", "put it in quotes"),
        (
            "type: inclusion",
            "type: Inclusion",
            "criteria.I1.type: Input should be 'inclusion' or 'exclusion'; did you mean",
        ),
        ("kind: date", "kind：date", "`：` is Chinese punctuation"),
        ("label: Plan}", "label： Plan}", "`：` is Chinese punctuation"),
        ("{id: plan, label", "{id: plan， label", "`，` is Chinese punctuation"),
        ("id: smokes", "id: smokes now", "cannot be an id or a code"),
        ("label: Smokes", "label:", "questions.smokes.label: is empty"),
        ("    ask: Smokes?\n", "    ask: Smokes?\n    values: {end: day - 3 days}\n", "`ask` does not say {end}"),
        ("anchor: day", "anchor: dey", "`dey` is not a date question; did you mean `day`?"),
        ("not smokes", "not smokes and I1", "`I1` is a criterion"),
        ("not smokes", "not smokes or not smokes", "this stands before the `or` already"),
        ("not smokes", "（not smokes）", "the sign is a wide one, write `(`"),
        ("not smokes", "day => 2026-01-01", "say `>=`"),
        ("not smokes", "day >= '2026-01-01'", "stand without quotes"),
        ("    rule: not smokes", "    rule: was <= day + 4 weeks", "`was` never lies after today"),
        ("    rule: not smokes", "    rule: was within 4 weeks after day", "`was` never lies after today"),
        ("    rule: not smokes", "    rule: day within 4 weeks before was", "say `was within ... before day`"),
        ("not smokes", "day within 24 hours before day", "24 hours are `1 day`"),
        ("    future: yes\n", "", "`day` is a planned date: say `future: yes` there"),
        ("not smokes", "day is ongoing", "`day` is never ongoing: does its question lack `ongoing: yes`?"),
        ("not smokes", "days from day to day > 3", "days and weeks are told by dates"),
        ("ask: Smokes?", "aks: Smokes?", "questions.smokes.aks: there is no `aks` here; did you mean `ask`?"),
        ("    ask: Smokes?\n", "    ask: Smokes?\n    test: hbb\n", "did you mean `hb`?"),
        ("    label: Smokes", "    ask_if: late\n    label: Smokes", "asked later: put `late` before it"),
        ("    label: Smokes", "    ask_if: late2\n    label: Smokes", "asked later: each waits for the other"),
        ("    label: Smokes", "    ask_if: smokes\n    label: Smokes", "nothing is asked because of its own answer"),
        ("criteria:\n", "criterion:\n", "there is no `criterion` here; did you mean `criteria`?"),
    ],
)
def test_a_usual_slip_is_told_with_the_way_out(tmp_path: Path, good: str, slip: str, words: str) -> None:
    text = (
        GOOD.replace("kind: yes_no", "kind: quantity").replace("not smokes", "smokes > 3 g/L")
        if "hbb" in slip
        else GOOD
    )
    assert good in text
    if "late" in slip:
        later = "{id: late, kind: yes_no, criterion: I1, label: L, ask: L?"
        both = f"  - {later}}}\n  - {later.replace('late', 'late2')}, ask_if: smokes}}\n"
        text = text.replace("criteria:\n", f"{both}criteria:\n")
    if "was" in slip:
        text = text.replace("criteria:\n", "  - {id: was, kind: date, criterion: I1, label: W, ask: W?}\ncriteria:\n")
    told = "\n".join(str(one) for one in problems(tmp_path, text.replace(good, slip)))
    assert words in told
    assert "hbb" not in slip or told.count("\n") == 0, "what follows from a wrong name is not told as well"


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "hello", "trial: &a [*a]\n", "trial: {}\nquestions: []\ncriteria: []\n"]
)
def test_a_file_of_another_form_is_no_trial_and_no_crash(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_what_a_rule_depends_on_stands_beside_it_or_before_it(tmp_path: Path) -> None:
    names = """\
derived: [{id: a, is: not b}, {id: b, is: smokes}]
readings: [{id: R1, about: [I1], question: Q?, default: x, options: {x: X, y: Y}}]
criteria:
"""
    text = GOOD.replace("criteria:\n", names).replace("not smokes", "not smokes or R1 is y")
    told = [one.text for one in problems(tmp_path, text)]
    assert "`b` is derived here or further down: each may use only those before it" in told
    assert "`R1` decides here: name it under `readings` of `I1`" in told


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.encode() + "# 狼疮\n".encode("gb18030"))
    assert (problem.file, problem.line, problem.column) == ("t-1.yaml", 1, 1)
    assert "utf-8" in problem.text


def test_a_problem_reads_as_file_line_column(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("not smokes", "not smoks"))
    assert str(problem) == "t-1.yaml:26:15: there is no `smoks`; did you mean `smokes`?"


@pytest.mark.parametrize(("word", "code"), [("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off")])
def test_plain_words_stay_words(tmp_path: Path, word: str, code: str) -> None:
    """YAML 1.2: an option called `no` is not a false."""
    options = f"kind: one_of\n    options: [{{code: {word}, label: {word.title()}}}, {{code: other, label: Other}}]"
    trial = read(tmp_path, GOOD.replace("kind: yes_no", options).replace("not smokes", f"smokes is {word}"))
    assert trial.by_id["smokes"].shape.codes == (code, "other")


GAPS = {
    "an option's code twice": GOOD.replace(
        "kind: yes_no", "kind: one_of\n    options: [{code: a, label: A}, {code: a, label: B}]"
    ).replace("not smokes", "smokes is a"),
    "an implied value that is no option": GOOD.replace(
        "ask: Smokes?", "ask: Smokes?\n    implied: [{value: maybe, if: day < day}]"
    ),
    "a placeholder that nothing fills": GOOD.replace(
        "ask: Smokes?", 'ask: "Since {sinse}?"\n    values: {since: day - 3 days}'
    ),
    "a brace that does not close": GOOD.replace("ask: Smokes?", 'ask: "Smokes { ?"\n    values: {since: day - 3 days}'),
    "{option} in a question that is asked once": GOOD.replace("ask: Smokes?", 'ask: "Smokes {option}?"'),
}


@pytest.mark.parametrize("text", GAPS.values(), ids=GAPS)
def test_what_would_only_show_in_the_conversation_is_noticed_when_reading(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


# Several files.


def test_all_trials_are_read_before_the_first_complaint(tmp_path: Path) -> None:
    (tmp_path / "labs.yaml").write_text("{}")
    for name in ("a-1", "b-1"):
        (tmp_path / f"{name}.yaml").write_text(GOOD.replace("t-1", name).replace("not smokes", "not smoks"))
    with pytest.raises(BadDefinition) as caught:
        read_library(tmp_path, tmp_path)
    assert [one.file for one in caught.value.problems] == ["a-1.yaml", "b-1.yaml"]
    assert str(caught.value).count("\n") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hb:\n  names: {en: Hb}\n  units:\n    - «1»{code: g/L, ucum: g/L, factor: 1/10}\n    - {code: g/dL, ucum: g/dL, factor: «2»-1}\n",
            {"1": "the first unit is the one that factors lead to", "2": "a factor is greater than 0"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units:\n    - {code: g/L, ucum: g/L, aliases: [克/升]}\n"
            "    - «1»{code: g/dL, ucum: g/dL, factor: '10', aliases: [克/升]}\n",
            {"1": "`克/升` also means g/L"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units:\n    - {code: g/L, ucum: g/L}\n    - {code: g/dL, ucum: g/dL, factor: «1»ten}\n",
            {"1": "expected an exact factor such as 88.4 or 1/113"},
        ),
        (
            "t:\n  names: {en: T}\n  units: [{code: L, ucum: L, log: «1»true}]\n",
            {"1": "the first unit is a plain one: logarithms lead to it"},
        ),
        (
            "t:\n  names: {en: T}\n  units: [{code: C, ucum: C}, {code: F, ucum: F, factor: 5/9, offset: «1»'-17.777777778'}]\n",
            {"1": "looks rounded; an exact number is needed, such as 5/9 or -160/9"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}]\n  hard: «1»{min: 5, max: 2}\n",
            {"1": "`min` 5 is above `max` 2"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}, «1»{code: g/dL, ucum: g/dL}]\n",
            {"1": '`g/dL` has no `factor`, which leads to g/L: "1" where both are the same'},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: «1»×10⁹/L, ucum: 10*9/L}]\n",
            {"1": "no rule can say `×10⁹/L`: a code is of Latin letters and `/`, such as `mg/dL` or `10^9/L`"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: a}, {code: «1»g/L, ucum: b, factor: 1}]\n",
            {"1": "`g/L` stands here a second time"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}]\n  hard: {min: 20, max: 200}\n"
            "  soft: «1»{min: 30, max: 300}\n  usual: «2»12\n",
            {"1": "`max` 300 lies outside `hard`", "2": "12 is nothing usual here"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}, {code: mg/dL, ucum: mg/dL, factor: «1»'100'}]\n",
            {"1": "1 mg/dL is 0.01 g/L: is the factor right, and each `ucum`?"},
        ),
        (
            "p:\n  names: {en: P}\n  units: [{code: g/d, ucum: g/(24.h)}, {code: mg/h, ucum: mg/h, factor: «1»24/100}]\n",
            {"1": "1 mg/h is 0.024 g/d"},
        ),
        (
            "hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L, whole: «1»yes}]\n",
            {"1": "a key of one entry of the dictionary"},
        ),
        (
            "w:\n  names: {en: W}\n  units: [{code: wk, ucum: wk, shown: {en: weeks, cn: «1»周}}]\n",
            {"1": "there is no language `cn`"},
        ),
        ("hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}]\n  hard: «1»20\n", {"1": "write `{key: value}`"}),
        ("hb:\n  names: {en: Hb}\n  units: «1»{code: g/L, ucum: g/L}\n", {"1": "is a list: write `[...]`"}),
        ("hb:\n  names: {en: Hb}\n  units: «1»[]\n", {"1": "at least 1 item"}),
        ("hb:\n  «1»names: {en: Hb}\n", {"1": "`units` is missing"}),
        ("hb:\n  names: {en: Hb}\n  units: [{code: g/L, ucum: g/L}]\n  hard: {min: «1»low}\n", {"1": "valid decimal"}),
    ],
)
def test_mistakes_in_the_dictionary_of_tests(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    path = tmp_path / "labs.yaml"
    path.write_text(plain(text), "utf-8")
    with pytest.raises(BadDefinition) as caught:
        read_labs(path)
    found = {(one.line, one.column): one.text for one in caught.value.problems}
    for number, words in expected.items():
        assert words in found[marks(text)[number]], found
    assert len(found) == len(expected)


def test_what_follows_from_a_wrong_derived_fact_is_not_told_as_well(tmp_path: Path) -> None:
    names = """\
derived:
  - {id: age, label: A, is: years from dya to day}
  - {id: twice, label: T, is: 2 x (age as years)}
criteria:
"""
    text = GOOD.replace("criteria:\n", names).replace("not smokes", "not smokes and twice > 36")
    assert [one.text for one in problems(tmp_path, text)] == ["there is no `dya`; did you mean `day`?"]


def test_a_formula_measures_what_its_result_is_said_to_be_like(tmp_path: Path) -> None:
    derived = "derived:\n  - {id: twice, label: T, like: creatinine, is: 2 x weight}\nquestions:"
    text = GOOD.replace("questions:", derived).replace("criteria:\n", f"{MORE}criteria:\n")
    (told,) = (one.text for one in problems(tmp_path, text) if "twice" not in one.text)
    assert told == "this comes to weight (kg), and not to creatinine: say `as` and a unit of each of its parts"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("like: weight, unit: g", "`g` is not a unit of weight"),
        ("unit: kg", "`kg` is a unit of what? Say with `like` what the result measures"),
    ],
)
def test_the_unit_of_a_formula_is_one_of_what_it_is_like(tmp_path: Path, key: str, told: str) -> None:
    derived = f"derived:\n  - {{id: twice, label: T, {key}, is: 2 x (weight as kg)}}\nquestions:"
    text = GOOD.replace("questions:", derived).replace("criteria:\n", f"{MORE}criteria:\n")
    assert any(told in one.text for one in problems(tmp_path, text))


def test_what_a_failure_means_is_a_word_or_a_list_of_words(tmp_path: Path) -> None:
    kinds = []
    for written in ("permanent", "[permanent]", "[{kind: permanent}]"):
        trial = read(tmp_path, GOOD.replace("rule: not smokes", f"rule: not smokes\n    failure: {written}"))
        kinds.append([one.kind for one in trial.criteria[0].failures])
    assert kinds == [kinds[0]] * 3
    assert len(kinds[0]) == 1


def test_what_is_asked_for_several_options_says_of_which(tmp_path: Path) -> None:
    asked = """\
  - {id: drugs, kind: many_of, criterion: I1, label: D, ask: D?, options: [{code: a, label: A}, {code: b, label: B}]}
  - {id: drugs.last, each: drugs, kind: date, criterion: I1, label: "{option}: last", ask: Last?}
criteria:
"""
    (found,) = problems(tmp_path, GOOD.replace("criteria:\n", asked))
    assert (found.line, found.text) == (
        22,
        "the same for every option: say `{option}` where its name is to stand",
    )


def test_the_edge_of_a_window_is_no_other_reading(tmp_path: Path) -> None:
    reading = "readings: [{id: R1, question: Q?, default: a, options: {a: A, b: B}, about: [I1]}]\nsections:"
    text = GOOD.replace("anchor: day", "anchor: day\n  window_edge: R1").replace("sections:", reading)
    assert "`R1` has no options `inclusive` and `exclusive`: is it another?" in [
        one.text for one in problems(tmp_path, text)
    ]


def test_of_a_group_that_is_not_there_nothing_else_is_told(tmp_path: Path) -> None:
    asked = """\
  - {id: drugs, kind: many_of, criterion: I1, label: D, ask: D?, options: [{code: a, label: A, group: g}]}
  - {id: drugs.dose, each: drugs, kind: yes_no, criterion: I1, label: D, ask: D?}
criteria:
"""
    text = GOOD.replace("criteria:\n", asked).replace("rule: not smokes", 'rule: "any d of drugs in {@h}: (d.dose)"')
    assert [one.text for one in problems(tmp_path, text)] == ["no option has the group `h`; there are: g"]
