"""Errors as values, the reasons behind results, and the one exception that people see.

A worksheet function never raises: what goes wrong in it is an :class:`XlError`, a true
spreadsheet error that knows its reason.  What goes wrong *around* the functions (a file that
is no workbook, a column that is missing from a CSV) is :class:`UnusableInput`, raised at the
edges of the program and shown to a person as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: The error texts that spreadsheet programs know.  A cell holding one of them *is* an error.
ERROR_CODES: Final = (
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#EXTERNAL!",
    "#PYTHON!",
)

#: Every reason there is, by its number.  Number 0 is "no reason yet".
REASONS: list[Reason] = []


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """Why a result is what it is: a code, the error it means (if any), and its words.

    ``sentence`` says what and why, ``remedy`` what to do; both may name facts of the case in
    braces.  One code may stand for a value in one function and an error in another (then
    there are two reasons that share it), but no two say the same.
    """

    number: int
    code: str
    error: str | None
    sentence: str
    remedy: str

    def words(self, facts: Mapping[str, str]) -> str:
        """Give the sentence for a case, as it is shown to a person."""
        return f"{self.sentence} {self.remedy}".format_map(facts)


def reason(code: str, error: str | None, sentence: str, remedy: str) -> Reason:
    """Enter a reason into the catalogue.

    >>> REASONS[0].code
    'NONE'
    """
    entry = Reason(len(REASONS), code, error, sentence, remedy)
    REASONS.append(entry)
    return entry


NONE: Final = reason("NONE", None, "No reason is recorded.", "Report this as a fault.")


class XlError(str):
    """A spreadsheet error value such as ``#N/A``, with the words that belong to it.

    It compares equal to its text, so ``call(...) == "#N/A"`` reads naturally.

    >>> error = XlError("#N/A", "RANGE_NOT_LOADED", "No range table is loaded.")
    >>> error == "#N/A", error.reason, error.message
    (True, 'RANGE_NOT_LOADED', 'No range table is loaded.')
    """

    __slots__ = ("_message", "reason")

    reason: str
    _message: str | Callable[[], str]

    def __new__(  # noqa: D102 - the class says it
        cls, code: str, reason: str = "ARGUMENT_ERROR", message: str | Callable[[], str] = ""
    ) -> Self:
        self = super().__new__(cls, code)
        self.reason = reason
        self._message = message
        return self

    @property
    def message(self) -> str:
        """One plain sentence: what is wrong, why, and what to do (worked out when read)."""
        if callable(self._message):
            self._message = self._message()
        return self._message

    def __repr__(self) -> str:
        return f"XlError({str(self)!r}, {self.reason!r})"

    def __reduce__(self) -> tuple[type[XlError], tuple[str, str, str]]:
        return XlError, (str(self), self.reason, self.message)


class UnusableInput(Exception):  # noqa: N818 - named for what it says
    """Input from outside that cannot be used: a file, a cell of it, an option.

    Carries one line for each problem; each names the file, sheet and cell where it applies,
    says why it is a problem and what to do.

    >>> print(UnusableInput("return.xlsx is not a workbook."))
    return.xlsx is not a workbook.
    """

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))
