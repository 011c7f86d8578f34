"""Finds the calls of our functions in a formula.  This file travels inside the workbook.

The package's own reader of formulas needs openpyxl, which is not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL: Final = re.compile(r"(?<![\w.])(" + "|".join(FUNCTIONS) + r")\s*\(", re.IGNORECASE)
#: Texts and the names of sheets: what stands in these is not a formula.
_QUOTED: Final = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'""")


def find_calls(formula: str) -> list[tuple[str, list[str]]]:
    """Return each call that can be explained, with the formulas of its arguments.

    >>> find_calls('=IF(A1="VSM_BAND(","",VSM_BAND(A1,MAX(1,2)))')
    [('VSM_BAND', ['A1', 'MAX(1,2)'])]
    """
    plain = _QUOTED.sub(lambda found: "_" * len(found[0]), formula)
    found = []
    for match in _CALL.finditer(plain):
        texts = [formula[start:end].strip() for start, end in _arguments(plain, match.end())]
        found.append((match[1].upper(), [] if texts == [""] else texts))
    return found


def _arguments(plain: str, start: int) -> Iterator[tuple[int, int]]:
    depth = 0
    for place in range(start, len(plain)):
        letter = plain[place]
        if letter in "([{":
            depth += 1
        elif letter in ")]}" and depth:
            depth -= 1
        elif letter == ")":
            yield start, place
            return
        elif letter == "," and not depth:
            yield start, place
            start = place + 1
    yield start, len(plain)
