"""Reads entries as their kind asks: text of a CSV file, or what a cell of a workbook holds."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.annual_return.messages import short
from vsm_xl.annual_return.template.field_types import (
    AWARD_GIVEN,
    CHOICE,
    DATE,
    FIRST_INPUT_DAY,
    FRACTION,
    LARGEST_INPUT,
    LAST_INPUT_DAY,
    LONGEST_TEXT,
    LONGEST_WORDS,
    MIXED_CHOICE,
    PAY_OR_BAND,
    SHORT_TEXT,
    WORDS,
    WTE,
)  # fmt: skip
from vsm_xl.annual_return.template.sheets.parameters import SWITCH, choices_of
from vsm_xl.dates import (
    DayError,
    day_from_cell,
    day_from_text,
    pay_year_from_cell,
    pay_year_name,
)
from vsm_xl.errors import ERROR_CODES, XlError
from vsm_xl.framework.kinds_and_roles import org_kind_named, plain
from vsm_xl.text_fields import amount, field_text

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.annual_return.template.field_types import FieldType

Entry: TypeAlias = "str | float | date | None"

_SPACES: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_PLAIN_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_BAND: Final = re.compile(r"[0-9]+(\.[0-9]+)?\s?[-\u2013]\s?[0-9]+(\.[0-9]+)?")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DAY_AND_MONTH: Final = re.compile(rf"([0-9]{{1,2}})-({'|'.join(_MONTHS)})", re.IGNORECASE)
_MONTH_AND_YEAR: Final = re.compile(rf"({'|'.join(_MONTHS)})-([0-9]{{2}})", re.IGNORECASE)
#: Entries that are bands of pay in thousands, by the key of their line or column.
_BANDS: Final = frozenset(("highest_paid", "highest_paid_last_year", "last_total"))
_YES: Final = ("yes", "true", "1", "y")
_NO: Final = ("no", "false", "0", "n")


def from_text(  # noqa: PLR0911 (one way out for each kind)
    text: str, kind: FieldType, choices: str = ""
) -> Entry:
    """Read an entry from text, as a CSV file has it.

    Args:
        text: the field; spaces around it, byte-order marks and no-break spaces are dropped, and
            an apostrophe that guards a text which begins like a formula is taken off.
        kind: what is asked for.
        choices: the defined name of the list, for a choice.

    Returns:
        A number, a date, text, or None for an empty field.

    Raises:
        ValueError: it is not of that kind; the words state what to write.

    >>> from vsm_xl.annual_return.template.field_types import FRACTION, MONEY
    >>> from_text("£277,500.00", MONEY), from_text("3.25%", FRACTION)
    (277500.0, 0.0325)
    """
    text = field_text(text)
    if not text:
        return None
    if kind in {SHORT_TEXT, WORDS}:
        return _checked_text(text, kind)
    if kind in {CHOICE, MIXED_CHOICE}:
        return _choice(text, choices)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{short(text)} is far too long; enter {kind.permitted}")
    if kind is DATE:
        return _day(text)
    if kind is AWARD_GIVEN and plain(text) == "none":
        return "none"
    if kind is PAY_OR_BAND and _BAND.fullmatch(text):
        return _SPACES.sub("", text).replace("\u2013", "-")
    if kind in {FRACTION, AWARD_GIVEN, WTE}:
        return _in_bounds(_fraction(text, kind), kind)
    return _in_bounds(_number(text, kind), kind)


def from_cell(value: object, kind: FieldType, choices: str = "") -> Entry:
    """Judge what an input cell of a workbook holds; the same kinds, nothing is converted.

    Raises:
        ValueError: it is not of that kind; the words state what to do.
    """
    if value is None or (isinstance(value, str) and not _SPACES.sub("", value)):
        return None
    if isinstance(value, XlError) or (isinstance(value, str) and value in ERROR_CODES):
        raise ValueError(f"it holds the error {value}; type the value instead")
    if kind in {SHORT_TEXT, WORDS}:
        return _checked_text(value if isinstance(value, str) else _number_as_text(value), kind)
    if kind in {CHOICE, MIXED_CHOICE}:
        return _choice(value if isinstance(value, str) else _number_as_text(value), choices)
    if kind is DATE:
        return _day_of_cell(value)
    if isinstance(value, str):
        return _text_for_number(value, kind)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(  # noqa: TRY004 (what a cell holds is a value, whatever its type)
            f"{short(value)} is not a number; enter {kind.permitted}"
        )
    if kind in {FRACTION, AWARD_GIVEN} and value > 1:
        raise ValueError(_percent_words(value))
    return _in_bounds(float(value), kind)


def _text_for_number(value: str, kind: FieldType) -> str:
    if kind is AWARD_GIVEN and plain(value) == "none":
        return "none"
    if kind is PAY_OR_BAND and _BAND.fullmatch(value.strip()):
        return value.strip()
    if any(mark in value for mark in "\u00a0\u200b\ufeff"):
        raise ValueError(
            f"{short(value)} is text with a no-break space in it, as copied from a web page; "
            "clear the cell and type the number"
        )
    if amount(value.strip().rstrip("%")) is not None:
        raise ValueError(
            f"{short(value)} is a number kept as text; clear the cell and type the number again"
        )
    raise ValueError(f"{short(value)} is text; enter {kind.permitted}")


def _checked_text(text: str, kind: FieldType) -> str:
    longest = LONGEST_WORDS if kind is WORDS else LONGEST_TEXT
    if len(text) > longest:
        raise ValueError(f"the text has {len(text):,} characters; at most {longest:,} fit")
    return text


def _choice(text: str, choices: str) -> str | float:
    items = choices_of(choices)
    said = plain(_SPACES.sub(" ", text))
    for item in items:
        if said == plain(_number_as_text(item)):
            return item
    if items == SWITCH and said in _YES + _NO:
        return SWITCH[0] if said in _YES else SWITCH[1]
    if (kind := org_kind_named(said)) in items:
        return str(kind)
    try:
        year = pay_year_name(pay_year_from_cell(text))
    except ValueError:
        year = ""
    if year in items:
        return year
    listed = ", ".join(_number_as_text(item) for item in items)
    raise ValueError(f"{short(text)} is not in the list; write one of: {listed}")


def _number_as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _day(text: str) -> date:
    try:
        return _day_in_bounds(day_from_text(text))
    except DayError as fault:
        raise ValueError(
            f"{fault}; write the date as 2025-04-01, 01/04/2025 or 1 Apr 2025"
        ) from None


def _day_of_cell(value: object) -> date:
    if isinstance(value, str):
        raise ValueError(  # noqa: TRY004 (what a cell holds is a value, whatever its type)
            f"{short(value)} is text, not a date; clear the cell and type the date again"
        )
    try:
        # A cell formatted as a date comes as one, an unformatted one as a serial number.
        return _day_in_bounds(day_from_cell(value))
    except DayError as fault:
        raise ValueError(f"{fault}; enter {DATE.permitted}") from None


def _day_in_bounds(day: date) -> date:
    if not FIRST_INPUT_DAY <= day <= LAST_INPUT_DAY:
        raise ValueError(f"{day.isoformat()} is out of range; enter {DATE.permitted}")
    return day


def _number(text: str, kind: FieldType) -> float:
    number = amount(text)
    if number is None:
        raise ValueError(f"{short(text)} is not a number; enter {kind.permitted}")
    return number


def _fraction(text: str, kind: FieldType) -> float:
    number = text.removesuffix("%").strip()
    if not _PLAIN_NUMBER.fullmatch(number):
        if kind is WTE:
            raise ValueError(f"{short(text)} is not a number; enter {kind.permitted}")
        raise ValueError(f"{short(text)} is not a percentage; write 3.25% or 0.0325")
    try:
        exact = Decimal(number)
    except InvalidOperation:  # pragma: no cover - the pattern admits nothing else
        raise ValueError(f"{short(text)} is not a number") from None
    if text.endswith("%"):
        return float(exact.scaleb(-2))
    if exact > 1:
        if kind is WTE:
            raise ValueError(f"{text} is over 1; enter {kind.permitted}")
        raise ValueError(_percent_words(float(exact)))
    return float(exact)


def _percent_words(value: float) -> str:
    return f"{value:g} is over 1: for {value:g} per cent write {value:g}% or {value / 100:g}"


def with_advice(fault: str, key: str, entered: object) -> str:
    """Return the words about a fault, with what helps where people often enter something else.

    >>> with_advice("-5 is outside what is allowed", "pension_benefit", "-5")
    '-5 is outside what is allowed; for a negative benefit enter 0, the report shows nil'
    >>> with_advice("'05-Oct' is not a number", "highest_paid", "05-Oct")
    "'05-Oct' is not a number; Excel made a date of the band 5-10: format the cell as text, and type 5-10"
    """
    said = str(entered).strip()
    if key == "pension_benefit" and said.startswith("-"):
        return f"{fault}; for a negative benefit enter 0, the report shows nil"
    if key in _BANDS and (band := band_made_a_date(said)):
        return f"{fault}; Excel made a date of the band {band}: format the cell as text, and type {band}"
    return fault


def band_made_a_date(text: str) -> str:
    """Return the band that a spreadsheet took for a date; empty where it is none.

    >>> band_made_a_date("05-Oct"), band_made_a_date("Oct-15"), band_made_a_date("5-10")
    ('5-10', '10-15', '')
    """
    if found := _DAY_AND_MONTH.fullmatch(text):
        return f"{int(found[1])}-{_MONTHS.index(found[2].casefold()) + 1}"
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return f"{_MONTHS.index(found[1].casefold()) + 1}-{int(found[2])}"
    return ""


def _in_bounds(value: float, kind: FieldType) -> float:
    """Refuse what Excel's validation of the cell would not let a person type."""
    what, operator, low, high = kind.rule
    if kind in {AWARD_GIVEN, WTE}:
        good = 0 < value <= 1
    elif operator == "between":
        good = float(low) <= value <= float(high) and (what != "whole" or value.is_integer())
    else:
        good = 0 <= value <= LARGEST_INPUT
    if not good:
        raise ValueError(f"{value:.15g} is outside what is allowed; enter {kind.permitted}")
    return value
