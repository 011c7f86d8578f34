"""Errors as values, the reasons behind results, and the one exception that people see.

A worksheet function never raises: what goes wrong in it is an :class:`XlError`, a true
spreadsheet error that knows its reason.  What goes wrong *around* the functions (a file that
is not a workbook, a column that is missing from a CSV) is :class:`UnusableInput`, raised at the
edges of the program and shown to a person as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: The errors that every spreadsheet program and file format has had from the start.
FIRST_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
#: Errors that say "not there yet", not "wrong".
PENDING_ERRORS: Final = ("#GETTING_DATA", "#BUSY!", "#CONNECT!")
#: The error texts that spreadsheet programs know.  A cell holding one of them *is* an error.
ERROR_CODES: Final = (
    *FIRST_ERRORS, "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!",
    "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!",
)  # fmt: skip

#: What a reason weighs where an argument has it.  A row is blank where its key is; otherwise the
#: heaviest reason decides, and among equals that of the leftmost argument.
NO_WEIGHT, UNFIT, MISSING, PASSED_ON, BLANK = range(5)

#: Every reason there is, by its number.  Number 0 is "no reason yet".
REASONS: list[Reason] = []


class Reason:
    """Why a result is what it is: a code, the error it means (if any), and its words.

    ``sentence`` states what and why, ``remedy`` what to do; both may name facts of the case in
    braces.  One code may stand for a value in one function and an error in another (then
    there are two reasons that share it), but no two have the same words.  ``weight`` states how
    validation compares it with other reasons of the same row.
    """

    __slots__ = ("code", "error", "number", "remedy", "sentence", "weight")

    def __init__(
        self, number: int, code: str, error: str | None, sentence: str, remedy: str, weight: int
    ) -> None:
        self.number = number
        self.code = code
        self.error = error
        self.sentence = sentence
        self.remedy = remedy
        self.weight = weight

    def __repr__(self) -> str:
        return f"Reason({self.number}, {self.code!r}, {self.error!r})"

    def words(self, facts: Mapping[str, str]) -> str:
        """Return the sentence for a case, as it is shown to a person."""
        return f"{self.sentence} {self.remedy}".format_map(facts)


def reason(
    code: str, sentence: str, remedy: str, *, error: str | None = None, weight: int | None = None
) -> Reason:
    """Enter a reason into the catalogue.

    Args:
        code: what ``VSM_WHY`` shows.
        sentence: what and why.
        remedy: what to do.
        error: the error of the cell; None for the reason of a value.
        weight: how validation compares it; left out, :data:`UNFIT` for an error.

    >>> REASONS[0].code
    'NONE'
    """
    if weight is None:
        weight = NO_WEIGHT if error is None else UNFIT
    entry = Reason(len(REASONS), code, error, sentence, remedy, weight)
    REASONS.append(entry)
    return entry


NONE: Final = reason("NONE", "No reason is recorded.", "Report this as a fault.")


class XlError:
    """A spreadsheet error value such as ``#N/A``, with the words that belong to it.

    It compares equal to its text, so ``call(...) == "#N/A"`` reads naturally, but it is neither
    a text nor a number: adding, summing or joining it raises ``TypeError``.  Converted to a
    float, as numpy and pandas convert the cells of a numeric column, it is NaN: missing.  What
    converts before it adds, such as ``math.fsum``, therefore returns NaN, which is no amount either.

    >>> error = XlError("#N/A", "RANGE_NOT_LOADED", "No range table is loaded.")
    >>> error == "#N/A", error.reason, error.message
    (True, 'RANGE_NOT_LOADED', 'No range table is loaded.')
    >>> error + 1
    Traceback (most recent call last):
    ...
    TypeError: unsupported operand type(s) for +: 'XlError' and 'int'
    """

    __slots__ = ("_message", "_text", "reason")

    def __init__(
        self, text: str, reason: str = "ARGUMENT_ERROR", message: str | Callable[[], str] = ""
    ) -> None:
        self._text = str(text)
        self.reason = reason
        self._message = message

    @property
    def message(self) -> str:
        """One plain sentence: what is wrong, why, and what to do (worked out when read)."""
        if not isinstance(self._message, str):
            self._message = self._message()
        return self._message

    def __eq__(self, other: object) -> bool:
        if isinstance(other, XlError):
            return self._text == other._text
        return self._text == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __str__(self) -> str:
        return self._text

    def __float__(self) -> float:
        return float("nan")

    def __repr__(self) -> str:
        return f"XlError({self._text!r}, {self.reason!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return XlError, (self._text, self.reason, self.message)


class UnusableInput(Exception):  # noqa: N818 - named for what it says
    """Input from outside that cannot be used: a file, a cell of it, an option.

    Carries one line for each problem; each names the file, sheet and cell where it applies,
    states why it is a problem and what to do.

    >>> print(UnusableInput("return.xlsx is not a workbook."))
    return.xlsx is not a workbook.
    """

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))
