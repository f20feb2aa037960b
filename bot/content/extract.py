"""Texts out of code and trial files for the catalogues: Babel extractors, and bringing the catalogues up to date.

The templates (.pot) list what there is to say; each language's .po says it. A trial's texts have the id of what they
belong to as message context. English follows the source, so that only deliberate differences need a translator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from ruamel.yaml import YAML

from bot.content.catalogues import BOT
from bot.content.library import trial_files
from bot.core.languages import DEFAULT, LANGUAGES

KEYWORDS = {"say": None, "say_many": (1, 2), "name": ((1, "c"), 2)}
_FIELDS = {
    "arms": ("label", "text"),
    "sites": ("label",),
    "sections": ("label",),
    "readings": ("question", "alternative"),
    "derived": ("label",),
    "questions": ("label", "ask", "patient", "help"),
    "criteria": ("label", "text", "reading"),
    "alerts": ("text",),
    "warnings": ("text",),
}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
Found = tuple[int, str, str]


def extract_trial(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """A Babel extractor for trial files (named in pyproject.toml)."""
    data = YAML().load(fileobj.read().decode("utf-8"))
    for line, context, text in texts_of(data):
        yield line, "pgettext", (context, text), []


def texts_of(data: Any) -> Iterator[Found]:
    """Every text of a trial file: its line, what it belongs to, the text."""
    yield from _fields(data["trial"], ("title", "event"), "trial")
    for kind, fields in _FIELDS.items():
        for entry in data.get(kind) or ():
            context = str(entry["id"])
            yield from _fields(entry, fields, context)
            yield from _inner(entry, context)


def _fields(entry: Any, fields: Iterable[str], context: str) -> Iterator[Found]:
    for field in fields:
        if entry.get(field):
            yield entry.lc.value(field)[0] + 1, context, str(entry[field])


def _inner(entry: Any, context: str) -> Iterator[Found]:
    """Options, with their short words, and groups of a question; the options of a reading."""
    options = entry.get("options") or ()
    if isinstance(options, dict):
        yield from _fields(options, options, context)
    else:
        for option in options:
            yield from _fields(option, ("label", "short"), context)
    for group in entry.get("groups") or ():
        yield from _fields(group, ("label",), context)


CODE = Path(__file__).resolve().parent.parent


def templates(flows: Path) -> dict[str, Catalog]:
    """What there is to say, by domain, as code and trial files say it now."""
    found = {BOT: _template(BOT, _code())}
    for path in trial_files(flows):
        data = YAML().load(path.read_text("utf-8"))
        where = f"flows/{path.name}"
        found[path.stem] = _template(path.stem, ((where, *one) for one in texts_of(data)))
    return found


def _code() -> Iterator[tuple[str, int, str | None, Any]]:
    method = [("**.py", "python")]
    for name, line, text, _comments, context in extract_from_dir(CODE, method, keywords=KEYWORDS):
        yield f"bot/{name}", line, context, text


def _template(domain: str, found: Iterable[tuple[str, int, str | None, Any]]) -> Catalog:
    catalogue = _empty(domain, None)
    for where, line, context, text in found:
        catalogue.add(text, None, [(where, line)], context=context)
    _unformatted(catalogue)
    return catalogue


def update(flows: Path, locales: Path) -> dict[tuple[str, str], int]:
    """Brings every template and catalogue up to date; gives how many texts wait for a translator in each."""
    waiting = {}
    for domain, template in templates(flows).items():
        _write(locales / f"{domain}.pot", template)
        for language in LANGUAGES:
            path = locales / language / "LC_MESSAGES" / f"{domain}.po"
            catalogue = _updated(path, template, language)
            _write(path, catalogue)
            waiting[language, domain] = sum(1 for message in catalogue if message.id and not _done(message.string))
    return waiting


def _updated(path: Path, template: Catalog, language: str) -> Catalog:
    """The template's texts with the translations that there are; texts that nobody says any more go."""
    known: Catalog | None = None
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language, domain=template.domain)
    catalogue = _empty(template.domain, language)
    for message in template:
        if message.id:
            before = known.get(message.id, message.context) if known else None
            string = before.string if before else ""
            if language == DEFAULT and not _done(string):
                string = message.id
            catalogue.add(message.id, string, message.locations, context=message.context)
    _unformatted(catalogue)
    return catalogue


def _empty(domain: str | None, language: str | None) -> Catalog:
    """A catalogue without dates of its own, so that nothing changes where no text does."""
    title = f"# Words of {domain}" + (f" in {LANGUAGES[language].name}." if language else ": the template.")
    return Catalog(
        locale=language,
        domain=domain,
        header_comment=title,
        project="prescreener",
        version="1",
        copyright_holder="",
        msgid_bugs_address="",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
    )


def _unformatted(catalogue: Catalog) -> None:
    """A percent sign in a protocol's sentence is no placeholder."""
    for message in catalogue:
        message.flags.discard("python-format")


def _done(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, catalogue, width=110, omit_header=False, include_lineno=False)
    path.write_bytes(out.getvalue())
