"""Excel functions and the annual return for the NHS very senior managers' pay framework.

The same library that Excel calls, for Python: :func:`call` gives what a cell would show,
:func:`explain` says why.

>>> import vsm_xl
>>> vsm_xl.call("VSM_NEW_SALARY", 277500, "2025/26", "Provider", 3)
286518.75
"""

from vsm_xl.errors import XlError
from vsm_xl.functions import NAMES, call, column
from vsm_xl.functions import explanation as explain
from vsm_xl.functions.explain import Explanation
from vsm_xl.version import __version__

__all__ = ["NAMES", "Explanation", "XlError", "__version__", "call", "column", "explain"]
