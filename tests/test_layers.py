"""The import rules of pyproject.toml hold (imports go down, the core is pure, each library has one room), and each
package's docstring is the map of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_every_import_contract_is_kept() -> None:
    script = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(script), "--no-cache"], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    kept = [line for line in run.stdout.splitlines() if line.endswith(" KEPT")]
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(kept) == len(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"])


@pytest.mark.parametrize(
    "package", sorted(path.parent for path in (ROOT / "bot").rglob("__init__.py")), ids=lambda path: path.name
)
def test_every_module_stands_on_the_map_of_its_package(package: Path) -> None:
    told = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    inside = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(inside - {"__init__"} - set(re.findall(r"\w+", told))) == []
