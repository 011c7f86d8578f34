"""The registry: every worksheet function, declared once.

A declaration says everything that Excel, the documentation and the engines need to know: the
name, what it is for, its arguments with their kinds and texts, the rule it calls, and how the
rule's answer is written into a cell.  Everything else is generated from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import errors
from vsm_xl.errors import reason
from vsm_xl.functions.cells import Range, without_nan
from vsm_xl.functions.types.base import BLANK, ArgumentType

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.functions.results import Result
    from vsm_xl.rules.working import Outcome, Working

#: The groups in which the functions are listed, in the order of the contract.
CATEGORIES: Final = (
    "Eligibility and award",
    "Pay ranges and approval",
    "Bonus, premium, earn-back",
    "Fair pay and disclosure",
    "Cost",
    "Words, figures and lists",
)
#: Excel cuts the texts of functions and arguments at this length.
LONGEST_TEXT: Final = 255


@dataclass(frozen=True)
class Arg:
    """One argument of a worksheet function.

    Args:
        name: as the contract spells it.
        kind: how its cells are read.
        text: what it is, for the function wizard.
        key: a blank key cell gives a blank answer.
        required: a blank cell is #N/A, MISSING_<NAME>.
        default: what a blank optional cell stands for.
        needed_for: name and value of another argument that makes this one required.
        checked_with: name of an earlier argument that its value must fit.
    """

    name: str
    type: ArgumentType
    text: str
    key: bool = False
    required: bool = True
    default: Callable[[], Any] | None = None
    needed_for: tuple[str, str] | None = None
    checked_with: str | None = None
    whole: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.type.whole)

    def read(self, argument: Any) -> tuple[Any, int]:
        """Return the value of a cell, or of a table taken whole, and 0 or the reason's number."""
        value, problem = self.type.cell(argument)
        if not problem or self.whole:
            return value, problem
        if self.key and argument.__class__ is float and argument != argument:  # noqa: PLR0124 - NaN is not itself
            problem = BLANK
        if problem == BLANK and self.default is not None:
            value = self.default()
        return value, problem

    def read_column(self, cells: Range) -> tuple[Any, Any]:
        """Return the values of a column, and 0 or the numbers of its problems as a column."""
        default = self.default() if self.default is not None else self.type.stand_in
        values, problems = self.type.column(cells, default)
        if self.key and problems and (filled := without_nan(cells.cells)) is not None:
            return self.type.column(Range(filled, cells.rows, cells.columns), default)
        return values, problems

    @property
    def optional(self) -> bool:
        """Whether a call may leave it out."""
        return self.default is not None and not self.key

    @property
    def may_be_missing(self) -> bool:
        """Whether a blank cell is an error of its own."""
        return not self.key and not self.optional and self.required


@dataclass(frozen=True)
class Function:
    """One worksheet function.

    Args:
        name: as it is typed in a cell.
        purpose: one sentence.
        category: the group it is listed under.
        args: in order.
        rule: takes the arguments as columns, gives an :class:`~vsm_xl.rules.working.Outcome`.
        working: takes one row's arguments, gives the steps in words.
        result: how an outcome is written into cells.
        returns: what the result is, with its unit.
        example: a call's arguments, for the reference; run by a test.
        cites: names of the figures, or sections, that it rests on.
        one_row: the answer is a table of its own, so single cells only are accepted.
    """

    name: str
    purpose: str
    category: str
    args: tuple[Arg, ...]
    rule: Callable[..., Outcome]
    working: Callable[..., Working]
    result: Result
    returns: str
    example: tuple[Any, ...] = ()
    cites: tuple[str, ...] = ()
    one_row: bool = False
    key: int | None = field(init=False)
    least: int = field(init=False)
    missing: tuple[int, ...] = field(init=False)
    #: For the place of an argument that another one may require: that one's place and value.
    needed_for: dict[int, tuple[int, str]] = field(init=False)
    #: Places of an argument and of the one that it must fit, and the check.
    fitted: tuple[tuple[int, int, Callable[[Any, Any], Any]], ...] = field(init=False)

    def __post_init__(self) -> None:
        keys = [at for at, arg in enumerate(self.args) if arg.key]
        needed = [at + 1 for at, arg in enumerate(self.args) if not arg.optional]
        object.__setattr__(self, "key", keys[0] if keys else None)
        object.__setattr__(self, "least", max(needed, default=0))
        object.__setattr__(
            self,
            "missing",
            tuple(missing(arg.name) if arg.may_be_missing else 0 for arg in self.args),
        )
        needed_for = {
            at: (self.place(arg.needed_for[0]), arg.needed_for[1])
            for at, arg in enumerate(self.args)
            if arg.needed_for is not None
        }
        object.__setattr__(self, "needed_for", needed_for)
        fitted = tuple(
            (at, self.place(arg.checked_with), arg.type.check)
            for at, arg in enumerate(self.args)
            if arg.checked_with is not None
        )
        object.__setattr__(self, "fitted", fitted)

    @property
    def signature(self) -> str:
        """The call as the contract writes it: the key starred, optional arguments in brackets."""
        names = [
            ("★" if arg.key else "") + (f"[{arg.name}]" if arg.optional else arg.name)
            for arg in self.args
        ]
        return f"{self.name}({', '.join(names)})"

    def place(self, name: str) -> int:
        """Give the place of an argument."""
        return next(at for at, arg in enumerate(self.args) if arg.name == name)


@dataclass(frozen=True)
class AboutCalls:
    """A worksheet function that takes the name of another and any arguments for it.

    Args:
        name: as it is typed in a cell.
        purpose: one sentence.
        run: takes all arguments as they came, gives what the cell would show.
        returns: what the result is.
        example: a call's arguments, for the reference; run by a test.
    """

    name: str
    purpose: str
    run: Callable[[tuple[Any, ...]], Any]
    returns: str
    example: tuple[Any, ...]
    category: str = "Words, figures and lists"
    signature_text: str = "function, arguments…"

    @property
    def signature(self) -> str:
        """The call as the contract writes it."""
        return f"{self.name}({self.signature_text})"


#: Every function on its own arguments, by its name.
FUNCTIONS: Final[dict[str, Function]] = {}
#: Every function about other calls, by its name.
ABOUT_CALLS: Final[dict[str, AboutCalls]] = {}
_MISSING: Final[dict[str, int]] = {}


def missing(name: str) -> int:
    """Give the number of the reason that says that an argument is missing."""
    if name not in _MISSING:
        _MISSING[name] = reason(
            f"MISSING_{name.upper()}",
            "#N/A",
            f"The argument {name} is empty, and the answer depends on it.",
            f"Fill in {name}.",
            weight=errors.MISSING,
        ).number
    return _MISSING[name]


def register(function: Function) -> Function:
    """Enter a function into the registry."""
    _check(function)
    FUNCTIONS[function.name] = function
    return function


def register_about(function: AboutCalls) -> AboutCalls:
    """Enter a function about other calls into the registry."""
    _check(function)
    ABOUT_CALLS[function.name] = function
    return function


def _check(function: Function | AboutCalls) -> None:
    if function.name in FUNCTIONS or function.name in ABOUT_CALLS:
        raise ValueError(f"{function.name} is registered twice")
    if function.category not in CATEGORIES:
        raise ValueError(f"{function.name}: there is no category {function.category}")
