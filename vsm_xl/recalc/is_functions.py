"""Excel's IS… functions, judging a range cell by cell.

The engine's own judge a range as one value, so that ``SUMPRODUCT(--ISERROR(A1:A9))`` is 0
whatever the cells hold: a check for errors would pass on a sheet full of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.errors import XlError

if TYPE_CHECKING:
    from collections.abc import Callable


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, XlError)


_JUDGEMENTS: Final[dict[str, Callable[[object], bool]]] = {
    "ISERROR": lambda value: isinstance(value, XlError),
    "ISERR": lambda value: isinstance(value, XlError) and value != "#N/A",
    "ISNA": lambda value: isinstance(value, XlError) and value == "#N/A",
    "ISNUMBER": _is_number,
    "ISTEXT": _is_text,
    "ISNONTEXT": lambda value: not _is_text(value),
    "ISBLANK": lambda value: value is None,
    "ISLOGICAL": lambda value: isinstance(value, bool),
}


def _by_cell(judge: Callable[[object], bool]) -> Callable[[object], object]:
    def judged(value: object) -> object:
        if isinstance(value, list):
            return [[judge(cell) for cell in row] for row in value]
        return judge(value)

    return judged


#: Functions that take the place of the engine's own.
JUDGEMENTS: Final = {name: _by_cell(judge) for name, judge in _JUDGEMENTS.items()}
