"""The import rules of pyproject.toml hold: imports go down, the core is pure, each library has one room."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_import_contract_is_kept() -> None:
    script = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(script), "--no-cache"], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    kept = [line for line in run.stdout.splitlines() if line.endswith(" KEPT")]
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(kept) == len(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"])


def test_every_room_stands_on_the_map() -> None:
    """`bot/__init__.py` is the map: each package and module of the top level has its line."""
    text = (ROOT / "bot" / "__init__.py").read_text("utf-8")
    rooms = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert [room for room in sorted(rooms - {"__init__"}) if room not in text] == []
