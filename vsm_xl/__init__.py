"""Excel functions and the annual return for the NHS very senior managers' pay framework.

The same library that Excel calls, for Python: :func:`call` gives what a cell would show,
:func:`explain` states why.

>>> import vsm_xl
>>> vsm_xl.call("VSM_NEW_SALARY", 277500, "2025/26", "Provider", 3)
286518.75
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from vsm_xl.errors import XlError
from vsm_xl.functions import NAMES, call, column, explanation
from vsm_xl.functions.explain import Explanation
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from vsm_xl.annual_return.returns import Return as Return
    from vsm_xl.api import *  # noqa: F403 - what the stub lists
    from vsm_xl.series import FormulaError as FormulaError

__all__ = [
    "NAMES", "Explanation", "FormulaError", "Return", "XlError", "__version__", "call", "column",
    "explain",
]  # fmt: skip

# The worksheet function of that name comes before the module that holds the version.
globals().pop("version", None)


def explain(name: str, *arguments: Any, row: int | None = None) -> Explanation:
    """Explain a call: reason, sentence, working, sources; a notebook shows it as a table.

    Args:
        name: the function's name, in any case.
        arguments: cells or columns, such as lists, arrays or Series.
        row: which row of a column's answer, counted from 0; needed where there are several.

    Raises:
        KeyError: no such function.
        ValueError: columns were given and no row.

    >>> explain("VSM_AWARD", 150000, "2025/26", "Provider", 5).reason
    'SEGMENT_WITHHELD'
    """
    if not sys.modules.keys().isdisjoint(("pandas", "polars")):
        from vsm_xl.series import read  # noqa: PLC0415 - only where they are in use

        arguments = tuple(read(arguments))
    return explanation(name, *arguments, row=row)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # Loaded when it is asked for: a first answer in a cell needs none of it.
        from importlib import import_module  # noqa: PLC0415

        if name == "Return":
            return import_module("vsm_xl.annual_return.returns").Return
        if name == "FormulaError":
            return import_module("vsm_xl.series").FormulaError
        if name.startswith("_"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        made: object = getattr(import_module("vsm_xl.api"), name)
        globals()[name] = made
        return made

    def __dir__() -> object:
        from importlib import import_module  # noqa: PLC0415

        return sorted({*__all__, *import_module("vsm_xl.api").BY_NAME})
