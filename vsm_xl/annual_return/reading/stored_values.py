"""Whether the results that a file has stored are those that its formulas have."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.ooxml.cell_values import held_rows
from vsm_xl.ooxml.values import Stored, decode_text, encode_text, same, stored_result

if TYPE_CHECKING:
    from collections.abc import Collection

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import Cell
    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc import Recalculated

#: How the cell of the Cover that states whether the functions answer begins.
_ASKS_ITSELF: Final = "IF(ISERROR(VSM_VERSION())"
_NO_ANSWER: Final[CellValue] = (
    "No: what you see was calculated before. Press Ctrl+Alt+F9 to ask again."
)
#: Excel keeps fifteen digits of a number where the engine keeps seventeen.
_SAME_NUMBER: Final = 1e-12


class StoredState(NamedTuple):
    """How many formula cells there are, and what the file had stored for them."""

    formulas: int
    absent: int
    different: int

    @property
    def words(self) -> str:
        """What is to be said of it; empty where every stored value was right.

        >>> StoredState(9, 9, 0).words
        'it held no computed values.'
        """
        if self.absent and not self.different:
            return "it held no computed values."
        if self.different:
            return f"the stored values of {self.different:,} of its {self.formulas:,} formulas were out of date."
        return ""


def asks_itself(formula: str) -> bool:
    """Return whether a formula asks if the functions answer, wherever the file is open."""
    return _ASKS_ITSELF in formula


def without_an_answer(recalculated: Recalculated) -> Recalculated:
    """Return the results with "No" stored where the Cover asks whether the functions answer.

    Here they do; whoever opens the file sees what is stored until a program calculates there.
    """
    asking: dict[str, dict[str, CellValue]] = {
        sheet: found
        for sheet, formulas in recalculated.formulas.items()
        if (found := {ref: _NO_ANSWER for ref, text in formulas.items() if asks_itself(text)})
    }
    return recalculated.showing(asking)


def stored_state(
    package: Package, recalculated: Recalculated, retold: Collection[str] = ()
) -> StoredState:
    """Compare the stored values of a file with its recalculated ones.

    Args:
        package: the file as it was.
        recalculated: what was computed from it.
        retold: names of cells that were written again in between; a formula that shows one of them
            was not out of date.
    """
    if recalculated.proved:
        return StoredState(sum(map(len, recalculated.formulas.values())), 0, 0)
    formulas = absent = different = 0
    for sheet, part in package.sheets().items():
        cells = package.sheet(part).cells()
        stored = {ref: held for row in held_rows(package, part) for ref, held in row.values.items()}
        for ref, value in recalculated.values[sheet].items():
            formulas += 1
            if (held := stored.get(ref)) == value and type(held) is type(value):
                continue
            formula = recalculated.formulas[sheet].get(ref, "")
            if asks_itself(formula) or (retold and any(name in formula for name in retold)):
                continue
            right, now = stored_result(value), _now(cells[ref])
            if not right.text:
                different += bool(now.text)
            elif not now.text and now.kind != "str":
                absent += 1
            else:
                different += not _agree(now, right)
    return StoredState(formulas, absent, different)


def _now(cell: Cell) -> Stored:
    kind = cell.kind
    if kind in {"str", "inlineStr"}:
        return Stored("str", encode_text(decode_text(cell.stored or "")))
    return Stored(kind, cell.stored)


def _agree(now: Stored, right: Stored) -> bool:
    if same(now, right):
        return True
    if {now.kind, right.kind} <= {"n", None}:
        try:
            return isclose(float(now.text or ""), float(right.text or ""), rel_tol=_SAME_NUMBER)
        except ValueError:
            return False
    return False
