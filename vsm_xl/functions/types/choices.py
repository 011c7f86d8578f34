"""Types of argument that are words, switches, days or pay years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import dates
from vsm_xl.errors import reason
from vsm_xl.framework.kinds_and_roles import NOT_SEGMENTED, plain
from vsm_xl.functions.types.base import CellType, Problem, looks_like_a_number, number_problem
from vsm_xl.functions.types.numbers import convention

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_CHOICE: Final = reason(
    "UNKNOWN_CHOICE",
    "{argument} is {shown}, which is not one of its permitted values.",
    "Use one of: {permitted}.",
    error="#VALUE!",
).number
NOT_A_TEXT: Final = reason(
    "NOT_A_TEXT",
    "{argument} is {shown}, and a name in words is needed.",
    "Enter {permitted}.",
    error="#VALUE!",
).number
NOT_A_SWITCH: Final = reason(
    "UNKNOWN_CHOICE",
    "{argument} is {shown}, and it can only be answered by yes or no.",
    "Enter TRUE or FALSE (yes, no, 1 and 0 are understood too).",
    error="#VALUE!",
).number
SEGMENT_OUT_OF_RANGE: Final = reason(
    "SEGMENT_OUT_OF_RANGE",
    "{argument} is {shown}; segments are whole numbers from {lowest} to {highest}.",
    "Enter the published segment, or the words Not segmented.",
    error="#NUM!",
).number
NOT_A_DATE: Final = reason(
    "NOT_A_DATE",
    "{argument} is {shown}, which is not a date.",
    "Enter a date as Excel knows it, or as text in the form 2025-04-01.",
    error="#VALUE!",
).number
DATE_OUT_OF_RANGE: Final = reason(
    "DATE_OUT_OF_RANGE",
    "{argument} is {shown}: days from 1 January 1900 to 31 December 2199 are known here.",
    "Check the date; the 29 February 1900 of Excel's calendar never was.",
    error="#NUM!",
).number
NOT_A_PAY_YEAR: Final = reason(
    "NOT_A_PAY_YEAR",
    "{argument} is {shown}, whose second year does not follow its first.",
    "Write a pay year as 2025/26, or give any date in it.",
    error="#VALUE!",
).number

_DAY_PROBLEMS: Final = {
    "NOT_A_DATE": NOT_A_DATE,
    "DATE_OUT_OF_RANGE": DATE_OUT_OF_RANGE,
    "NOT_A_PAY_YEAR": NOT_A_PAY_YEAR,
}


class Choice(CellType):
    """One of a few words, in any case.

    Args:
        permitted: the words as they are written in answers.
        also: further spellings of them.
    """

    def __init__(self, permitted: tuple[str, ...], also: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.permitted = permitted
        self.text = "one of: " + ", ".join(permitted)
        self.stand_in = permitted[0]
        self._meant = {plain(word): word for word in permitted}
        self._meant |= {plain(word): meant for word, meant in (also or {}).items()}

    def read(self, cell: Any) -> Any:
        """Read a word as its permitted spelling."""
        if isinstance(cell, str) and (meant := self._meant.get(plain(cell))) is not None:
            return meant
        return Problem(UNKNOWN_CHOICE, (("permitted", ", ".join(self.permitted)),))


class Name(CellType):
    """A name in words, compared in any case and spacing; what it may be, a table decides.

    Args:
        what: what may be entered, for the words.
        also: further spellings that stand for others.
    """

    stand_in = ""

    def __init__(self, what: str, also: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.text = what
        self._meant = {plain(word): plain(meant) for word, meant in (also or {}).items()}

    def read(self, cell: Any) -> Any:
        """Read a name as it is compared."""
        if not isinstance(cell, str):
            return Problem(NOT_A_TEXT, (("permitted", self.text),))
        name = plain(cell)
        return self._meant.get(name, name)


class Switch(CellType):
    """Yes or no."""

    text = "TRUE or FALSE (also yes, no, 1, 0)"
    stand_in = False
    _WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

    def read(self, cell: Any) -> Any:
        """Read a truth, 1 or 0, or a word for it."""
        if isinstance(cell, bool):
            return cell
        if isinstance(cell, int | float) and cell in (0, 1):
            return cell == 1
        if isinstance(cell, str) and (meant := self._WORDS.get(plain(cell))) is not None:
            return meant
        return Problem(NOT_A_SWITCH)


class Segment(CellType):
    """A segment of the oversight framework: a whole number, or the words Not segmented."""

    text = "a segment from 1 to 5, or Not segmented"
    stand_in = None

    def read(self, cell: Any) -> Any:
        """Read a segment as an int, or as the words."""
        if isinstance(cell, str):
            if plain(cell) == plain(NOT_SEGMENTED):
                return NOT_SEGMENTED
            if not looks_like_a_number(cell):
                return Problem(UNKNOWN_CHOICE, (("permitted", self.text),))
            try:
                cell = float(cell)
            except ValueError:
                return Problem(UNKNOWN_CHOICE, (("permitted", self.text),))
        if (problem := number_problem(cell)) is not None:
            return problem
        lowest, highest = (
            int(convention(f"segment.{end}").number) for end in ("lowest", "highest")
        )
        if cell != int(cell) or not lowest <= cell <= highest:
            limits = (("lowest", str(lowest)), ("highest", str(highest)))
            return Problem(SEGMENT_OUT_OF_RANGE, limits)
        return int(cell)


class Day(CellType):
    """A date."""

    text = "a date, or text such as 2025-04-01"
    stand_in: Any = dates.FIRST_DAY
    _from_cell: Any = staticmethod(dates.day_from_cell)

    def read(self, cell: Any) -> Any:
        """Read a day, without its time."""
        try:
            return self._from_cell(cell)
        except dates.DayError as problem:
            return Problem(_DAY_PROBLEMS[problem.kind])


class PayYear(Day):
    """A pay year, known by its first calendar year."""

    text = "a pay year such as 2025/26, or a date in it"
    stand_in = dates.FIRST_DAY.year
    _from_cell = staticmethod(dates.pay_year_from_cell)

    def words(self, value: Any) -> str:
        """Write a pay year as people do."""
        return dates.pay_year_name(value)
