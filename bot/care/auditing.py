"""The audit trail for whoever reviews it: printed in words, or copied out together with what verifies the copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.care import offline
from bot.core.messages import Words
from bot.desk.exporting import Exporter
from bot.desk.room import House
from bot.desk.trail import Deed, Trail, TrailFilter
from bot.desk.witness import Seal
from bot.ports import CaseRow, Store
from bot.private import owner_only
from bot.store.chain import instant, plain

VERIFY = "verify.py"


def wanted_cases(store: Store, code: str | None) -> Iterator[CaseRow]:
    """This case, or all of them."""
    if code is None:
        yield from store.every_case()
        return
    with store.reading() as unit:
        case = unit.case_by_code(code)
    if case is not None:
        yield case


def print_trail(store: Store, house: House, code: str | None, wanted: TrailFilter, language: str, out: TextIO) -> int:
    """Prints what was done, in the order of time: in this case, or in all cases and the logs of the sites."""
    deeds: list[Deed] = []
    for case in wanted_cases(store, code):
        with store.reading() as unit:
            deeds += Trail(unit, house, wanted).of_case(case)
    if code is None:
        with store.reading() as unit:
            for site in unit.logged_sites():
                deeds += Trail(unit, house, wanted).of_site(site)
    for deed in sorted(deeds, key=lambda deed: deed.at):
        out.write(f"{_line(deed, house.words.text, language)}\n")
    return len(deeds)


def _line(deed: Deed, words: Words, language: str) -> str:
    what = " ".join(words(deed.what, language).split())
    return f"{deed.at:%Y-%m-%d %H:%M:%S %z}  {deed.where} {deed.number}  {words(deed.who, language)}  {what}"


def export(exporter: Exporter, folder: Path, code: str | None) -> Seal:
    """Writes records, logs and what verifies them into a new folder for us alone; gives the seal of what it holds.

    The log notes it before it is done, so that the copy holds that note, too.
    """
    folder.mkdir(mode=0o700, parents=True)
    note_audit(exporter, "audit", code)
    store = exporter.store
    seal = Seal()
    with _new(folder / "cases.jsonl") as cases, _new(folder / "records.jsonl") as records:
        for case in wanted_cases(store, code):
            with store.reading() as unit:
                now, entries = unit.case(case.id) or case, unit.entries(case.id)
            cases.write(_json(_told(now)))
            records.writelines(_json(plain(entry)) for entry in entries)
            seal.add(now.code, now.entries, now.head)
    with _new(folder / "log.jsonl") as log, store.reading() as unit:
        for site in unit.logged_sites():
            log.writelines(_json({**asdict(line), "at": instant(line.at)}) for line in unit.logged(site))
    with _new(folder / VERIFY) as program:
        program.write(Path(offline.__file__).read_text("utf-8"))
    return seal


def note_audit(exporter: Exporter, what: str, code: str | None) -> None:
    """Notes that records of this case or of all are taken out: as a copy ("audit") or as lines to read ("trail")."""
    case = next(wanted_cases(exporter.store, code), None) if code else None
    exporter.note_case(what, case) if case else exporter.note(what)


def _told(case: CaseRow) -> dict[str, Any]:
    names = ("id", "code", "label", "trial", "version", "site", "state", "entries", "head")
    return {name: getattr(case, name) for name in names}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _new(file: Path) -> TextIO:
    return open(file, "x", encoding="utf-8", opener=owner_only)


def begun(day: str, house: House) -> datetime:
    """The beginning of a day, such as 2026-11-22, in the time zone of the settings."""
    return datetime.fromisoformat(day).replace(tzinfo=house.zone(""))
