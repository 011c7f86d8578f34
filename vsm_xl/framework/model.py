"""What a sound record of the data files is: strict models of figures, information, sources.

A key that is not known, a value of the wrong kind or a date the wrong way round is refused.
What is accepted becomes a record of :mod:`vsm_xl.framework.records`; the models themselves are
used only where data are checked, so that a worksheet function starts without pydantic.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from vsm_xl.framework.criteria import read_criteria
from vsm_xl.framework.records import (
    COMPARING,
    NO_ADDRESS,
    Confidence,
    InformationStatus,
    Kind,
    Status,
    Value,
)

__all__ = [
    "CriterionModel",
    "FigureModel",
    "InformationModel",
    "RecordModel",
    "SourceModel",
    "TitleModel",
]

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$")]
EditionName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=60)
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")]
Unit = Literal[
    "fraction",
    "GBP",
    "GBP per year",
    "GBP per tax year",
    "GBP per month",
    "GBP per four weeks",
    "GBP per two weeks",
    "GBP per week",
    "GBP per day",
    "persons",
    "ratio",
    "segment",
    "segments",
    "switch",
    "text",
    "date",
]

_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_ADDRESS: Final = re.compile(r"https://[!-~]+")
_WITHOUT_VALUE: Final = frozenset({"pending", "not known", "not confirmed"})
_PENNY_PLACES: Final = 2


class RecordModel(BaseModel):
    """What all records share: strict, unchangeable, no unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class TitleModel(RecordModel):
    """Name and date of an edition, the format of its files, and what it was made from."""

    name: EditionName
    date: date
    format: Literal[1, 2] = 1
    based_on: EditionName | Literal[""] = ""
    note: str = ""


class SourceModel(RecordModel):
    """A document that figures are cited from: with its address, or the reason why not."""

    code: Code
    title: Text
    publisher: Text
    address: str
    read: date | None = None
    kind: Kind | None = None
    note: str = ""

    @model_validator(mode="after")
    def _address_or_reason(self) -> SourceModel:
        if self.address == NO_ADDRESS:
            if not self.note:
                raise ValueError('address: it is "none"; say in the note how a reader finds it')
        elif self.address and not _ADDRESS.fullmatch(self.address):
            raise ValueError(
                "address: it must begin with https:// and hold no blank; where there is none, "
                'write "none" and say in the note how a reader finds the document'
            )
        if not self.address and "address" not in self.note:
            raise ValueError(
                "address: it is empty; give it, or say in the note why there is none "
                '("address not confirmed")'
            )
        return self


class _DatedModel(RecordModel):
    first_day: date = Field(alias="from")
    last_day: date | None = Field(alias="to", default=None)

    @model_validator(mode="after")
    def _days_in_order(self) -> _DatedModel:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(
                f"to: {self.last_day} lies before from ({self.first_day}); exchange them"
            )
        return self


class _ValuedModel(RecordModel):
    """What a figure and a piece of information share."""

    name: Name
    unit: Unit
    of: Text | None = None
    value: Value = None
    confidence: Confidence
    source: Code
    also: Annotated[tuple[Code, ...], Field(strict=False)] = ()
    section: Text
    document: Code | None = None
    paragraph: Text | None = None
    note: str = ""

    @model_validator(mode="after")
    def _place_in_the_document(self) -> _ValuedModel:
        if self.document not in (None, self.source) and self.paragraph is None:
            raise ValueError(
                f"paragraph: it is missing for {self.document}; give it, or write "
                '"paragraph not known"'
            )
        return self

    @field_validator("value", mode="plain")
    @classmethod
    def _by_unit(cls, value: object, info: ValidationInfo) -> Value:
        unit = info.data.get("unit")
        # An unusable unit is reported for itself; nothing can be said of the value then.
        return None if unit is None or value is None else _read_value(value, unit)


class FigureModel(_ValuedModel, _DatedModel):
    """A dated figure: its days in order, and a value unless it is pending.

    >>> figure = FigureModel.model_validate({
    ...     "name": "award.percent", "value": "0.0325", "unit": "fraction", "of": "salary",
    ...     "from": date(2025, 4, 1), "to": date(2026, 3, 31), "status": "confirmed",
    ...     "confidence": "H", "source": "HCL", "section": "Third paragraph."})
    >>> figure.value, figure.last_day.isoformat()
    (Decimal('0.0325'), '2026-03-31')
    """

    status: Status

    @model_validator(mode="after")
    def _makes_sense(self) -> FigureModel:
        if self.status == "pending" and self.value is not None:
            raise ValueError("value: a pending figure has none yet; remove it or settle the status")
        if self.status != "pending" and self.value is None:
            raise ValueError("value: it is missing; add it, or make the status pending")
        if self.status == "superseded" and self.last_day is None and not self.note:
            raise ValueError(
                "to: a superseded figure has an end; add it, or say in the note why not"
            )
        return self


class InformationModel(_ValuedModel):
    """A figure whose days are not confirmed: what is known of its time stands in words."""

    days: Text
    status: InformationStatus

    @model_validator(mode="after")
    def _makes_sense(self) -> InformationModel:
        if self.status not in _WITHOUT_VALUE and self.value is None:
            raise ValueError(
                "value: it is missing; add it, or make the status pending or not known"
            )
        return self


class CriterionModel(_DatedModel):
    """A criterion of the attention list; ``key`` is one that the national report recognises."""

    code: Annotated[str, StringConstraints(pattern=r"^A[0-9]{2}$")]
    key: Literal[
        "above_maximum_unapproved",
        "award_withheld_given",
        "paid_before_segment",
        "paid_before_committee",
        "below_minimum",
        "above_exception_maximum",
        "complies_with_departure",
        "bonus_no_achievement",
        "bonus_over_limit",
        "premium_over_limit",
        "ratio_moved",
        "missing_disclosure",
    ]
    title: Text
    because: Text
    settles: Text
    figure: Name | Literal[""] = ""
    source: Code
    section: Text

    @model_validator(mode="after")
    def _makes_sense(self) -> CriterionModel:
        if self.key in COMPARING and not self.figure:
            raise ValueError("figure: it is missing; name the dated figure that is compared with")
        return self


def _read_value(value: object, unit: str) -> Decimal | str | bool | date:
    """Read what a data file holds as the kind of value its unit asks for."""
    match unit:
        case "switch":
            if isinstance(value, bool):
                return value
            raise ValueError(f"{value!r} is not a switch; write true or false without quotes")
        case "text":
            if isinstance(value, str) and value.strip():
                return value
            raise ValueError(f"{value!r} is not a text; write it in quotes")
        case "segments":
            if isinstance(value, str):
                read_criteria(value)
                return value
            raise ValueError(
                f'{value!r} is not a text; write it in quotes, such as "5; 4 with Red"'
            )
        case "date":
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
            raise ValueError(f"{value!r} is not a date; write year-month-day without quotes")
        case _:
            return _read_number(value, unit)


def _read_number(value: object, unit: str) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(
            f"{value!r} is not an exact number; write plain digits in quotes, such as "
            '"0.1" for ten per cent or "5000" for an amount'
        )
    number = Decimal(value)
    if unit == "fraction" and number > 1:
        raise ValueError(f"{value} is over 1; a fraction of three per cent is written 0.03")
    if unit.startswith("GBP") and number != round(number, _PENNY_PLACES):
        raise ValueError(f"{value} has parts of a penny; money has at most two decimals")
    if unit in {"segment", "persons"} and number != int(number):
        raise ValueError(f"{value} is not a whole number, and a {unit} value is one")
    return number
