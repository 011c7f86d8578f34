"""Explanations: the same call once more, for one row, in words.

Nothing is recorded while a column is computed.  When an explanation is asked for, the arguments of that one
row are read again, the rule decides again, and reason, working and sources are put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vsm_xl.errors import REASONS, XlError
from vsm_xl.framework import edition
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.frozen import Frozen
from vsm_xl.functions import argument_cells, validation
from vsm_xl.functions.argument_cells import BadShape, Range
from vsm_xl.functions.types.base import Problem, show
from vsm_xl.rules.working import Working

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Function

_LONGEST = 500


class ExplainedStep(Frozen):
    """One step of a working: its number, what was done, the value, and where it comes from."""

    step: int
    what: str
    value: str
    source: str


class Explanation(Frozen):
    """Everything that can be said of one result.

    Attributes:
        function: the name of the function.
        value: what the cell shows.
        status: ``value``, ``error`` or ``blank``.
        reason: the reason code.
        sentence: what, why and what to do.
        working: the steps in order.
        sources: the citations used, each once.
        edition: the data edition.
        local_policy: what a local policy changed.
    """

    function: str
    value: Any
    status: str
    reason: str
    sentence: str
    working: tuple[ExplainedStep, ...]
    sources: tuple[str, ...]
    edition: str
    local_policy: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reason in one text, as ``VSM_WHY`` shows it."""
        return f"{self.reason}: {self.sentence}" if self.reason else ""

    def _repr_html_(self) -> str:
        """Show it in a notebook: the reason, and the working as a table with links."""
        from vsm_xl.functions.explain_html import table  # noqa: PLC0415 - for notebooks only

        return table(self)


def explain(function: Function, given: tuple[Any, ...], row: int = 0) -> Explanation:
    """Explain one row of a call.

    Args:
        function: from the registry.
        given: the arguments as they came.
        row: which row of the answer, counted from 0 in reading order.
    """
    try:
        # The whole call is read, so that a mismatch of shapes is found as it was before.
        arguments, _ = validation.read_call(function, given)
    except BadShape as fault:
        return _finished(function, None, fault.why, _call_facts(function, given))
    return explain_row(function, one_row(function, arguments, row))


def one_row(function: Function, arguments: list[Any], row: int) -> list[Any]:
    """Return the arguments of one row of a call whose arguments have been read."""
    return [
        _cell_of(arg, argument, row)
        for arg, argument in zip(function.args, arguments, strict=False)
    ]


def explain_row(function: Function, one_row: list[Any]) -> Explanation:
    """Explain a call of single cells that have been read."""
    value, why, facts, working = _decided(function, one_row)
    return _finished(function, value, why, facts, working)


def why_row(function: Function, one_row: list[Any]) -> str:
    """Return what :attr:`Explanation.why` is of a call of single cells that have been read."""
    value, why, facts, working = _decided(function, one_row)
    if value == "" and why == 0:
        return ""
    return f"{REASONS[why].code}: {_sentence(why, facts, working)}"


def _decided(
    function: Function, one_row: list[Any]
) -> tuple[Any, int, dict[str, str], Working | None]:
    """Return the answer to one row, None for an error; the number of its reason, the facts, the working."""
    row = validation.row_reader(function, one_row)(0)
    facts = _argument_facts(function, one_row, row.values)
    if row.verdict == validation.BLANK_ROW:
        return "", 0, facts, None
    if row.verdict:
        return None, row.verdict, facts | _problem_facts(function, one_row, row), None
    answer, why = function.rule(*row.values)
    working = function.working(*row.values)
    working.facts = facts | working.facts
    value = None if REASONS[why].error is not None else function.result.one(answer)
    return value, why, working.facts, working


def sentence(function: Function, given: tuple[Any, ...], row: int = 0) -> str:
    """Return the sentence for one row of a call."""
    return explain(function, given, row).sentence


def _cell_of(arg: Any, argument: Any, row: int) -> Any:
    if isinstance(argument, Range) and not arg.whole:
        return argument_cells.plain(argument.cells[row])
    return argument


def _finished(
    function: Function, value: Any, why: int, facts: dict[str, str], working: Working | None = None
) -> Explanation:
    entry = REASONS[why]
    working = working or Working()
    blank = value == "" and why == 0
    failed = entry.error is not None
    steps = tuple(
        ExplainedStep(at, what, _legible(value), source)
        for at, (what, value, source) in enumerate(
            working.undetermined(entry.code) if failed else working.shown(), start=1
        )
    )
    sentence = _sentence(why, facts, working)
    return Explanation(
        function=function.name,
        value=XlError(entry.error, entry.code, sentence) if entry.error is not None else value,
        status="blank" if blank else "error" if failed else "value",
        reason="" if blank else entry.code,
        sentence="" if blank else sentence,
        working=steps,
        sources=tuple(dict.fromkeys(step.source for step in steps if step.source)),
        edition=edition.current().label,
        local_policy=tuple(working.local_policy),
    )


class _Legible(dict[str, str]):
    """Facts as words can hold them; a sentence asks for some of them."""

    def __getitem__(self, name: str) -> str:
        return _legible(super().__getitem__(name))


def _sentence(why: int, facts: dict[str, str], working: Working | None) -> str:
    words = REASONS[why].words(_Legible(facts))
    if working is not None and working.local_policy:
        return f"{words} Under local policy: {'; '.join(working.local_policy)}."
    return words


def _legible(text: str) -> str:
    """Return a text from a cell as words can hold it: not too long, and only what can be printed."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return short if short.isprintable() else repr(short)[1:-1]


def _call_facts(function: Function, given: tuple[Any, ...]) -> dict[str, str]:
    most = len(function.args)
    expected = str(most) if most == function.least else f"{function.least} to {most}"
    shapes = []
    for arg, argument in zip(function.args, given, strict=False):
        try:
            read = argument_cells.read(argument)
        except BadShape:
            shapes.append(f"{arg.name} without a shape")
            continue
        if isinstance(read, Range) and not arg.whole:
            shapes.append(f"{arg.name} {read.rows} × {read.columns}")
    unshaped = [text.split()[0] for text in shapes if "without" in text]
    return {
        "function": function.name,
        "given": str(len(given)),
        "expected": expected,
        "signature": function.signature,
        "shapes": ", ".join(shapes),
        "argument": unshaped[0] if unshaped else "",
    }


def _argument_facts(function: Function, arguments: list[Any], values: list[Any]) -> dict[str, str]:
    facts = {}
    for at, arg in enumerate(function.args):
        given = arguments[at] if at < len(arguments) else None
        if is_blank(given) and values[at] is None:
            facts[arg.name] = "nothing"
        else:
            facts[arg.name] = arg.type.words(values[at])
    return facts


def _problem_facts(
    function: Function, arguments: list[Any], row: validation.ArgumentRow
) -> dict[str, str]:
    """Return which argument stopped the call, and what it held."""
    at = validation.failing_argument(function, row)
    arg = function.args[at]
    given = arguments[at] if at < len(arguments) else None
    facts = {"argument": arg.name, "shown": show(given), arg.name: show(given)}
    if arg.whole:
        read = arg.type.read(given.as_rows() if isinstance(given, Range) else [[given]])
    else:
        read = None if is_blank(given) else arg.type.read(given)
    if isinstance(read, Problem):
        facts |= dict(read.facts)
    return facts
