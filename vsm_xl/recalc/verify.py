"""One workbook, three answers: the embedded engine's, LibreOffice's, and our functions' own."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import XlError
from vsm_xl.functions.types.base import looks_like_a_number
from vsm_xl.ooxml.formula_parts import references
from vsm_xl.ooxml.formulas import calls, read
from vsm_xl.ooxml.references import reference
from vsm_xl.ooxml.values import error_text
from vsm_xl.recalc.direct_answers import NO_ANSWER, CoreAnswers
from vsm_xl.recalc.engine_copy import texts_of_names
from vsm_xl.recalc.recalculate import recalculate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.recalc.calc.office import Office
    from vsm_xl.recalc.recalculate import Recalculated

#: Two programs add in different orders; a penny in a million million is a thousand times more.
_RELATIVE: Final = 1e-12
_ABSOLUTE: Final = 1e-9
#: Functions whose answer is another every time.
_NEVER_THE_SAME: Final = frozenset(("NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "_XLFN.RANDARRAY"))
#: Rows of a range that are looked at for the cause of a difference; more is a whole column.
_MOST_ROWS: Final = 5_000


@dataclass(frozen=True)
class Disagreement:
    """A cell of which not all say the same.

    ``core`` is None where our functions alone cannot tell (see :mod:`.direct_answers`), ``formulas`` where
    the return was not computed by the template's formulas.
    """

    sheet: str
    ref: str
    formula: str
    embedded: Any
    libreoffice: Any
    core: tuple[Any] | None
    formulas: tuple[Any] | None = None

    @property
    def words(self) -> str:
        """Sheet, cell, formula and the answers, on one line."""
        said = [f"embedded {_shown(self.embedded)}", f"LibreOffice {_shown(self.libreoffice)}"]
        if self.core is not None:
            said.append(f"functions {_shown(self.core[0])}")
        if self.formulas is not None:
            said.append(f"the template's formulas {_shown(self.formulas[0])}")
        return f"{self.sheet}!{self.ref}  ={self.formula}  {', '.join(said)}"


@dataclass(frozen=True)
class Verified:
    """What came of a comparison.

    Attributes:
        formulas: how many formulas were compared.
        with_core: of how many of them our functions spoke too.
        never_the_same: formulas left out, because their answer is another every time.
        explained: formulas that differ only for reasons no engine can be blamed for: several
            errors at once, entered truths among numbers, numbers stored as text.
        disagreements: cells of which not all say the same.
        recalculated: what the embedded engine says.
    """

    formulas: int
    with_core: int
    never_the_same: int
    explained: int
    disagreements: list[Disagreement]
    recalculated: Recalculated


def verify(
    package: Package, office: Office | None = None, formulas: Recalculated | None = None
) -> Verified:
    """Recalculate a workbook with both engines, ask our functions, and compare.

    Args:
        package: the workbook.
        office: the LibreOffice that computes; the one kept warm when not given.
        formulas: the workbook as the template's formulas compute it, to be compared too.

    Raises:
        UnusableInput: the workbook cannot be recalculated, or there is no LibreOffice.
    """
    embedded = recalculate(package)
    other = recalculate(package, engine="libreoffice", office=office)
    core = CoreAnswers(embedded.value, texts_of_names(package))
    found: list[Disagreement] = []
    count = with_core = left_out = 0
    for sheet, cells in embedded.values.items():
        texts = embedded.formulas[sheet]
        for ref, value in cells.items():
            if calls(texts[ref]) & _NEVER_THE_SAME:
                left_out += 1
                continue
            count += 1
            said = core.answer(sheet, texts[ref])
            with_core += said is not NO_ANSWER
            second = other.values[sheet][ref]
            third = None if said is NO_ANSWER else (said,)
            fourth = None if formulas is None else (formulas.value(sheet, ref),)
            if all(agree(value, one) for one in (second, *(third or ()), *(fourth or ()))):
                continue
            found.append(Disagreement(sheet, ref, texts[ref], value, second, third, fourth))
    left, excused = _explained(found, VerifyInputs(texts_of_names(package)), (embedded, other))
    return Verified(count, with_core, left_out, excused, left, embedded)


def _explained(
    found: list[Disagreement], inputs: VerifyInputs, both: tuple[Recalculated, Recalculated]
) -> tuple[list[Disagreement], int]:
    """Set aside what no engine can be blamed for, and the cells that depend on it.

    Which of several errors a formula passes on, programs differ in; to Calc an entered TRUE is the
    number 1; and whether a text that looks like an amount is one, depends on the program.
    """
    aside: set[tuple[str, str]] = set()
    while True:
        more = {
            (one.sheet, one.ref)
            for one in found
            if (one.sheet, one.ref) not in aside
            and (
                inputs.several_errors(one.sheet, one.formula, both)
                or inputs.odd(one.sheet, one.formula, both[0])
                or inputs.depends_on(one.sheet, one.formula, aside)
            )
        }
        if not more:
            break
        aside |= more
    return [one for one in found if (one.sheet, one.ref) not in aside], len(aside)


class VerifyInputs:
    """The cells that formulas refer to.

    Args:
        names: what each defined name (in lower case) stands for.
    """

    def __init__(self, names: Mapping[str, list[str]]) -> None:
        self._names = names
        self._known: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def several_errors(
        self, sheet: str, formula: str, both: tuple[Recalculated, Recalculated]
    ) -> bool:
        """Return whether there are different errors among the cells that a formula refers to."""
        errors = {
            str(value)
            for title, ref in self._cells(sheet, formula)
            for computed in both
            if title in computed.values and isinstance(value := computed.value(title, ref), XlError)
        }
        return len(errors) > 1

    def odd(self, sheet: str, formula: str, computed: Recalculated) -> bool:
        """Return whether a formula refers to an entered truth, or to a number stored as text."""
        for title, ref in self._cells(sheet, formula):
            if title not in computed.values:
                continue
            value = computed.value(title, ref)
            if isinstance(value, str) and not isinstance(value, XlError):
                if value.strip() and looks_like_a_number(value):
                    return True
            elif isinstance(value, bool) and self._entered(title, ref, computed):
                return True
        return False

    def _entered(self, title: str, ref: str, computed: Recalculated) -> bool:
        """Return whether a truth was entered, in this cell or in one that it is copied from."""
        formula = computed.formulas[title].get(ref)
        return formula is None or any(
            isinstance(computed.value(*cell), bool) and self._entered(*cell, computed)
            for cell in self._cells(title, formula)
            if cell[0] in computed.values and cell != (title, ref)
        )

    def depends_on(self, sheet: str, formula: str, cells: set[tuple[str, str]]) -> bool:
        """Return whether a formula refers to one of these cells."""
        return bool(cells) and not cells.isdisjoint(self._cells(sheet, formula))

    def _cells(self, sheet: str, formula: str) -> set[tuple[str, str]]:
        key = (sheet, formula)
        if key not in self._known:
            said = [formula]
            for word in read(formula).words:
                said += self._names.get(word.lower(), ())
            self._known[key] = {
                (title, reference(row, column))
                for text in said
                for title, (top, left, bottom, right) in references(sheet, text)
                for row in range(top, min(bottom, top + _MOST_ROWS) + 1)
                for column in range(left, right + 1)
            }
        return self._known[key]


def agree(one: Any, other: Any) -> bool:
    """Return whether two answers are the same: type, error, text; numbers as far as programs can.

    >>> agree(0.1 + 0.2, 0.3), agree(1.0, True), agree(XlError("#N/A"), "#N/A"), agree(None, "")
    (True, False, False, False)
    """
    if isinstance(one, XlError) or isinstance(other, XlError):
        both = isinstance(one, XlError) and isinstance(other, XlError)
        return both and error_text(one) == error_text(other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    return type(one) is type(other) and bool(one == other)


def _shown(value: Any) -> str:
    if isinstance(value, XlError):
        return str(value)
    return "nothing" if value is None else repr(value)
