"""The registry: every worksheet function, declared once.

A declaration says everything that Excel, the documentation and the engines need to know: the
name, what it is for, its arguments with their types and texts, the rule it calls, and how the
rule's answer is written into a cell.  Everything else is generated from here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import errors
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.frozen import Frozen
from vsm_xl.functions.argument_cells import Range, without_nan
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


class Arg(Frozen):
    """One argument of a worksheet function.

    Args:
        name: as the contract spells it.
        kind: how its cells are read.
        text: what it is, for the function wizard.
        key: a blank key cell makes the answer blank.
        required: a blank cell is #N/A, MISSING_<NAME>.
        default: what a blank optional cell stands for.
        needed_for: name and value of another argument that makes this one required.
        checked_with: name of an earlier argument that its value must fit.
        repeated: it stands for any number of arguments, the last ones of the call.
    """

    name: str
    type: ArgumentType
    text: str
    key: bool = False
    required: bool = True
    default: Callable[[], Any] | None = None
    needed_for: tuple[str, str] | None = None
    checked_with: str | None = None
    repeated: bool = False

    @cached_property
    def whole(self) -> bool:
        """Whether a table is taken as one thing, and never matched row by row."""
        return self.type.whole

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
        return (self.default is not None and not self.key) or self.repeated

    @property
    def may_be_missing(self) -> bool:
        """Whether a blank cell is an error of its own."""
        return not self.key and not self.optional and self.required


def _no_rule(*_: Any) -> Any:
    raise TypeError("a function about other calls has no rule of its own")


class Function(Frozen):
    """One worksheet function; making it enters it into the registry.

    Args:
        name: as it is typed in a cell.
        purpose: one sentence.
        category: the group it is listed under.
        args: in order.
        result: how an outcome is written into cells.
        returns: what the result is, with its unit.
        rule: takes the arguments as columns, returns an :class:`~vsm_xl.rules.working.Outcome`.
        working: takes one row's arguments, returns the steps in words.
        answer: instead of a rule, of a function about other calls: takes all arguments as they
            came, the name of a function first, and returns what the cell would show.
        example: a call's arguments, for the reference; run by a test.
        cites: names of the figures, or sections, that it rests on.
        one_row: the answer is a table of its own, so single cells only are accepted.

    Raises:
        ValueError: its name is taken, or there is no such category.
    """

    name: str
    purpose: str
    category: str
    args: tuple[Arg, ...]
    result: Result
    returns: str
    rule: Callable[..., Outcome] = _no_rule
    working: Callable[..., Working] = _no_rule
    answer: Callable[[tuple[Any, ...]], Any] | None = None
    example: tuple[Any, ...] = ()
    cites: tuple[str, ...] = ()
    one_row: bool = False

    def __post_init__(self) -> None:
        if self.name in EVERY:
            raise ValueError(f"{self.name} is registered twice")
        if self.category not in CATEGORIES:
            raise ValueError(f"{self.name}: there is no category {self.category}")
        EVERY[self.name] = self
        if not self.about_calls:
            FUNCTIONS[self.name] = self
        # Reasons are entered when the function is, so that all of them can be listed.
        _ = self.missing
        edition.when_changed(self.prepared.clear)

    @cached_property
    def prepared(self) -> dict[Any, list[Any]]:
        """Readings of everything beside the key, of single cells; see validation."""
        return {}

    @cached_property
    def key(self) -> int | None:
        """The place of the key argument, or None."""
        return next((at for at, arg in enumerate(self.args) if arg.key), None)

    @cached_property
    def least(self) -> int:
        """How many arguments a call has at least."""
        return max((at + 1 for at, arg in enumerate(self.args) if not arg.optional), default=0)

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """For each argument the number of the reason that it is missing, 0 where it may be blank."""
        return tuple(missing(arg.name) if arg.may_be_missing else 0 for arg in self.args)

    @cached_property
    def needed_for(self) -> dict[int, tuple[int, str]]:
        """For the place of an argument that another one may require: that one's place and value."""
        return {
            at: (self.place(arg.needed_for[0]), arg.needed_for[1])
            for at, arg in enumerate(self.args)
            if arg.needed_for is not None
        }

    @cached_property
    def fitted(self) -> tuple[tuple[int, int, Callable[[Any, Any], Any]], ...]:
        """Places of an argument and of the one that it must fit, and the check."""
        return tuple(
            (at, self.place(arg.checked_with), arg.type.check)
            for at, arg in enumerate(self.args)
            if arg.checked_with is not None
        )

    @property
    def about_calls(self) -> bool:
        """Whether it takes the name of another function and any arguments for it."""
        return self.answer is not None

    @property
    def signature(self) -> str:
        """The call as the contract writes it: the key starred, optional arguments in brackets."""
        names = [
            f"{arg.name}…"
            if arg.repeated
            else ("★" if arg.key else "") + (f"[{arg.name}]" if arg.optional else arg.name)
            for arg in self.args
        ]
        return f"{self.name}({', '.join(names)})"

    def takes(self, count: int) -> bool:
        """Return whether a call may have so many arguments."""
        return self.least <= count <= len(self.args)

    def place(self, name: str) -> int:
        """Return the place of an argument."""
        return next(at for at, arg in enumerate(self.args) if arg.name == name)


#: Every function, by its name.
EVERY: Final[dict[str, Function]] = {}
#: Those among them whose rule takes arguments of its own: all but the ones about other calls.
FUNCTIONS: Final[dict[str, Function]] = {}
_MISSING: Final[dict[str, int]] = {}


def missing(name: str) -> int:
    """Return the number of the reason that states that an argument is missing."""
    if name not in _MISSING:
        _MISSING[name] = reason(
            f"MISSING_{name.upper()}",
            f"The argument {name} is empty, and the answer depends on it.",
            f"Fill in {name}.",
            error="#N/A",
            weight=errors.MISSING,
        ).number
    return _MISSING[name]
