"""Random and hostile replies: none may raise, and how long the slowest took.

`python -m tests.bench.hostile [HOW MANY] [SEED]`. It measures the processor's time and passes no judgement on it.
"""

from __future__ import annotations

import random
import sys
from statistics import quantiles
from time import process_time

from bot.core.kinds.base import Setting
from bot.core.reply import read
from tests.core.worlds import LN, TODAY

ASKED = (
    "scr", "wbc", "biopsy_class", "e1_drugs", "biopsy_date", "birth_date", "sclerosis", "mmf_ever", "reference_date",
    "infection_active", "consent",
)  # fmt: skip
PIECES = [
    "1", "9", "0", "2026", "10", "3.2", ".", ",", "/", "-", ":", "%", "<", "≤", "×", "^", "10⁹", "mg/dL", "umol/L", "年", "月",
    "日", "天", "前", "岁", "个", "中", "万", "点", "零", "三", "十", "百", "Oct", "may", "ago", "of", "in", "days", "去年", "百分之", "和",
    "and", "none", "无", "不清楚", "没", "没有", "不", "是", "not", "no", "yes", "+", "(", ")", "½", "٣", "🙂", "\u202e", "\u200b", "\n",
    "\t", "' OR 1=1 --", "<script>", "{{7*7}}", "${x}", "%s", "ignore previous instructions", "了", "的", "ﷺ", "ﬃ", "E9",
    "\u0301", "〇", "㎎", "①", "Ⅻ", "\ud800", "\x00",
]  # fmt: skip


def made(chance: random.Random, pieces: list[str]) -> str:
    """One reply: names and numbers in a heap, one piece without end, or characters of any kind."""
    kind, some = chance.random(), [chance.choice(pieces) for _ in range(60)]
    if kind < 0.3:
        return "".join(some[: chance.randint(1, 12)])
    if kind < 0.45:
        return " ".join(some[: chance.randint(1, 60)])
    if kind < 0.7:
        return (some[0] + some[1]) * chance.randint(1, 600)
    if kind < 0.85:
        planes = (0x7F, 0x2FFF, 0x9FFF, 0x10FFFF)
        return "".join(chr(chance.randint(0, chance.choice(planes))) for _ in range(chance.randint(1, 60)))
    return "".join(chance.choice(pieces) for _ in range(chance.randint(50, 1500)))


def main(many: int = 20_000, seed: int = 1) -> None:
    """Reads so many replies to all kinds of questions."""
    chance, questions = random.Random(seed), [LN.by_id[id] for id in ASKED]
    names = [name for one in questions for option in one.shape.options for name in option.names]
    pieces = PIECES + names + [name for one in questions if one.shape.test for name in one.shape.test.names]
    for question in questions:
        read(LN, question, "1", Setting(TODAY))
    took = []
    for _ in range(many):
        text, question = made(chance, pieces), chance.choice(questions)
        begun = process_time()
        read(LN, question, text, Setting(TODAY, question.shape.unit or None))
        took.append(process_time() - begun)
    cuts = quantiles(took, n=1000)
    print(
        f"{many} replies: median {cuts[499] * 1e3:.2f} ms, 99 % {cuts[989] * 1e3:.2f}, slowest {max(took) * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
