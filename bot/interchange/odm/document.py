"""The ODM file. Users and sites stand before the cases but are known only after them, so that these wait in a temporary
file without a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from tempfile import TemporaryFile
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from bot.core.trial import Trial
from bot.interchange.odm import metadata
from bot.interchange.odm.clinical import Writer, location_oid, user_oid
from bot.interchange.odm.xml import Speech, element, written
from bot.interchange.subject import Subject

_PIECE = 1 << 16


@dataclass
class _Seen:
    """Who and where stands in the cases: users, and each site with the first day of a case there."""

    users: set[str] = field(default_factory=set)
    sites: dict[str, date] = field(default_factory=dict)

    def note(self, subject: Subject) -> None:
        self.users |= {user_oid(change.staff) for change in subject.changes}
        day = subject.opened.date()
        self.sites[subject.site] = min(day, self.sites.get(subject.site, day))


def document(trial: Trial, speech: Speech, subjects: Iterable[Subject], now: datetime) -> Iterator[str]:
    """The file, piece by piece."""
    seen, cases = _Seen(), Writer(trial)
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        for subject in subjects:
            seen.note(subject)
            waiting.writelines(map(written, cases.transactions(subject)))
        waiting.seek(0)
        yield _head(trial, now)
        yield written(metadata.Writer(trial, speech).study())
        if seen.sites:
            yield written(_people(trial, speech, seen))
        while piece := waiting.read(_PIECE):
            yield piece
    yield "</ODM>\n"


def _head(trial: Trial, now: datetime) -> str:
    attributes = {
        "xmlns": "http://www.cdisc.org/ns/odm/v1.3",
        "ODMVersion": "1.3.2",
        "FileType": "Transactional",
        "Granularity": "All",
        "FileOID": f"{metadata.version_oid(trial)}.{now:%Y%m%dT%H%M%SZ}",
        "CreationDateTime": now.isoformat(timespec="seconds"),
        "SourceSystem": "Prescreener",
    }
    told = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ODM {told}>\n'


def _people(trial: Trial, speech: Speech, seen: _Seen) -> Element:
    """People as codes and sites by name; a site uses this version since the day of its first case here."""
    users = [element("User", OID=user, UserType="Other") for user in sorted(seen.users)]
    names = {site.id: speech.english(site.label) for site in trial.sites}
    sites = [
        element(
            "Location",
            element(
                "MetaDataVersionRef",
                StudyOID=metadata.study_oid(trial),
                MetaDataVersionOID=metadata.version_oid(trial),
                EffectiveDate=day.isoformat(),
            ),
            OID=location_oid(site),
            Name=names.get(site, site),
            LocationType="Site",
        )
        for site, day in sorted(seen.sites.items())
    ]
    return element("AdminData", *users, *sites, StudyOID=metadata.study_oid(trial))
