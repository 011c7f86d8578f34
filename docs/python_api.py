"""What is written about the functions in Python: the stub ``vsm_xl/api.pyi`` and its reference page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl import api, series
from vsm_xl.functions.registry import CATEGORIES
from vsm_xl.functions.results import AS_IT_IS, POUNDS, TABLE, TRUTH
from vsm_xl.functions.types import choices, numbers, tables
from vsm_xl.functions.types.base import Amount

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Arg, Function

_STUB_HEAD = """\
# Written by docs/make.py from the registry; edit the declarations, not this file.
# The worksheet functions under their own names, for type checkers and editors.

import builtins
import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, overload

from vsm_xl.errors import XlError
from vsm_xl.functions.registry import Function

#: A column: a pandas or polars Series, a numpy array, a list or a tuple.
Cells: TypeAlias = Any
#: A table with its rows: a list of rows or a DataFrame; or a list of everybody's pay.
Table: TypeAlias = Any
_Day: TypeAlias = datetime.date | str | float
_Rows: TypeAlias = builtins.list[builtins.list[Any]]

BY_NAME: Mapping[str, Function]

__all__ = [@ALL@]

def argument_name(name: str) -> str: ...
def documentation(function: Function) -> str: ...
def make(name: str) -> Any: ...
def parameters(function: Function) -> builtins.list[str]: ...
def python_name(function: Function) -> str: ...
"""
_INTRODUCTION = """\
# The functions in Python

Every worksheet function stands under its own name in `vsm_xl`, in small letters and without `VSM_`: `=VSM_AWARD(150000,"2025/26","Provider",3)` is

```python
>>> import vsm_xl
>>> vsm_xl.award(150000, pay_year="2025/26", org_kind="Provider", segment=3)
4875.0

```

- **Columns.** Any argument may be a column: a pandas or polars Series, a numpy array, a list. What comes out is what went in: a Series with the same index, an array, a list; a number for a number. `ranges` and `policy` may be a DataFrame, and are taken whole.
- **Missing.** A missing value (`None`, NaN, NaT, null) is a blank cell. Where the key argument (★) is missing, the answer is missing.
- **Errors.** `errors="value"` (the default) returns what the cell shows: an `XlError` with `.reason` and `.message`, equal to its text such as `"#N/A"`, with which nothing can be added or joined. `errors="nan"` returns them as missing values, ready for arithmetic. `errors="raise"` raises `vsm_xl.FormulaError` at the first one.
- **Why.** `vsm_xl.explain("VSM_AWARD", …)` returns reason, sentence, working and sources; in a notebook it shows itself as a table. `row=` picks one row of a column.
- **By name.** `vsm_xl.call("VSM_AWARD", …)` returns exactly what a cell, or a block of cells, shows. `vsm_xl.column("VSM_AWARD", …)` returns arrays: `values`, `ok`, `reasons`.

A thousand posts at once: [the notebook](../thousand-posts.ipynb).
"""


def stub() -> str:
    """Return the stub: for each function its types with single cells, and with columns."""
    lines = [_STUB_HEAD.replace("@ALL@", ", ".join(map(repr, sorted(api.BY_NAME))))]
    for name, function in sorted(api.BY_NAME.items()):
        if function.about_calls:
            lines.append(
                f"def {name}(function: str, *arguments: Any, errors: Literal['value', 'nan', 'raise'] = ...) -> Any: ..."
            )
            continue
        value, missing = _answer(function)
        cells = [_parameter(arg, _cell(arg)) for arg in function.args]
        columns = [_parameter(arg, "Table" if arg.type.whole else "Cells") for arg in function.args]
        lines.append("@overload")
        lines.append(
            f"def {name}({_joined(cells)}errors: Literal['value'] = ...) -> {value} | {missing}XlError: ..."
        )
        lines.append("@overload")
        lines.append(
            f"def {name}({_joined(cells)}errors: Literal['nan', 'raise']) -> {value}{' | None' if missing else ''}: ..."
        )
        if function.args and not function.one_row:
            lines.append("@overload")
            lines.append(
                f"def {name}({_joined(columns)}errors: Literal['value', 'nan', 'raise'] = ...) -> Any: ..."
            )
    return "\n".join(lines) + "\n"


def _joined(parameters: list[str]) -> str:
    return "".join(f"{parameter}, " for parameter in [*parameters, "*"])


def _parameter(arg: Arg, kind: str) -> str:
    optional = arg.optional and not arg.key
    return f"{api.argument_name(arg.name)}: {kind}{' = ...' if optional else ''}"


def _cell(arg: Arg) -> str:
    match arg.type:
        case argument_type if argument_type.whole:
            return "Table"
        case tables.Size() | tables.AmountOrBand() | numbers.AwardPercent() | choices.Segment():
            return "float | str | None"
        case Amount() | numbers.Fraction() | numbers.FullTimeEquivalent() | numbers.Width():
            return "float | None"
        case choices.Switch():
            return "bool | str | None"
        case choices.Day() | choices.PayYear():
            return "_Day | None"
        case _:
            return "str | None"


def _answer(function: Function) -> tuple[str, str]:
    """Return the type of a determined answer to single cells, and that of a missing one."""
    result = function.result
    if function.one_row or result is TABLE:
        return "_Rows", ""
    if any("All" in getattr(arg.type, "permitted", ()) for arg in function.args):
        return "Any", ""
    if result is POUNDS:
        return "float", ""
    if result is TRUTH:
        return "bool", "None | "
    if result is AS_IT_IS:
        return (
            "float" if function.returns.startswith(("a ratio", "a share")) else "float | str | bool"
        ), ""
    return "str", ("None | " if function.key is not None else "")


def page() -> str:
    """Return the reference page."""
    lines = ["<!-- Written by docs/make.py; edit the code, not this page. -->\n", _INTRODUCTION]
    for category in CATEGORIES:
        lines.append(f"## {category}\n")
        for name, function in api.BY_NAME.items():
            if function.category == category:
                lines += _function(name, function)
    return "\n".join(lines)


def _function(name: str, function: Function) -> list[str]:
    parameters = ", ".join(api.parameters(function))
    lines = [
        f"### {name}\n",
        f"`vsm_xl.{name}({parameters})` · `{function.name}`\n",
        f"{function.purpose}\n",
    ]
    lines += [
        f"- `{api.argument_name(arg.name)}`{' ★' if arg.key else ''}: {arg.text}"
        for arg in function.args
    ]
    shown = ", ".join(map(repr, function.example))
    answer = series.answer(function, tuple(function.example), "value")
    lines += [
        *([""] if function.args else []),
        f"Returns: {function.returns}.\n",
        "```python", f">>> vsm_xl.{name}({shown})", repr(answer), "", "```\n",
    ]  # fmt: skip
    return lines
