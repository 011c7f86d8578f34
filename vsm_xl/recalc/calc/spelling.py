"""Formulas as LibreOffice Calc understands them in an .xlsx file.

Calc knows our functions there by their full names only.  It would also hand a blank cell over as
0, TRUE as 1, and not call a function with an error at all; so every reference among the arguments
goes through a function of the add-in that hands cells over as they are, and an error that is worked
out in an argument is handed over by its number.  What is TRUE or FALSE
comes back as 1 or 0, and is made a truth again in the formula.  Texts that come back in rows are
joined to nothing, because Calc finds no two of them equal otherwise.

Of Excel's own functions one is stepped round: Calc's COUNTIF counts errors as texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.libreoffice.uno_names import CELLS, ROWS, SERVICE, full_name
from vsm_xl.libreoffice.values import MARK
from vsm_xl.ooxml.formula_parts import stands_for_cells
from vsm_xl.ooxml.formulas import respell
from vsm_xl.ooxml.outward import FUNCTIONS as OUTWARD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_SHEET: Final = r"(?:(?:'(?:[^']|'')*'|[\w.]+)!)?"
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
#: A cell or a rectangle of cells; whole columns and rows are left to Calc.
_REFERENCE: Final = re.compile(rf"{_SHEET}{_CELL}(?::{_CELL})?")
_CONSTANT: Final = re.compile(r'-?[0-9.]+(?:[eE][-+]?[0-9]+)?%?|"(?:[^"]|"")*"')
_TRUTHS: Final = ("TRUE", "FALSE")
#: What brackets and commas mean nothing in: texts, quoted sheet names, columns of tables.
_TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])"""
    r"|(?P<call>(?<![\w.\\])[A-Za-z_][\w.]*\()"
    r"|(?P<open>[({])|(?P<close>[)}])|(?P<comma>,)"
)
#: A lost reference as Excel writes it, with the sheet that it was on; Calc reads only the error.
_LOST: Final = re.compile(r""""(?:[^"]|"")*"|(?:'(?:[^']|'')*'|[\w.]+)!#REF!""")
_REFUSED: Final = "VSMXL.NOT.COMPUTED.HERE("
_NEWER: Final = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_CELLS_CALL: Final = f"{SERVICE}.{CELLS}".upper()


@dataclass(frozen=True)
class CalcSpelling:
    """How the formulas of one workbook are spelt for Calc.

    Args:
        functions: our functions.
        truths: those of them that answer TRUE or FALSE.
        tables: those whose answer is always a table.
        names: what each defined name (in lower case) stands for that stands for cells.
        whole: for each function the places of the arguments that it takes whole.
    """

    functions: tuple[str, ...]
    truths: frozenset[str]
    tables: frozenset[str]
    names: Mapping[str, str]
    whole: Mapping[str, frozenset[int]]

    def spelt(self, formula: str, array: bool = False) -> str:  # noqa: FBT001, FBT002 - as Dialect
        """Spell a formula, or an array formula, as it stands in a file for Calc.

        >>> none = frozenset()
        >>> spelling = CalcSpelling(("VSM_BAND",), none, none, {"width": "S!$A$1"}, {})
        >>> spelling.spelt("IF(A1=1,VSM_BAND(width,5),0)").replace("ORG.VSMXL.CALC.FUNCTIONS.", "")
        'IF(A1=1,VSMBAND(VSMCELLS(width),5),0)'
        """
        if "!#REF!" in formula:
            formula = _LOST.sub(lambda one: one[0] if one[0][0] == '"' else "#REF!", formula)
        return self._spell(respell(formula, self.functions, keep_newer=True), array=array)

    def _spell(self, text: str, *, array: bool) -> str:
        spelt: list[str] = []
        at = 0
        while found := _TOKEN.search(text, at):
            spelt.append(text[at : found.start()])
            at = found.end()
            name = (found["call"] or "").removesuffix("(")
            if name in self.functions:
                arguments, at = _arguments(text, at)
                spelt.append(self._call(name, arguments, array=array))
            elif name.upper() == "COUNTIF" and (texts := _counted_texts(text, at)):
                spelt.append(texts[0])
                at = texts[1]
            elif _NEWER.sub("", name).upper() in OUTWARD:
                spelt.append(_REFUSED)
            else:
                spelt.append(found[0])
        return "".join((*spelt, text[at:]))

    def _call(self, name: str, arguments: list[str], *, array: bool) -> str:
        given = ",".join(self._argument(argument, array=array) for argument in arguments)
        array = array or self._on_columns(name, arguments)
        rows = array and name not in self.tables
        call = f"{full_name(name + ROWS if rows else name)}({given})"
        text = f'{call}&""' if array else call
        if name in self.truths:
            return f"IF(ISNUMBER({call}),{call}=1,{text})"
        return f"IF(ISTEXT({call}),{text},{call})" if array else call

    def _on_columns(self, name: str, arguments: list[str]) -> bool:
        """Return whether a call works on columns: SUMPRODUCT takes such calls in a plain formula."""
        whole: Collection[int] = self.whole.get(name, ())
        if name not in self.whole and arguments:
            # A function about calls: what it is asked about stands first.
            asked = self.whole.get(arguments[0].strip().strip('"').upper(), frozenset())
            whole = {at + 1 for at in asked}
        return any(
            ":" in self.names.get(argument.strip().lower(), argument)
            for at, argument in enumerate(arguments)
            if at not in whole
            and stands_for_cells(self.names.get(argument.strip().lower(), argument.strip()))
        )

    def _argument(self, text: str, *, array: bool) -> str:
        bare = text.strip()
        if bare.lower() in self.names or _REFERENCE.fullmatch(bare):
            cells = f"{_CELLS_CALL}({bare})"
            if bare.lower() in self.names or ":" in bare:
                return cells
            # Whether one computed cell is a truth, a formula can ask; the add-in cannot.
            return _truth_marked(bare, cells)
        if bare.upper().removesuffix("()") in _TRUTHS:
            return f'"{MARK}{bare.upper().removesuffix("()")}"'
        spelt = self._spell(text, array=array)
        if not bare or _CONSTANT.fullmatch(bare):
            return spelt
        return f'IF(ISERROR({spelt}),"{MARK}"&ERRORTYPE({spelt}),{_truth_marked(spelt, spelt)})'


def _truth_marked(text: str, otherwise: str) -> str:
    return f'IF(ISLOGICAL({text}),IF({text},"{MARK}TRUE","{MARK}FALSE"),{otherwise})'


def _counted_texts(text: str, at: int) -> tuple[str, int] | None:
    """Spell COUNTIF(range,"*") and COUNTIF(range,"?*") so that errors are not counted."""
    arguments, end = _arguments(text, at)
    if len(arguments) != len(("range", "pattern")):
        return None
    cells, pattern = (argument.strip() for argument in arguments)
    if pattern == '"*"':
        return f"SUMPRODUCT(--ISTEXT({cells}))", end
    if pattern == '"?*"':
        return f'SUMPRODUCT(ISTEXT({cells})*(IFERROR({cells},"")<>""))', end
    return None


def _arguments(text: str, at: int) -> tuple[list[str], int]:
    """Return the arguments of a call whose bracket opens before ``at``, and where it has closed."""
    begun, found = at, []
    for kind, start, end in _at_this_depth(text, at):
        found.append(text[begun:start])
        begun = end
        if kind == "close":
            break
    else:
        # The bracket never closes: whoever reads the formula states so.
        return [text[at:]], len(text)
    return ([] if found == [""] else found), begun


def _at_this_depth(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    depth = 0
    for token in _TOKEN.finditer(text, at):
        if token["call"] or token["open"]:
            depth += 1
        elif token["close"]:
            if not depth:
                yield "close", token.start(), token.end()
                return
            depth -= 1
        elif token["comma"] and not depth:
            yield "comma", token.start(), token.end()
