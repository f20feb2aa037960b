"""Three truth values: Kleene's laws, and that nothing unknown ever turns into yes or no by being combined."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.truth import Truth, all_of, any_of, at_least

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
truths = st.sampled_from(Truth)
several = st.lists(truths, max_size=6)


def settled(parts: list[Truth]) -> list[list[Truth]]:
    """All ways in which the unknown among these could turn out."""
    return [list(one) for one in product(*((T, F) if part is U else (part,) for part in parts))]


def common(results: set[Truth]) -> Truth:
    """What is known if any of these may be the case."""
    return results.pop() if len(results) == 1 else U


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [(T, T, T, T), (T, F, F, T), (T, U, U, T), (F, F, F, F), (F, U, F, U), (U, U, U, U)],
)
def test_the_tables_are_those_of_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert all_of((left, right)) is all_of((right, left)) is both
    assert any_of((left, right)) is any_of((right, left)) is either


def test_nothing_at_all_is_yes_for_all_and_no_for_any() -> None:
    assert (all_of(()), any_of(()), at_least(0, ()), at_least(1, ())) == (T, F, T, F)


@given(several, several, several)
@settings(max_examples=200)
def test_combining_is_commutative_and_associative(a: list[Truth], b: list[Truth], c: list[Truth]) -> None:
    for combine in (all_of, any_of):
        assert combine([*a, *b]) is combine([*b, *a]) is combine((combine(a), combine(b)))
        assert combine((combine((combine(a), combine(b))), combine(c))) is combine([*a, *b, *c])


@given(several)
@settings(max_examples=200)
def test_de_morgan_and_double_negation(parts: list[Truth]) -> None:
    opposite = [~part for part in parts]
    assert ~all_of(parts) is any_of(opposite)
    assert ~any_of(parts) is all_of(opposite)
    assert [~part for part in opposite] == parts


@given(several, st.integers(0, 7))
@settings(max_examples=200)
def test_a_definite_result_is_what_every_outcome_of_the_unknown_gives(parts: list[Truth], needed: int) -> None:
    """Sound for all three; exact for these, whose parts each occur once."""
    worlds = settled(parts)
    assert all_of(parts) is common({Truth.of(F not in one) for one in worlds})
    assert any_of(parts) is common({Truth.of(T in one) for one in worlds})
    assert at_least(needed, parts) is common({Truth.of(one.count(T) >= needed) for one in worlds})


@given(several, several, st.integers(0, 7))
@settings(max_examples=200)
def test_knowing_more_never_turns_a_definite_result(parts: list[Truth], known: list[Truth], needed: int) -> None:
    more = [new if old is U else old for old, new in zip(parts, [*known, *[U] * 6], strict=False)]
    for combine in (all_of, any_of, lambda truths: at_least(needed, truths)):
        before, after = combine(parts), combine(more)
        assert before is U or after is before


def test_a_truth_value_is_no_bool() -> None:
    with pytest.raises(TypeError):
        bool(U)
    with pytest.raises(TypeError):
        assert T
