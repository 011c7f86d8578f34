"""What our functions answer with, as far as Calc must know it beforehand.

Only what is declared as rows can fill several cells.  But of texts that come in rows Calc (seen in
25.2) finds no two equal, the empty one included, so that ``A1=""`` would not see a blank answer.
Therefore a function returns one value, and a second one, named with ``_ROWS``, returns rows; functions
whose answer is always a table have the second form only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.functions.registry import EVERY, FUNCTIONS
from vsm_xl.functions.results import TABLE, TRUTH

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Function


def is_table(function: Function) -> bool:
    """Return whether a function's answer is always a table.

    >>> is_table(FUNCTIONS["VSM_FAIR_PAY"]), is_table(FUNCTIONS["VSM_AWARD"])
    (True, False)
    """
    return function.result is TABLE


def tables() -> frozenset[str]:
    """Return the functions whose answer is always a table."""
    return frozenset(function.name for function in EVERY.values() if is_table(function))


def truths() -> frozenset[str]:
    """Return the functions that answer TRUE or FALSE."""
    return frozenset(name for name, function in FUNCTIONS.items() if function.result is TRUTH)


def taken_whole() -> dict[str, frozenset[int]]:
    """Return for each function the places of the arguments that are never matched row by row."""
    return {
        name: frozenset(at for at, arg in enumerate(function.args) if arg.whole)
        for name, function in FUNCTIONS.items()
    }
