"""Excel functions and the annual return for the NHS very senior managers' pay framework.

The same library that Excel calls, for Python: :func:`call` gives what a cell would show,
:func:`explain` says why.

>>> import vsm_xl
>>> vsm_xl.call("VSM_NEW_SALARY", 277500, "2025/26", "Provider", 3)
286518.75
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from vsm_xl.errors import XlError
from vsm_xl.functions import NAMES, call, column
from vsm_xl.functions import explanation as explain
from vsm_xl.functions.explain import Explanation
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from vsm_xl.annual_return.returns import Return as Return

__all__ = ["NAMES", "Explanation", "Return", "XlError", "__version__", "call", "column", "explain"]


def __getattr__(name: str) -> object:
    # Loaded when it is asked for: the functions need neither openpyxl nor the engine.
    if name == "Return":
        return import_module("vsm_xl.annual_return.returns").Return
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
