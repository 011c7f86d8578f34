"""The tables of ``tests/cases``: calls as they are typed into a cell, and what they must give.

Each ``*.toml`` file holds a list ``cases`` of five entries: the formula; what the cell shows
(an error with its reason, or a value with the reason that VSM_WHY gives, or "" where the
reason does not matter); ``published`` or ``derived``; and where the number comes from.  A name
in a formula, such as ``providers``, stands for the table of that name in ``tests/cases/tables``.
An expected number written as text with a tilde, ``"~7.714"``, is compared to its decimals.
"""

from __future__ import annotations

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import vsm_xl
from vsm_xl import XlError
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CASES = Path(__file__).parent.parent / "cases"
_TOKEN = re.compile(
    r"""\s*(?:"(?P<text>(?:[^"]|"")*)"
      | (?P<number>-?[0-9][0-9.]*(?:E[+-]?[0-9]+)?)(?P<percent>%)?
      | (?P<error>\#(?:[A-Z_/0]+[!?]?|N/A))
      | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<mark>[(){},;]))""",
    re.VERBOSE,
)


class Case(NamedTuple):
    formula: str
    expected: Any
    reason: str
    origin: str
    source: str


def all_cases() -> list[tuple[str, Case]]:
    """Return every case with the name of its file."""
    return [
        (file.stem, Case(*row))
        for file in sorted(_CASES.glob("*.toml"))
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]
    ]


def _tokens(formula: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        assert match is not None, f"{formula}: cannot be read from {formula[at:]!r} on"
        at = match.end()
        kind = match.lastgroup
        if kind in {"number", "percent"}:
            share = 100 if match["percent"] else 1
            found.append(("cell", float(Decimal(match["number"]) / share)))
        elif kind == "text":
            found.append(("cell", match["text"].replace('""', '"')))
        elif kind == "error":
            found.append(("cell", XlError(match["error"])))
        elif kind == "word" and match["word"] in {"TRUE", "FALSE"}:
            found.append(("cell", match["word"] == "TRUE"))
        else:
            found.append((str(kind), match[str(kind)]))
    return found


def read(formula: str) -> tuple[str, list[Any]]:
    """Read a formula as a spreadsheet does: a name, then cells, array constants and tables."""
    (_, name), _, *rest = _tokens(formula)
    arguments: list[Any] = [None]
    block: list[list[Any]] | None = None
    for kind, value in rest[:-1]:
        if value == "{" and kind == "mark":
            block = [[None]]
            arguments[-1] = block
        elif value == "}" and kind == "mark":
            block = None
        elif kind == "mark":
            if block is None:
                arguments.append(None)
            elif value == ";":
                block.append([None])
            else:
                block[-1].append(None)
        elif block is not None:
            block[-1][-1] = value
        else:
            arguments[-1] = _table(value) if kind == "word" else value
    return name, arguments if len(rest) > 1 else []


def _table(name: str) -> list[list[Any]]:
    text = (_CASES / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return [[_as_cell(cell) for cell in row] for row in csv.reader(text.splitlines())]


def _as_cell(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text or None


def agree(result: Any, expected: Any) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(result, list)
            and len(result) == len(expected)
            and all(map(agree, result, expected))
        )
    if isinstance(expected, str) and expected.startswith("~"):
        places = len(expected.partition(".")[2])
        return isinstance(result, float) and f"{result:.{places}f}" == expected[1:]
    if isinstance(expected, bool) or isinstance(result, bool):
        return result is expected
    if isinstance(expected, int | float):
        return isinstance(result, float) and result == expected
    return bool(result == expected)


def to_the_bit() -> Iterator[str]:
    """Yield what every case answers: as a cell with its words, and in columns of cases beside each other.

    Two rows stand in one column where they have the same number of arguments and the same tables.
    """
    columns: dict[str, list[list[Any]]] = {}
    for _, case in all_cases():
        name, arguments = read(case.formula)
        answer = vsm_xl.call(name, *arguments)
        yield f"{case.formula} {_bits(answer)}"
        function = FUNCTIONS.get(name)
        if function is None:
            continue
        yield repr(vsm_xl.explain(name, *arguments, row=0))
        if function.one_row or isinstance(answer, list):
            continue
        pairs = list(zip(function.args, arguments, strict=False))
        cells = all(arg.whole or type(cell) is not list for arg, cell in pairs)
        if cells and function.least <= len(arguments) == len(pairs):
            tables = [cell for arg, cell in pairs if arg.whole]
            columns.setdefault(f"{name} {len(pairs)} {tables}", []).append([answer, *arguments])
    for key, rows in columns.items():
        name = key.partition(" ")[0]
        # Twice, so that one case alone is a column, too.
        answers, *across = (list(cells) for cells in zip(*rows * 2, strict=True))
        args = [
            cells[0] if arg.whole else cells
            for arg, cells in zip(FUNCTIONS[name].args, across, strict=False)
        ]
        found = vsm_xl.call(name, *args) if across else [[answer] for answer in answers]
        assert [_bits(row[0]) for row in found] == list(map(_bits, answers)), name
        yield f"column {key} {_bits(found)} {vsm_xl.call('VSM_WHY', name, *args)}"


def _bits(answer: Any) -> str:
    """Return everything that can be said of an answer."""
    if isinstance(answer, list):
        return f"[{', '.join(map(_bits, answer))}]"
    if isinstance(answer, XlError):
        return f"{answer} {answer.reason} {answer.message}"
    return answer.hex() if type(answer) is float else repr(answer)
