"""Files that hold what patients answered, or keys to that: nobody else on the machine may read them."""

from __future__ import annotations

import os


def owner_only(path: str | os.PathLike[str], flags: int) -> int:
    """An opener for `open`: a file that it makes is readable by its owner alone, whatever the umask."""
    return os.open(path, flags, 0o600)
