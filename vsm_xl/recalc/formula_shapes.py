"""What a formula says beside its numbers, found out once for all rows of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.recalc.function_names import called, external_reference, respell, used

if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
#: Stands for a number in a shape; no file can hold this character.
_MARK: Final = "\x00"
#: A word with a number in it, with the sign that tells the name of a function or of a sheet.
_WORD: Final = re.compile(rf"[\w.\\${_MARK}]*{_MARK}[\w.\\${_MARK}]*[(!]?")
#: Words whose number says nothing: a constant, the row of a reference, a sheet.  In any other
#: (LOG10, the name Rate5) another number is another name.
_HARMLESS: Final = re.compile(rf"(?:\$?[A-Za-z]{{1,3}})?\$?{_MARK}|.*!", re.DOTALL)


class Said(NamedTuple):
    """What one formula says.

    Attributes:
        text: The formula with our functions by their plain names.
        calls: The functions that it calls, in capitals.
        tables: The workbook's tables that it uses by name.
        external: The first reference to another workbook, or None.
    """

    text: str
    calls: frozenset[str]
    tables: frozenset[str]
    external: str | None


class FormulaShapes:
    """Reads the formulas of one workbook.

    >>> shapes = FormulaShapes(["VSM_BAND"], ())
    >>> shapes.said("_xll.VSM_BAND(A7)").text, shapes.said("_xll.VSM_BAND(A8)").text
    ('VSM_BAND(A7)', 'VSM_BAND(A8)')
    """

    def __init__(self, functions: Collection[str], tables: tuple[str, ...]) -> None:
        self._functions = tuple(functions)
        self._tables = tables
        self._known: dict[str, Said | None] = {}

    def said(self, formula: str) -> Said:
        """Say what a formula says."""
        shape = _NUMBER.sub(_MARK, formula)
        if shape not in self._known:
            self._known[shape] = self._common(shape)
        said = self._known[shape]
        if said is None:
            return self._read(formula)
        text = formula if said.text == shape else respell(formula, self._functions)
        return Said(text, said.calls, said.tables, said.external)

    def _common(self, shape: str) -> Said | None:
        """Read a shape; None where formulas of this shape may differ in what they say."""
        if not all(_HARMLESS.fullmatch(word[0]) for word in _WORD.finditer(shape)):
            return None
        said = self._read(shape)
        # What is refused is quoted with its own numbers.
        return None if said.tables or said.external else said

    def _read(self, formula: str) -> Said:
        text = respell(formula, self._functions)
        return Said(
            text,
            frozenset(called(text)),
            frozenset(used(formula, self._tables)),
            external_reference(text),
        )
