"""What our functions say of a cell's formula directly, without any engine.

Only formulas that are a call, or a call behind ``IF(cell="","",…)``, have such an answer, and only
where each argument is a cell, a range, a name of one, or a constant.  In the template these are
nearly all the calls that there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import NAMES, call
from vsm_xl.errors import XlError
from vsm_xl.ooxml.references import parse_range, reference
from vsm_xl.recalc.calc.spelling import arguments_of, stands_for_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsm_xl.ooxml.values import CellValue

#: Where nothing can be said.
NO_ANSWER: Final = object()
_GUARD: Final = re.compile(r'IF\(([^,()"]+)="","",(.*)\)', re.DOTALL)
_CALL: Final = re.compile(r"([A-Z][A-Z_]*)\((.*)\)", re.DOTALL)
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_TEXT: Final = re.compile(r'"((?:[^"]|"")*)"')
_TRUTHS: Final = {"TRUE": True, "FALSE": False, "TRUE()": True, "FALSE()": False}


class CoreAnswers:
    """Answers of our functions to the formulas of one workbook.

    Args:
        value: gives the value of a cell by sheet and reference.
        names: what each defined name (in lower case) stands for.
    """

    def __init__(
        self, value: Callable[[str, str], CellValue], names: Mapping[str, list[str]]
    ) -> None:
        self._value = value
        self._names = names

    def answer(self, sheet: str, formula: str) -> Any:
        """Give the answer to a formula on a sheet, as its cell would show it, or NO_ANSWER."""
        guarded = _GUARD.fullmatch(formula)
        if guarded and len(arguments_of(formula[3:])) == len(("test", "yes", "no")):
            tested = self._argument(sheet, guarded[1])
            if tested is NO_ANSWER or isinstance(tested, list):
                return NO_ANSWER
            if isinstance(tested, XlError):
                return tested
            return "" if tested is None or tested == "" else self.answer(sheet, guarded[2])
        found = _CALL.fullmatch(formula)
        if not found or found[1] not in NAMES:
            return NO_ANSWER
        inside = arguments_of(formula[len(found[1]) + 1 :])
        given = [self._argument(sheet, argument) for argument in inside]
        if any(argument is NO_ANSWER for argument in given):
            return NO_ANSWER
        answer = call(found[1], *given)
        return NO_ANSWER if isinstance(answer, list) else answer

    def _argument(self, sheet: str, text: str) -> Any:
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
        at, _, place = text.rpartition("!")
        if at:
            sheet = at[1:-1].replace("''", "'") if at.startswith("'") else at
        top, left, bottom, right = parse_range(place.replace("$", ""))
        rows = [
            [self._value(sheet, reference(row, column)) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        return rows if ":" in place else rows[0][0]
