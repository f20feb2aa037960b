"""A translation has the numbers and the signs of its source."""

from __future__ import annotations

import pytest

from bot.content.figures import other_figures


@pytest.mark.parametrize(
    ("source", "said", "told"),
    [
        ("A dose within 3 months.", "6个月内用过药。", ["lacks 3 of the source"]),
        ("Platelets ≥100,000/µL.", "血小板≥10万/µL。", []),
        ("Platelets ≥100,000/µL.", "血小板≥1万/µL。", ["lacks 100000 of the source"]),
        ("Within 2 weeks before the 18th birthday.", "18岁生日前两周内。", []),
        ("Half of the glomeruli, four attacks or more.", "50%的肾小球，发作≥4次。", []),
        ("HbA1c of 1.5 x {uln1}.", "糖化血红蛋白为1.5倍{uln1}。", []),
        ("ALT >3 x ULN.", "ALT≥3倍ULN。", ["says >= 3 for > 3 of the source"]),
        ("Haemoglobin at least 90 g/L.", "血红蛋白不低于90 g/L。", []),
        ("Haemoglobin at least 90 g/L.", "血红蛋白低于90 g/L。", ["says < 90 for >= 90 of the source"]),
        ("37 weeks or later; not more than 4.", "37周及以上；不超过4。", []),
        ("Aged 65 or older.", "65岁以下。", ["says <= 65 for >= 65 of the source"]),
    ],
)
def test_numbers_and_signs_are_held_against_the_source(source: str, said: str, told: list[str]) -> None:
    assert list(other_figures(source, said)) == told
