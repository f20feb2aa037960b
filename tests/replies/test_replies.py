"""Replies as nurses type them, with what people expect of them: how many come out best, and that none is stored wrongly.

`tuned` was looked at while the readers were written; `frozen` was not, before its first score. `fresh` was written by
somebody who had read neither; where it only wants a question back, it holds what sounds like an answer and is none.
`blind` was written from the protocol and the questions alone, before its first score; so was most of `second`, the rest
beside what was mended, and all of `third`, `fourth`, `fifth` and `sixth`. None is complete or final: rows may be added, and
an expectation mended where it was wrong.
"""

from __future__ import annotations

import pytest

from bot.channels.reading import ReplyReader
from tests.core.worlds import TODAY, first
from tests.replies.scoring import HERE, rows, score


@pytest.mark.parametrize("name", ["tuned", "frozen", "fresh", "blind", "second", "third", "fourth", "fifth", "sixth"])
def test_replies_are_understood_and_none_is_stored_wrongly(name: str) -> None:
    library = first()
    reader = ReplyReader(library.trials["ln-msc"], library.texts.text, TODAY)
    scores = [score(reader, row) for row in rows(HERE / f"{name}.jsonl")]
    assert len(scores) > 300
    assert [(one.row["text"], one.result["value"]) for one in scores if one.mark == "wrong"] == []
    assert sum(one.mark == "best" for one in scores) >= 0.95 * len(scores)
