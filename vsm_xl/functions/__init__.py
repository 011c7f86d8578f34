"""The worksheet function library: its registry, and calling it by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import XlError, reason
from vsm_xl.functions import argument_cells, evaluate, explain
from vsm_xl.functions.library import (  # noqa: F401 - importing a module enters its functions
    benchmarks,
    cost,
    fair_pay,
    figures,
    lists,
    pay,
    rewards,
    words,
)
from vsm_xl.functions.registry import EVERY, FUNCTIONS
from vsm_xl.functions.types import base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.functions.explain import Explanation

#: The names of all worksheet functions.
NAMES: Final = tuple(sorted(EVERY))
_NO_SUCH_NAME: Final = reason(
    "UNKNOWN_FUNCTION",
    "There is no worksheet function {function}.",
    'The names are listed by VSM_LIST("functions").',
    error="#NAME?",
)


def call(name: str, *arguments: Any) -> Any:
    """Call a worksheet function; return what its cell would show.

    Args:
        name: the function's name, in any case.
        arguments: cells (numbers, texts, truths, dates, errors, ``None`` for a blank) or
            ranges: lists, tuples or numpy arrays; a flat one is a column.

    Returns:
        ``float``, ``str``, ``bool`` or :class:`~vsm_xl.errors.XlError`; a list of rows for
        a column or a spill.  It never raises.

    >>> call("VSM_AWARD", 150000, "2025/26", "Provider", 3)
    4875.0
    >>> call("VSM_AWARD", [150000, 277500], "2025/26", "Provider", 3)
    [[4875.0], [9018.75]]
    >>> call("VSM_AWARD", 150000, "2026/27", "Provider", 3).reason
    'CRITERIA_PENDING'
    """
    function = EVERY.get(name) if name.__class__ is str else None
    if function is None:
        given = argument_cells.plain(name)
        name = given.strip().upper() if given.__class__ is str else base.show(given)
        function = EVERY.get(name)
        if function is None:
            return _unknown(name)
    if function.answer is not None:
        return function.answer(arguments)
    return evaluate.call(function, arguments, explain.sentence)


def _unknown(name: str) -> XlError:
    shown = name[:60] if name.isprintable() else ascii(name[:60])

    def message() -> str:
        sentence = _NO_SUCH_NAME.words({"function": shown})
        return with_near_name(sentence, shown, EVERY)

    return XlError("#NAME?", _NO_SUCH_NAME.code, message)


def with_near_name(sentence: str, name: str, known: Iterable[str]) -> str:
    """Return a sentence about an unknown name, with the name that may have been meant.

    >>> with_near_name("There is no VSM_AWRD.", "VSM_AWRD", NAMES)
    'There is no VSM_AWRD. Perhaps VSM_AWARD is meant.'
    """
    from difflib import get_close_matches  # noqa: PLC0415 - seldom used, and slow to import

    # The prefix that all share would make any two of them alike.
    bare = {one.removeprefix("VSM_"): one for one in known}
    near = get_close_matches(name.removeprefix("VSM_"), bare, n=1, cutoff=0.7)
    return f"{sentence.rstrip('.')}. Perhaps {bare[near[0]]} is meant." if near else sentence


def explanation(name: str, *arguments: Any, row: int | None = None) -> Explanation:
    """Explain a call: reason, sentence, working, sources.

    Args:
        name: the function's name, in any case.
        arguments: as of :func:`call`.
        row: which row of a column's answer, counted from 0; needed where there are several.

    Raises:
        KeyError: no such function.
        ValueError: columns were given and no row.

    >>> explanation("VSM_AWARD", 150000, "2025/26", "Provider", 5).reason
    'SEGMENT_WITHHELD'
    """
    function = FUNCTIONS.get(str(name).strip().upper())
    if function is None:
        unknown = f"{name} is not a function that can be explained"
        raise KeyError(with_near_name(unknown, str(name).strip().upper(), FUNCTIONS))
    if row is None and words.is_column_call(function, arguments):
        raise ValueError(
            "columns were given; say which row is to be explained (row=0 is the first)"
        )
    return explain.explain(function, arguments, row or 0)


def column(name: str, *arguments: Any) -> evaluate.ColumnCall:
    """Call a worksheet function on columns of any length, and get numpy arrays back.

    Args:
        name: the function's name, in any case.
        arguments: as of :func:`call`; at least one is a column of two or more rows.

    Raises:
        KeyError: no such function works on columns.
        ValueError: no column is given, the ranges do not match, or the call is of no use.

    >>> import numpy as np
    >>> column("VSM_AWARD", np.array([150000.0, 277500.0]), "2025/26", "Provider", 3).values
    array([4875.  , 9018.75])
    """
    function = FUNCTIONS.get(name.strip().upper())
    if function is None or function.one_row:
        unknown = f"{name} is not a function that works on columns"
        raise KeyError(with_near_name(unknown, name.strip().upper(), FUNCTIONS))
    return evaluate.column(function, arguments)
