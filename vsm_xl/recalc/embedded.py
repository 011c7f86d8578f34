"""The embedded engine: values on their way to our functions and back.

What formualizer 0.13.0 hands over: numbers and dates as floats, a blank as None, a range as a
list of rows, an error as a dictionary (never propagated: that is ours to do).  What it takes:
the same, but a flat list, an integer over 64 bits or an exception becomes an untyped #VALUE!
that IFERROR sees and ISERROR does not, and None becomes 0.
"""

from __future__ import annotations

import datetime as dt
import marshal
import math
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.dates import date_serial, time_fraction
from vsm_xl.errors import PENDING_ERRORS, UnusableInput, XlError
from vsm_xl.ooxml.values import MAX_TEXT, CellValue
from vsm_xl.recalc.is_functions import JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import formualizer

Function: TypeAlias = "Callable[..., object]"

_CODES: Final = {
    "Null": "#NULL!",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Na": "#N/A",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}
_KINDS: Final = {code: kind for kind, code in _CODES.items()}

#: Kinds by which the engine states that *it* cannot go on; no spreadsheet shows them.
CIRCULAR: Final = "Circ"
NOT_COMPUTED: Final = frozenset((CIRCULAR, "Error", "NImpl", "Cancelled"))
_MALFORMED: Final = "=#ERROR!: "
#: Rows from which on a range is looked up: a range table has a thousand cells and comes with every call.
_MANY_ROWS: Final = 16


def to_function(value: object) -> object:
    """Turn an argument as the engine returns it into what our functions take.

    >>> to_function([[1.0, {"type": "Error", "kind": "Div"}], [None, "x"]])
    [[1.0, XlError('#DIV/0!', 'ARGUMENT_ERROR')], [None, 'x']]
    """
    if isinstance(value, list):
        return [to_function(item) for item in value]
    if isinstance(value, dict):
        return XlError(_CODES.get(str(value.get("kind")), "#VALUE!"))
    return value


def to_engine(value: object) -> object:
    """Turn a function's result into what the engine takes: one value, or a list of rows.

    >>> to_engine(XlError("#NUM!")), to_engine([1, 2]), to_engine(None)
    ({'type': 'Error', 'kind': 'Num'}, [[1.0], [2.0]], '')
    """
    if isinstance(value, list | tuple):
        rows = [row if isinstance(row, list | tuple) else (row,) for row in value]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return _error("Calc")
        return [
            [_single(cell) for cell in (*row, *(_MISSING,) * (width - len(row)))] for row in rows
        ]
    return _single(value)


#: What Excel shows where a row of an array is too short.
_MISSING: Final = XlError("#N/A")


def _single(value: object) -> object:  # noqa: PLR0911 - one line for each kind of value
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    match value:
        case None:
            return ""
        case XlError():
            # The engine has no kind of its own for errors that say "not there yet".
            return _error("Na" if value in PENDING_ERRORS else _KINDS.get(str(value), "Value"))
        case str():
            return value if len(value) <= MAX_TEXT else _error("Value")
        case bool():
            return value
        case dt.date():
            return float(date_serial(value))
        case int() | float():
            return float(value) if math.isfinite(value) else _error("Num")
    return _error("Value")


def _error(kind: str) -> dict[str, str]:
    return {"type": "Error", "kind": kind}


def to_cell(value: object) -> CellValue:
    """Turn a cell's value as the engine returns it into a :data:`CellValue`.

    >>> to_cell({"type": "Error", "kind": "Na"}), to_cell(2.5), to_cell(None)
    (XlError('#N/A', 'ARGUMENT_ERROR'), 2.5, None)
    """
    match value:
        case dict():
            return XlError(_CODES.get(str(value.get("kind")), "#VALUE!"))
        case dt.time():
            return time_fraction(value)
        case dt.timedelta():
            return value / dt.timedelta(days=1)
        case float() if not math.isfinite(value):
            return XlError("#NUM!")
        case None | bool() | int() | float() | str() | dt.date():
            return value
    raise TypeError(f"the engine gave a {type(value).__name__}")


class _Tables:
    """The large ranges that an engine has handed over; the same cells are the same list again."""

    def __init__(self) -> None:
        self._known: dict[bytes, object] = {}
        #: Whether there was no memory for an answer, so that a cell holds another one.
        self.no_memory = False

    def given(self, argument: object) -> object:
        """Return an argument as our functions take it."""
        if not isinstance(argument, list) or len(argument) < _MANY_ROWS:
            return to_function(argument)
        # Bytes tell TRUE from 1, as a comparison of lists does not.
        key = marshal.dumps(argument, 2)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_TABLES:
                self._known.clear()
            known = self._known[key] = to_function(argument)
        return known


#: Large ranges that are kept; a return has three.
_MOST_TABLES: Final = 32


def _callback(function: Function, tables: _Tables) -> Function:
    def call(*arguments: object) -> object:
        try:
            return to_engine(function(*map(tables.given, arguments)))
        except MemoryError:
            tables.no_memory = True
        except Exception:  # noqa: BLE001, S110 - an exception must not pass through the engine
            pass
        return _error("Value")

    return call


class Engine:
    """One workbook in the embedded engine, computed once."""

    def __init__(self, workbook: bytes, name: str, functions: Mapping[str, Function]) -> None:
        import formualizer  # noqa: PLC0415 - most returns are computed without it

        self._functions = functions
        tables = _Tables()
        try:
            self._book = formualizer.load_workbook_bytes(workbook)
            _register(self._book, functions, tables)
            self._book.evaluate_all()
        except (OSError, ValueError, RuntimeError, formualizer.ExcelEvaluationError) as problem:
            raise UnusableInput(
                f"{name} cannot be recalculated: {problem}. Open it in Excel, save it, and try "
                f"again."
            ) from problem
        if tables.no_memory:
            raise MemoryError

    def omitted_names(self) -> dict[str, str]:
        """Return the defined names that the engine could not take over, with what they say.

        Names are read before our functions are known to it, so one that calls them is lost.
        """
        return {
            str(lost["name"]): str(lost["definition"])
            for lost in self._book.name_import_diagnostics
        }

    def raw(self, sheet: str, row: int, column: int) -> object:
        """Return a cell's value as the engine has it."""
        return self._book.get_value(sheet, row, column)

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return a cell's value; None for an empty cell."""
        return to_cell(self.raw(sheet, row, column))

    def kind(self, sheet: str, row: int, column: int) -> str:
        """Return the engine's kind of a cell's error; empty when it holds none."""
        value = self.raw(sheet, row, column)
        return str(value.get("kind")) if isinstance(value, dict) else ""

    def unread(self, sheet: str, row: int, column: int) -> str | None:
        """Return why the engine could not read a cell's formula; None when it could."""
        formula = self._book.get_formula(sheet, row, column)
        if formula is None:
            return "it was not loaded"
        if formula.startswith(_MALFORMED):
            return formula.removeprefix(_MALFORMED)
        return None

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Return those of the functions ``names`` that are neither the engine's nor ours."""
        import formualizer  # noqa: PLC0415 - loaded already

        others = sorted(set(names) - {name.upper() for name in self._functions})
        book = formualizer.Workbook()
        book.add_sheet("S")
        for row, name in enumerate(others, 1):
            book.set_formula("S", row, 1, f"={name}()")
        book.evaluate_all()
        # A known function called without arguments is at most #VALUE!.
        return {
            name
            for row, name in enumerate(others, 1)
            if book.get_value("S", row, 1) == _error("Name")
        }


def _register(
    book: formualizer.Workbook, functions: Mapping[str, Function], tables: _Tables
) -> None:
    for name, function in JUDGEMENTS.items():
        book.register_function(
            name, _callback(function, tables), min_args=1, max_args=1, allow_override_builtin=True
        )
    for name, function in functions.items():
        book.register_function(name, _callback(function, tables), min_args=0, max_args=None)
