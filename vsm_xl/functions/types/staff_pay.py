"""The kind of argument that is a list of everybody's pay: any length, taken whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from vsm_xl.functions.cells import Range, as_error, is_blank
from vsm_xl.functions.library.arguments import AMOUNT
from vsm_xl.functions.types.base import (
    BLANK,
    FIRST_ERROR,
    LAST_ERROR,
    Problem,
    error_number,
    show,
)
from vsm_xl.functions.types.tables import Whole


class StaffPay(Whole):
    """A list of pay in pounds, read as an array of pence; blanks are skipped.

    A list may have a million entries, so it is read as an amount column is, and not remembered.
    """

    text = "a list of amounts in pounds, of any length; blanks are skipped"

    def __init__(self) -> None:
        super().__init__(lambda: np.zeros(0, dtype=np.int64))

    def whole(self, given: Any) -> tuple[Any, int]:
        """Give the pay of everybody in pence, or the number of the first problem."""
        if not isinstance(given, Range):
            if is_blank(given):
                return self.absent(), BLANK
            given = Range([given], 1, 1)
        pence, problems = AMOUNT.column(given)
        if isinstance(problems, int):
            return pence, 0
        # An error anywhere in the list comes before all else, as in any other argument.
        for wrong in (_is_error(problems), (problems != 0) & (problems != BLANK)):
            if wrong.any():
                return self.absent(), int(problems[np.argmax(wrong)])
        return pence[problems == 0], 0

    def read(self, rows: list[list[Any]]) -> Any:
        """Say what is wrong with the first cell that cannot be read."""
        first = None
        for number, cell in enumerate((cell for row in rows for cell in row), start=1):
            facts = (("argument", f"cell {number} of staff_pay"), ("shown", show(cell)))
            if (error := as_error(cell)) is not None:
                return Problem(error_number(error), facts)
            answer = None if first is not None or is_blank(cell) else AMOUNT.read(cell)
            if isinstance(answer, Problem):
                first = Problem(answer.why, facts)
        return first


def _is_error(problems: Any) -> Any:
    return (problems >= FIRST_ERROR) & (problems <= LAST_ERROR)
