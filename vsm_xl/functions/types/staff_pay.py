"""The type of argument that is a list of everybody's pay: any length, taken whole."""

from __future__ import annotations

from typing import Any, Final

from vsm_xl.columns import is_array, np, numpy_installed
from vsm_xl.errors import PASSED_ON, REASONS
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.functions.argument_cells import Range, as_error
from vsm_xl.functions.library.arguments import AMOUNT
from vsm_xl.functions.types.base import BLANK, Problem, error_number, show
from vsm_xl.functions.types.tables import TableType

#: From this number of people on, a list is read with numpy, where it is installed.
LONG: Final = 1000


class StaffPay(TableType):
    """A list of pay in pounds, read as an array of pence; blanks are skipped.

    A list may have a million entries, so it is read as an amount column is, and not kept.
    """

    text = "a list of amounts in pounds, of any length; blanks are skipped"
    kept = False

    def __init__(self) -> None:
        super().__init__(list)

    def cell(self, cell: Any) -> tuple[Any, int]:
        """Return the pay of everybody in pence, or the number of the first problem."""
        given = cell
        if not isinstance(given, Range):
            if is_blank(given):
                return self.absent(), BLANK
            given = Range([given], 1, 1)
        if is_array(given.cells) or (len(given.cells) >= LONG and numpy_installed()):
            pence, problems = AMOUNT.column(given)
            if problems.__class__ is int:
                return (self.absent(), problems) if problems else (pence, 0)
            present = np.flatnonzero([problem == 0 for problem in problems.items])
            paid: Any = pence[np.isin(problems.codes, present)]
            wrong = list(filter(None, problems.rows()))
        else:
            read = list(map(AMOUNT.cell, given.cells))
            paid = [pence for pence, problem in read if problem == 0]
            wrong = [problem for _, problem in read if problem]
        # An error anywhere in the list comes before all else, as in any other argument.
        for problem in sorted(set(wrong), key=wrong.index):
            if REASONS[problem].weight == PASSED_ON:
                return self.absent(), problem
        unfit = next((problem for problem in wrong if problem != BLANK), 0)
        return (self.absent(), unfit) if unfit else (paid, 0)

    def read(self, cell: Any) -> Any:
        """Return what is wrong with the first cell that cannot be read."""
        first = None
        for number, pay in enumerate((pay for row in cell for pay in row), start=1):
            facts = (("argument", f"cell {number} of staff_pay"), ("shown", show(pay)))
            if (error := as_error(pay)) is not None:
                return Problem(error_number(error), facts)
            answer = None if first is not None or is_blank(pay) else AMOUNT.read(pay)
            if isinstance(answer, Problem):
                first = Problem(answer.why, facts)
        return first
