"""What our functions answer to a cell's formula directly, without any engine.

Only formulas that are a call, or a call behind ``IF(cell="","",…)``, have such an answer, and only
where each argument is a cell, a range, a name of one, or a constant.  In the template these are
nearly all the calls that there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import XlError
from vsm_xl.functions import NAMES, call
from vsm_xl.ooxml.formula_parts import references, stands_for_cells, whole_call
from vsm_xl.ooxml.references import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsm_xl.ooxml.values import CellValue

#: Where nothing can be said.
NO_ANSWER: Final = object()
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_TEXT: Final = re.compile(r'"((?:[^"]|"")*)"')
_TRUTHS: Final = {"TRUE": True, "FALSE": False, "TRUE()": True, "FALSE()": False}


class CoreAnswers:
    """Answers of our functions to the formulas of one workbook.

    Args:
        value: returns the value of a cell by sheet and reference.
        names: what each defined name (in lower case) stands for.
    """

    def __init__(
        self, value: Callable[[str, str], CellValue], names: Mapping[str, list[str]]
    ) -> None:
        self._value = value
        self._names = names

    def answer(self, sheet: str, formula: str) -> Any:
        """Return the answer to a formula on a sheet, as its cell would show it, or NO_ANSWER."""
        made = whole_call(formula)
        if made is None:
            return NO_ANSWER
        if made.name == "IF" and len(made.arguments) == len(("test", "yes", "no")):
            return self._guarded(sheet, *made.arguments)
        if made.name not in NAMES:
            return NO_ANSWER
        given = [self.argument(sheet, argument) for argument in made.arguments]
        if any(argument is NO_ANSWER for argument in given):
            return NO_ANSWER
        answer = call(made.name, *given)
        return NO_ANSWER if isinstance(answer, list) else answer

    def _guarded(self, sheet: str, test: str, yes: str, no: str) -> Any:
        """Answer ``IF(cell="","",…)``."""
        cell, mark, empty = test.rpartition("=")
        if not mark or empty.strip() != '""' or yes.strip() != '""':
            return NO_ANSWER
        tested = self.argument(sheet, cell)
        if tested is NO_ANSWER or isinstance(tested, list):
            return NO_ANSWER
        if isinstance(tested, XlError):
            return tested
        return "" if tested is None or tested == "" else self.answer(sheet, no)

    def argument(self, sheet: str, text: str) -> Any:
        """Return what an argument stands for: a constant, a cell, the rows of a range; or NO_ANSWER."""
        text = text.strip()
        if text in _TRUTHS:
            return _TRUTHS[text]
        if _NUMBER.fullmatch(text):
            return float(text)
        if quoted := _TEXT.fullmatch(text):
            return quoted[1].replace('""', '"')
        said = self._names.get(text.lower(), [text])
        if len(said) == 1 and stands_for_cells(said[0]):
            return self._cells(sheet, said[0])
        return NO_ANSWER

    def _cells(self, sheet: str, text: str) -> Any:
        [(title, (top, left, bottom, right))] = references(sheet, text)
        rows = [
            [self._value(title, reference(row, column)) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        return rows if ":" in text.rpartition("!")[2] else rows[0][0]
