"""What the arguments of our functions' calls in a formula stand for, for a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import XlError
from vsm_xl.ooxml.formula_parts import whole_call
from vsm_xl.recalc.direct_answers import NO_ANSWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.ooxml.formula_parts import Call
    from vsm_xl.recalc.direct_answers import CoreAnswers

#: What the template reckons within the call of a function.
_REDUCED: Final[dict[str, Callable[[list[float]], float]]] = {
    "SUM": sum,
    "MIN": lambda numbers: min(numbers, default=0.0),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "ABS": lambda numbers: abs(sum(numbers)),
}


def worked_out(answers: CoreAnswers, sheet: str, text: str) -> Any:
    """Return what an argument of a call stands for, also where it is reckoned within the call.

    The template divides, adds up and compares within calls, and does nothing else there; what is
    neither of these is NO_ANSWER.

    Args:
        answers: of the workbook.
        sheet: the sheet of the formula.
        text: the argument, such as ``$K8``, ``$K8/$E8`` or ``SUM($AF8,$AH8)``.

    >>> from vsm_xl.recalc.direct_answers import CoreAnswers
    >>> answers = CoreAnswers(lambda sheet, ref: {"A1": 6.0, "B1": 4.0}.get(ref), {})
    >>> [worked_out(answers, "S", text) for text in ("A1", "A1/B1", "SUM(A1:C1)", "MAX(0,C1)")]
    [6.0, 1.5, 10.0, 0.0]
    >>> worked_out(answers, "S", "A1*2") is NO_ANSWER
    True
    """
    known = answers.argument(sheet, text)
    if known is not NO_ANSWER:
        return known
    above, mark, below = text.partition("/")
    if mark:
        parts = [answers.argument(sheet, part) for part in (above, below)]
        numbers = all(isinstance(part, float | int) for part in parts) and parts[1]
        return parts[0] / parts[1] if numbers else NO_ANSWER
    made = whole_call(text)
    if made is None or made.name not in _REDUCED:
        return NO_ANSWER
    return _reduced(answers, sheet, made)


def _reduced(answers: CoreAnswers, sheet: str, made: Call) -> Any:
    cells: list[Any] = []
    for argument in made.arguments:
        given = worked_out(answers, sheet, argument)
        if given is NO_ANSWER:
            return NO_ANSWER
        cells += [cell for row in given for cell in row] if isinstance(given, list) else [given]
    errors = [cell for cell in cells if isinstance(cell, XlError)]
    if errors:
        return errors[0]
    numbers = [float(cell) for cell in cells if isinstance(cell, float | int)]
    return float(_REDUCED[made.name](numbers))


def is_share(made: Call) -> bool:
    """Return whether a call only takes a share to the penny, where nothing is at risk.

    Planning does so; what the function says of objectives would mislead there.
    """
    return made.name == "VSM_EARN_BACK" and made.arguments[2:] == ("0", '"At risk"')
