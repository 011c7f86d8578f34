"""What kinds of value the cells of the workbook hold.

A kind states how a cell is shown, what Excel lets a person type into it and how that is put to
them.  Builder, CSV reader and checker share it, so they cannot ask for different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

#: The limits of dates in inputs: wide enough for any career, narrow enough for a slip of typing.
FIRST_INPUT_DAY: Final = date(1950, 1, 1)
LAST_INPUT_DAY: Final = date(2099, 12, 31)

LONGEST_TEXT: Final = 255
LONGEST_WORDS: Final = 2000
#: An amount above this is a slip of typing, not pay or turnover.
LARGEST_INPUT: Final = 1_000_000_000_000

GENERAL: Final = "General"
TEXT: Final = "@"
POUNDS_AND_PENCE: Final = '"£"#,##0.00'
POUNDS: Final = '"£"#,##0'
WHOLE: Final = "#,##0"
PERCENT: Final = "0.00%"
RATIO: Final = "0.00"
RATIO_ONE: Final = "0.0"
DAY: Final = "d mmm yyyy"

#: Units that say no more than the cells themselves; data files name them, sheets do not.
OF_WORDS: Final = ("text", "list")


def unit_shown(unit: str) -> str | None:
    """Return a unit as a sheet shows it: an empty cell for words.

    >>> unit_shown("£ per year"), unit_shown("list")
    ('£ per year', None)
    """
    return unit if unit and unit not in OF_WORDS else None


@dataclass(frozen=True, eq=False)
class FieldType:
    """One kind of value; each is there once.

    ``permitted`` finishes the sentence "Enter …"; ``rule`` is Excel's validation: type,
    operator and one or two bounds.  ``{cell}`` in a bound stands for the cell itself.
    """

    name: str
    permitted: str
    number_format: str = GENERAL
    rule: tuple[str, str, str, str] = ("", "", "", "")
    wide: bool = False
    #: The unit of a value whose column states none.
    unit: str = "text"

    @property
    def is_text(self) -> bool:
        """Whether cells of this kind hold text only."""
        return self.number_format == TEXT


def _between(low: object, high: object, what: str = "decimal") -> tuple[str, str, str, str]:
    return (what, "between", str(low), str(high))


_AMOUNT: Final = "an amount in pounds, 0 or more, as a number without text, such as 150000"
_NOT_BELOW_0: Final = _between(0, LARGEST_INPUT)

ANY: Final = FieldType("any", "nothing: this cell is calculated")
SHORT_TEXT: Final = FieldType(
    "text",
    f"text of at most {LONGEST_TEXT} characters",
    TEXT,
    ("textLength", "lessThanOrEqual", str(LONGEST_TEXT), ""),
)
WORDS: Final = FieldType(
    "words",
    f"your own words, at most {LONGEST_WORDS:,} characters",
    TEXT,
    ("textLength", "lessThanOrEqual", str(LONGEST_WORDS), ""),
    wide=True,
)
CHOICE: Final = FieldType(
    "choice", "one of the items of the list", TEXT, ("list", "", "", ""), unit="list"
)
#: A list in which numbers stand beside words, such as the segments.
MIXED_CHOICE: Final = FieldType(
    "mixed choice", "one of the items of the list", GENERAL, ("list", "", "", ""), unit="list"
)
MONEY: Final = FieldType("money", _AMOUNT, POUNDS_AND_PENCE, _NOT_BELOW_0, unit="£")
WHOLE_POUNDS: Final = FieldType("whole pounds", _AMOUNT, POUNDS, _NOT_BELOW_0, unit="£")
SIZE: Final = FieldType(
    "size",
    "a number: turnover in pounds (not millions) or weighted population (not thousands)",
    WHOLE,
    _NOT_BELOW_0,
)
FRACTION: Final = FieldType(
    "percentage",
    "a percentage from 0% to 100%, such as 3.25% or 0.0325",
    PERCENT,
    _between(0, 1),
    unit="%",
)
WTE: Final = FieldType(
    "full-time equivalent",
    "the share of full time, above 0 and at most 1, such as 0.8",
    RATIO,
    _between(0.01, 1),
    unit="WTE",
)
DATE: Final = FieldType(
    "date",
    "a date from 1 Jan 1950 to 31 Dec 2099, such as 1 Apr 2025",
    DAY,
    _between(FIRST_INPUT_DAY, LAST_INPUT_DAY, "date"),
    unit="date",
)
#: The award may be lowered by a percentage, or by the word ``none``.
AWARD_GIVEN: Final = FieldType(
    "award given",
    "a percentage above 0%, such as 2%, or the word none",
    PERCENT,
    ("custom", "", 'OR({cell}="none",AND(ISNUMBER({cell}),{cell}>0,{cell}<=1))', ""),
)
PAY_OR_BAND: Final = FieldType(
    "pay or band",
    "an amount in pounds such as 281000, or a band in thousands such as 280-285",
    POUNDS,
    ("custom", "", 'OR(AND(ISNUMBER({cell}),{cell}>=0),ISNUMBER(FIND("-",{cell})))', ""),
)
#: A ratio that a person enters, published in an earlier year.
EARLIER_RATIO: Final = FieldType(
    "earlier ratio", "a ratio above 0, such as 7.7", RATIO_ONE, _between(0.01, 1000), unit="ratio"
)
HEADCOUNT: Final = FieldType(
    "number of people",
    "a whole number of people, 0 or more",
    WHOLE,
    _between(0, 10_000_000, "whole"),
    unit="number",
)
DAYS: Final = FieldType(
    "days", "a number of days, 0 to 366, such as 120 or 87.5", RATIO, _between(0, 366)
)
RATIO_OF_PAY: Final = FieldType("ratio", "a number", RATIO, unit="ratio")
#: The ratios of the fair pay disclosure, shown to one decimal as the accounts show them.
PAY_RATIO: Final = FieldType("pay ratio", "a number", RATIO_ONE, unit="ratio")
COUNT: Final = FieldType("count", "a whole number", WHOLE, unit="number")
