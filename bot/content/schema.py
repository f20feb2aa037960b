"""The form of a trial file and of the dictionary of tests, as flows/README.md describes it. No meaning, only form."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

KindName = Literal["yes_no", "one_of", "many_of", "quantity", "proportion", "date", "birth", "text"]
FailureName = Literal["permanent", "open_ended", "repeatable", "dated"]
Who = Literal["participant", "chart", "laboratory", "pathology", "investigator"]


ROUNDED = 9  # digits behind the point: nobody writes so many of an exact number


def _fraction(data: Any) -> Fraction:
    text = str(data).replace(" ", "")
    if len(text.partition(".")[2]) >= ROUNDED:
        raise ValueError(f"{data} looks rounded; an exact number is needed, such as 5/9 or -160/9")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError("expected an exact factor such as 88.4 or 1/113") from None


def _points(data: Any) -> Fraction:
    try:
        return Fraction(str(data))
    except (ValueError, ZeroDivisionError):
        raise ValueError("expected a number of points such as 2") from None


def _one_or_many(data: Any) -> Any:
    """Each by its word alone, too."""
    many = [data] if isinstance(data, str) else data
    return [{"kind": one} if isinstance(one, str) else one for one in many] if isinstance(many, list) else many


Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
OptionCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_+/-]*$")]
Words = Annotated[str, Field(min_length=1)]
Points = Annotated[Fraction, BeforeValidator(_points)]
Factor = Annotated[Fraction, BeforeValidator(_fraction)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)


class UnitForm(_Form):
    """One unit of a test."""

    code: Words
    ucum: Words
    shown: str | dict[str, Words] | None = None
    aliases: tuple[Words, ...] = ()
    factor: Factor = Fraction(1)
    offset: Factor = Fraction(0)
    log: bool = False


class LimitsForm(_Form):
    """Bounds in the first unit."""

    min: Decimal | None = None
    max: Decimal | None = None

    @model_validator(mode="after")
    def _in_order(self) -> LimitsForm:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"`min` {self.min} is above `max` {self.max}")
        return self


class TestForm(_Form):
    """One entry of the dictionary of tests."""

    names: dict[str, Words]
    synonyms: tuple[Words, ...] = ()
    loinc: tuple[Words, ...] = ()
    source: str = ""
    units: Annotated[tuple[UnitForm, ...], Field(min_length=1)]
    hard: LimitsForm = LimitsForm()
    soft: LimitsForm = LimitsForm()
    usual: Decimal | None = None
    limit_of: Id | None = None
    whole: bool = False


Days = Annotated[int, Field(ge=1, le=36500)]


class RetentionForm(_Form):
    """How long cases that came to nothing are kept."""

    declined: Days | None = None
    failed: Days | None = None


class ConsentForm(_Form):
    """The questions that ask about the signed consent form."""

    date: Id | None = None
    version: Id | None = None


class HeadForm(_Form):
    """What the trial is."""

    id: Id
    version: Words
    short: Words
    title: Words
    registry: str = ""
    source: str = ""
    anchor: Id
    event: Words | None = None
    lead_time: int = Field(default=0, ge=0, le=365)
    window_edge: Id | None = None
    retention: RetentionForm = RetentionForm()
    consent: ConsentForm = ConsentForm()


class LabelForm(_Form):
    """Something with a name: a section, a group of options."""

    id: Id
    label: Words


class ArmForm(LabelForm):
    """A study arm."""

    type: str = ""
    text: str = ""


class SiteForm(LabelForm):
    """A site."""

    timezone: str = "UTC"


class ReadingForm(_Form):
    """How an ambiguous sentence is read."""

    id: Id
    about: tuple[Id, ...] = ()
    question: Words
    default: OptionCode
    options: dict[OptionCode, Words]
    alternative: str | None = None
    touches: Words | None = None


class DerivedForm(_Form):
    """A computed fact."""

    id: Id
    label: Words | None = None
    formula: Words = Field(alias="is")
    like: Id | None = None
    unit: Words | None = None


class OptionForm(_Form):
    """One option."""

    code: OptionCode
    label: Words
    short: Words | None = None
    aliases: tuple[Words, ...] = ()
    group: Id | None = None
    open: bool = False
    points: Points | None = None


class AskedBackForm(_Form):
    """Replies that may mean one of several options: these are offered, and none is taken."""

    words: tuple[Words, ...]
    offer: tuple[OptionCode, ...] = Field(min_length=1)


class ImpliedForm(_Form):
    """An answer that follows from others."""

    value: OptionCode
    when: Words = Field(alias="if")


class QuestionForm(_Form):
    """One question, or a template for one question per chosen option."""

    id: Id
    kind: KindName
    label: Words
    ask: Words
    criterion: Id | None = None
    section: Id | None = None
    patient: Words | None = None
    help: Words | None = None
    who: Who = "chart"
    ask_if: Words | None = None
    optional_if: Words | None = None
    optional: bool = False
    implied: tuple[ImpliedForm, ...] = ()
    values: dict[str, Words] = Field(default_factory=dict)
    aliases: tuple[Words, ...] = ()
    each: Id | None = None
    of: Words | None = None
    options: tuple[OptionForm, ...] = ()
    asked_back: tuple[AskedBackForm, ...] = ()
    yes: tuple[Words, ...] = ()
    no: tuple[Words, ...] = ()
    groups: tuple[LabelForm, ...] = ()
    test: Id | None = None
    unit: Words | None = None
    ongoing: bool = False
    future: bool = False
    max: int = Field(default=200, ge=1, le=1000)
    fewest: int = Field(default=1, ge=1, le=1000)
    hard: LimitsForm | None = None
    soft: LimitsForm | None = None


class FailureForm(_Form):
    """What a failure means."""

    kind: FailureName
    when: Words | None = Field(default=None, alias="if")


class CriterionForm(_Form):
    """One criterion."""

    id: Id
    type: Literal["inclusion", "exclusion"]
    label: Words
    text: Words
    reading: Words | None = None
    rule: Words | None = None
    passes_if: Words | None = None
    fails_if: Words | None = None
    readings: tuple[Id, ...] = ()
    failure: Annotated[tuple[FailureForm, ...], BeforeValidator(_one_or_many)] = ()


class RemarkForm(_Form):
    """An alert or a warning."""

    id: Id
    when: Words = Field(alias="if")
    text: Words


class TrialForm(_Form):
    """A whole trial file."""

    trial: HeadForm
    arms: tuple[ArmForm, ...] = ()
    sites: tuple[SiteForm, ...] = ()
    sections: tuple[LabelForm, ...] = ()
    readings: tuple[ReadingForm, ...] = ()
    derived: tuple[DerivedForm, ...] = ()
    questions: Annotated[tuple[QuestionForm, ...], Field(min_length=1)]
    criteria: Annotated[tuple[CriterionForm, ...], Field(min_length=1)]
    alerts: tuple[RemarkForm, ...] = ()
    warnings: tuple[RemarkForm, ...] = ()


@cache
def known_keys() -> dict[str, tuple[str, ...]]:
    """Every key that stands somewhere in these files, with what it is a key of."""
    found: dict[str, tuple[str, ...]] = {}
    for form in (*_Form.__subclasses__(), *LabelForm.__subclasses__()):
        what = (form.__doc__ or "").partition(".")[0].partition(",")[0]
        for name, field in form.model_fields.items():
            key = field.alias or name
            found[key] = (*found.get(key, ()), what[:1].lower() + what[1:])
    return found
