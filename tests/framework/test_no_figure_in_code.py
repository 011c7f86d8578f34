"""No figure of the framework stands in Python code: the data files hold them all.

The syntax tree of every module is searched for numbers, number-like texts, days, years and
pay years that the data hold, in every form in which they could hide: as a fraction, a
percentage, whole pence, thousands of pounds or the numerator of an exact ratio.  Docstrings
and the example call of a declared function are left out: they are meant to show figures.

A whole number under 100 is too common to mean anything by itself.  It is a figure where it
is compared with a segment, or where it is a share of 100 or of another power of ten.
"""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

import vsm_xl
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(vsm_xl.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if "data" not in path.parts)

#: Numbers that belong to arithmetic, the calendar and money as such.
UNIVERSAL: Final = frozenset(
    map(Decimal, ("0.5", "0", "1", "2", "10", "12", "100", "1000", "10000"))
)

#: Literals that equal a figure by chance: (module, the literal as written), and why.
ALLOWED: Final[dict[tuple[str, str], str]] = {
    ("annual_return/template/field_types.py", "2000"): "the longest text of a cell, in characters",
    ("annual_return/template/field_types.py", "10000000"): "the largest amount of an entry",
    (
        "annual_return/template/sheets/instructions.py",
        "'NHS England'",
    ): "the publisher of the annex",
    ("annual_return/reading/identify.py", "5000"): "the most names that a return may have",
    ("recalc/formula_source.py", "500000"): "a row that no formula of a template has",
    ("annual_return/template/return_size.py", "200000"): "the longest list of staff pay, in rows",
    ("annual_return/template/sheets/change_log.py", "2026"): "the year of the template's release",
    (
        "annual_return/template/sheets/change_log.py",
        "date(2026, 11, 22)",
    ): "the day of that release",
    ("annual_return/template/sheets/change_log.py", "date(2026, 11, 26)"): "the day of the next",
    ("excel/server/faults.py", "200000"): "the most bytes of the log that are kept",
    ("excel/server/serving.py", "2000"): "Excel's constant xlErrNull",
    ("excel/server/serving.py", "2023"): "Excel's constant xlErrRef",
    ("recalc/calc/bridge.py", "0.03"): "seconds between two looks whether Calc answers",
    ("recalc/verify.py", "5000"): "the most rows searched for the cause of a difference",
    ("ooxml/unpack.py", "2000"): "the most parts that a workbook may have",
    ("dates.py", "1000000.0"): "microseconds in a second",
    ("rules/disclosure.py", "100000"): "pence in a thousand pounds",
    (
        "annual_return/template/sheets/paper.py",
        "'Remuneration committee'",
    ): "the line on which the trust's own committee signs",
    ("ooxml/limits.py", "1000000.0"): "bytes in a megabyte",
    ("ooxml/limits.py", "100000"): "steps of the loop that measures the computer",
    ("ooxml/started_process.py", "10000000.0"): "ticks of Windows in a second",
    ("ooxml/started_process.py", "0.05"): "seconds between two looks at a process",
    ("excel/lite/commands.py", "0.1"): "seconds of pause between two writes",
    ("ooxml/cell_values.py", "1000000.0"): "microseconds in a second",
    ("ooxml/package.py", "100000"): "bytes below which a part is small",
}

SMALL: Final = 100
ERA: Final = (2000, 2050)
LABELS: Final = ("approval.local_body", "approval.national_body")
NUMBER_TEXT: Final = re.compile(r"£?([0-9][0-9,]*(?:\.[0-9]+)?)( ?%)?", re.ASCII)
DAY_TEXT: Final = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", re.ASCII)
PAY_YEAR_TEXT: Final = re.compile(r"(20[0-9]{2})[/-]([0-9]{2})", re.ASCII)


class Known(NamedTuple):
    """What the data hold, in the forms that code could repeat."""

    numbers: frozenset[Decimal]
    shares: frozenset[Decimal]
    years: frozenset[int]
    labels: frozenset[str]


class Find(NamedTuple):
    line: int
    literal: str
    why: str


def _known() -> Known:
    edition = current()
    numbers: set[Decimal] = set()
    shares: set[Decimal] = set()
    for record in (*edition.figures, *edition.information):
        if not isinstance(record.value, Decimal):
            continue
        value = record.value
        forms = {value}
        if record.unit == "fraction":
            shares.add(value)
            forms |= {value * 100, Decimal(record.ratio[0])}
        elif record.unit.startswith("GBP"):
            forms |= {value * 100}
            thousands = value / 1000
            forms |= {thousands} if thousands % 1 else set()
        numbers |= {
            form
            for form in forms
            if form % 1 or form >= SMALL or (form == value and record.unit.startswith("GBP"))
        }
    days = {day for each in edition.figures for day in (each.first_day, each.last_day) if day}
    return Known(
        numbers=frozenset(numbers) - UNIVERSAL,
        shares=frozenset(shares) - UNIVERSAL,
        years=frozenset(day.year for day in days if ERA[0] <= day.year <= ERA[1]),
        labels=frozenset(
            each.text for name in LABELS for each in edition.dated(name) if not each.pending
        ),
    )


KNOWN = _known()


def find_figures(code: str) -> list[Find]:
    """Find every literal of a module that repeats what the data hold."""
    tree = ast.parse(code)
    prose = {id(each) for node in ast.walk(tree) for each in _prose(node)}
    finds = [
        Find(node.lineno, ast.unparse(node), why)
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and id(node) not in prose
        for why in _reasons(node)
    ]
    return sorted(set(finds))


def _prose(node: ast.AST) -> Iterator[ast.AST]:
    """Give what only illustrates: docstrings, and ``Function(example=…)``."""
    match node:
        case ast.Expr(value=ast.Constant() as text):
            yield text
        case ast.Call(func=ast.Name(id="Function")):
            for keyword in node.keywords:
                if keyword.arg == "example":
                    yield from ast.walk(keyword.value)


def _reasons(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int() | float() as number):
            yield from _of_number(Decimal(repr(number)))
        case ast.Constant(value=str() as text):
            yield from _of_text(text.strip())
        case ast.Call(
            func=ast.Name(id="date" | "datetime") | ast.Attribute(attr="date" | "datetime")
        ):
            first = next(iter(_whole_numbers(node.args[:1])), 0)
            if ERA[0] <= first <= ERA[1]:
                yield "a day of the framework belongs into the data"
        case ast.Compare():
            yield from _of_comparison(node)
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.FloorDiv()) | ast.Tuple():
            yield from _of_share(node)


def _of_number(number: Decimal) -> Iterator[str]:
    if number in KNOWN.numbers:
        yield "the data hold this number as a figure"
    elif number in KNOWN.years:
        yield "the data hold figures that begin or end in this year"


def _of_text(text: str) -> Iterator[str]:
    if text in KNOWN.labels:
        yield "the data hold this label"
    if DAY_TEXT.fullmatch(text):
        yield "a day of the framework belongs into the data"
    if (years := PAY_YEAR_TEXT.fullmatch(text)) and (int(years[1]) + 1) % 100 == int(years[2]):
        yield "a pay year belongs into the data"
    if match := NUMBER_TEXT.fullmatch(text):
        number = Decimal(match[1].replace(",", ""))
        yield from _of_number(number)
        if match[2] and number / 100 in KNOWN.shares:
            yield "the data hold this percentage"


def _of_comparison(node: ast.Compare) -> Iterator[str]:
    sides = [node.left, *node.comparators]
    if not any("segment" in name.casefold() for side in sides for name in _names(side)):
        return
    values = [each for side in sides for each in _constants(side)]
    if any(str(value) in {"1", "3", "4", "5"} and value is not True for value in values):
        yield "a segment is compared with a number that belongs into the data"


def _of_share(node: ast.BinOp | ast.Tuple) -> Iterator[str]:
    """Find a share taken apart: ``pay * 15 // 100``, ``15 / 100``, ``(15, 100)``."""
    if isinstance(node, ast.Tuple):
        pair = list(_whole_numbers(node.elts))
        tops, bottoms = pair[:1], pair[1:] if len(node.elts) == len(pair) == 2 else []
    else:
        tops = list(_factors(node.left))
        bottoms = [] if isinstance(node.op, ast.Mult) else list(_whole_numbers([node.right]))
    for top in tops:
        for bottom in bottoms:
            if bottom in {10, 100, 1000, 10_000} and Decimal(top) / bottom in KNOWN.shares:
                yield "the data hold this share"


def _factors(node: ast.expr) -> Iterable[int]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return _whole_numbers([node])


def _whole_numbers(nodes: Iterable[ast.expr]) -> Iterator[int]:
    for node in nodes:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield node.value


def _constants(node: ast.expr) -> Iterator[object]:
    return (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))


def _names(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


@pytest.fixture(scope="module")
def finds() -> list[tuple[str, Find]]:
    """Everything in the package that equals a figure, with its module."""
    return [
        (path.relative_to(ROOT).as_posix(), find)
        for path in MODULES
        for find in find_figures(path.read_text(encoding="utf-8"))
    ]


def test_no_module_repeats_a_figure(finds: list[tuple[str, Find]]) -> None:
    wrong = [
        f"{module}, line {line}: {literal}: {why}; look it up by date, or give a reason in ALLOWED"
        for module, (line, literal, why) in finds
        if (module, literal) not in ALLOWED
    ]

    assert not wrong, "\n".join(wrong)


def test_every_exception_is_still_needed(finds: list[tuple[str, Find]]) -> None:
    assert set(ALLOWED) - {(module, find.literal) for module, find in finds} == set()


@pytest.mark.parametrize(
    "code",
    [
        "rate = 0.0325",
        "rate = 3.25",
        "award = pay * 325 // 10_000",
        "award = pay * 15 // 100",
        "limit = 15 / 100",
        "limit = (15, 100)",
        "limit = (1, 10), 0.15",
        "limit = 0.1",
        "limit = pence > 17_000_000",
        "limit = 170_000.0",
        "limit = 1.7e5",
        "width = 5000",
        "width = 2.5",
        "threshold = 142.5",
        "threshold = 96",
        "rate = Decimal('0.0325')",
        "rate = Decimal(' 0.1 ')",
        "words = '3.25%'",
        "words = '15 %'",
        "words = '£170,000'",
        "words = f'{name}0.15'",
        "day = date(2025, 4, 1)",
        "day = datetime.date(2024, 7, 9)",
        "day = date.fromisoformat('2025-04-01')",
        "year = '2025/26'",
        "year = '2026-27'",
        "late = year >= 2025",
        "body = 'NHS England'",
        "body = {'local': 'Remuneration committee'}",
        "held = segment == 5",
        "held = row.league_segment in (1, 4)",
        "held = np.where(segments >= 5, 0, award)",
        "held = segment == '5'",
        "Function(limit=150_000)",
        "call(example='2025/26')",
    ],
)
def test_the_search_finds_a_figure(code: str) -> None:
    assert find_figures(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""A share of 0.0325 from 2025-04-01, in 2025/26."""',
        'def f():\n    """Docstring: 170000."""\n    return 0',
        'limit: int\n"""At most 170000."""',
        "months = 12",
        "pence = pounds * 100",
        "half = 0.5",
        "column = 5",
        "width = 15",
        "padding = (15, 20)",
        "flag = segment is True",
        "words = 'type 10% or 0.1, such as 2025/26'",
        "month = date(1900, 1, 1)",
        "last = date(2199, 12, 31)",
        "day = date(year, 4, 1)",
        "phone = '2025-99'",
        "scale = 10_000",
        "Function(example=(150_000, '2025/26', 'Provider', 3))",
    ],
)
def test_the_search_lets_ordinary_code_pass(code: str) -> None:
    assert not find_figures(code)


def test_the_search_sees_the_whole_package() -> None:
    assert {"framework/edition.py", "money.py", "dates.py"} <= {
        path.relative_to(ROOT).as_posix() for path in MODULES
    }
