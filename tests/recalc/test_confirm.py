"""Stored values confirmed without an engine, held against the engine: on random and odd returns."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from random_returns import (  # type: ignore[import-not-found,unused-ignore]
    PEOPLE,
    STAFF_ROWS,
    random_return,
)

from vsm_xl.annual_return.reading.confirmed import confirmed, formulas_of, prepare_proof
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import XlError
from vsm_xl.ooxml.cell_values import constant, shared_strings
from vsm_xl.ooxml.references import parse_reference
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.confirm import Program
from vsm_xl.recalc.formula_source import Written, written, written_run
from vsm_xl.recalc.worksheet_functions import FUNCTIONS
from vsm_xl.recalc.worksheet_values import OPERATORS, Cells, Fault, Unsure

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.ooxml import Package

SEEDS = range(12)
#: Formulas of which nothing certain can be said, in returns that hold what they must not: the six rows
#: of a table that INDEX an error.
MOST_UNSURE = 6

Places = dict[str, dict[str, object]]


def held(package: Package) -> Places:
    strings = shared_strings(package)
    return {
        title: {cell.ref: constant(cell, strings) for cell in package.sheet(part).cells().values()}
        for title, part in package.sheets().items()
    }


_rows: dict[str, dict[str, object]] = {}


def by_row(places: Places) -> dict[str, dict[int, dict[str, object]]]:
    """Return the values as rows hold them; a row that was there before is the same object."""
    found: dict[str, dict[int, dict[str, object]]] = {}
    for title, cells in places.items():
        rows: dict[int, dict[str, object]] = {}
        for ref, value in cells.items():
            rows.setdefault(parse_reference(ref)[0], {})[ref] = value
        found[title] = {at: _rows.setdefault(f"{title} {row}", row) for at, row in rows.items()}
    return found


@pytest.fixture(scope="module")
def layout() -> Layout:
    return template_layout(PEOPLE, staff_rows=STAFF_ROWS)


@pytest.fixture(scope="module")
def program(layout: Layout) -> Program:
    return Program(formulas_of(layout), layout.names)


@pytest.fixture(scope="module")
def computed() -> list[Package]:
    return [recalculate(random_return(seed)).package for seed in SEEDS]


def test_what_the_engine_computes_is_confirmed(program: Program, computed: list[Package]) -> None:
    wrong = []
    for package in computed:
        found = program.check(by_row(held(package)))
        wrong += [f"{package.name} {title}!{at}" for title, at in found.differing]
        assert len(found.unsure) <= MOST_UNSURE, (package.name, found.unsure)

    assert wrong == []


def test_what_was_checked_before_changes_no_answer(
    layout: Layout, program: Program, computed: list[Package]
) -> None:
    """Values checked after one another, some of them damaged, as by a program that saw them alone."""
    random = Random(15)  # noqa: S311 - no secret
    wrong = []
    for package in (*computed[:3], *computed[:2]):
        places = held(package)
        for title, at in random.sample([(t, at) for t in places for at in places[t]], 40):
            match random.randrange(3):
                case 0:
                    del places[title][at]
                case 1:
                    places[title][at] = random.choice(other_values(places[title][at]))
                case _:
                    places[title][at.translate(str.maketrans("12", "21"))] = 1.0
        found = program.check(by_row(places))
        alone = Program(formulas_of(layout), layout.names).check(by_row(places))
        if found != alone:
            wrong.append((package.name, found, alone))

    assert wrong == []


def test_nought_and_minus_nought_are_two_values(program: Program, computed: list[Package]) -> None:
    places = held(computed[0])
    title, at = next((t, at) for t in places for at in places[t] if places[t][at] == 1.0)
    found = []
    for value in (0.0, -0.0, 0.0):
        places[title][at] = value
        found.append(str(program.check(by_row(places)).values[title][at]))

    assert found == ["0.0", "-0.0", "0.0"]


def test_formulas_that_differ_in_rows_alone_are_written_as_each_is(layout: Layout) -> None:
    names = {name.lower(): cells for name, cells in layout.names.items()}
    known: dict[tuple[str, str], Written] = {}
    count, wrong = 0, []
    for title, formulas in formulas_of(layout).items():
        for ref, text in formulas.items():
            alike, _ = written_run(text, title, names, lambda *place: f"{place}", known)
            if alike != written(text, title, names, lambda *place: f"{place}"):
                wrong.append((title, ref, text))
            count += 1

    assert wrong == []
    assert len(known) < count / 3


def test_a_formula_that_is_not_known_is_never_confirmed() -> None:
    program = Program({"S": {"A1": "1+1", "A2": "BESSELJ(1,2)", "A3": "1+"}}, {})

    found = program.check({"S": {1: {"A1": 2.0}, 2: {"A2": 0.1}, 3: {"A3": 1.0}}})

    assert (found.differing, found.unsure) == ([], [("S", "A2"), ("S", "A3")])


def test_each_wrong_value_is_found_at_its_own_cell(
    program: Program, computed: list[Package]
) -> None:
    random = Random(14)  # noqa: S311 - no secret
    places = held(computed[0])
    before = set(program.check(by_row(places)).differing)
    cells = [
        (title, at)
        for title, formulas in program.formulas.items()
        for at in places[title]
        if at in formulas
    ]
    missed = []
    for title, at in random.sample(cells, 60):
        right = places[title][at]
        for value in other_values(right):
            places[title][at] = value
            if (title, at) not in {*program.check(by_row(places)).differing} - before:
                missed.append((title, at, right, value))
        places[title][at] = right

    assert missed == []


def other_values(right: object) -> list[object]:
    """Return values that stand for another amount, another word, nothing and an error."""
    if isinstance(right, float):
        return [right + 0.01, right + 1, None]
    return [f"{right}x", 0.0, XlError("#N/A" if right != "#N/A" else "#REF!")]


def test_what_is_not_as_built_is_not_confirmed(layout: Layout, computed: list[Package]) -> None:
    prepare_proof(layout)
    package = computed[1]
    assert program_confirms(package, layout)
    workbook, cover = package.workbook_part(), package.sheets()["Cover"]
    decisions = package.sheets()["Decisions"]
    names, sheet, table = package.parts[workbook], package.parts[cover], package.parts[decisions]
    changed = {
        "a name of one sheet": (workbook, names.replace(
            b"</definedNames>",
            b'<definedName name="vsm_kind" localSheetId="0">1</definedName></definedNames>')),
        "a name in another spelling": (workbook, names.replace(
            b"</definedNames>", b'<definedName name="VSM_KIND">1</definedName></definedNames>')),
        "another title": (cover, sheet.replace(b"Annual return on very", b"A return on very", 1)),
        "a formula beside the tables": (cover, sheet.replace(
            b"</sheetData>", b'<row r="900"><c r="A900"><f>1+1</f><v>2</v></c></row></sheetData>')),
        "a formula of an array": (decisions, re.sub(
            rb"<f>(?=IF\()", b'<f t="array" ref="ZZ9">', table, count=1)),
        "a formula that spills": (decisions, re.sub(
            rb'<c (r="[A-Z]+8")', rb'<c cm="1" \1', table)),
    }  # fmt: skip

    taken = []
    for what, (part, xml) in changed.items():
        assert xml != package.parts[part], what
        if program_confirms(package.replace(part, xml), layout):
            taken.append(what)

    assert taken == []


def program_confirms(package: Package, layout: Layout) -> bool:
    return confirmed(package, layout) is not None


#: A function or operator, what it is given, and what Excel gives; None where nothing is certain.
CASES: tuple[tuple[str, tuple[object, ...], object], ...] = (
    ("=", ("Yes", "YES"), True), ("=", (None, ""), True), ("=", (None, 0.0), True),
    ("=", ("", 0.0), False), ("=", (1.0, True), False), ("<>", ("a", "b"), True),
    ("<", (5.0, "a"), True), ("<", ("a", True), True), ("<", ("a", "b"), None),
    ("<", (None, 1.0), True), (">=", ("", ""), True), ("<", ("2024/25", "2025/26"), True),
    ("+", (1.0, None), 1.0), ("+", (1.0, ""), "#VALUE!"), ("+", (1.0, "5"), None),
    ("/", (1.0, 0.0), "#DIV/0!"), ("&", ("a", 2.0), "a2"), ("&", (0.1 + 0.2, ""), "0.3"),
    ("&", (1e15, ""), None), ("&", (True, None), "TRUE"),
    ("ROUND", (2.5, 0.0), 3.0), ("ROUND", (-2.5, 0.0), -3.0), ("ROUND", (213913.49999999997, 0.0), 213914.0),
    # Excel reads fifteen digits of it, and programs then differ.
    ("ROUND", (0.49999999999999994, 0.0), None),
    ("SUM", (Cells([1.0, "", None, True, "5"]),), 1.0), ("COUNT", (Cells([1.0, "5", True, None]),), 1.0),
    ("COUNTA", (Cells(["", None, 0.0]),), 2.0), ("COUNTBLANK", (Cells(["", None, 0.0]),), 2.0),
    ("COUNTIF", (Cells([1.0, 2.0, "2"]), 2.0), 2.0), ("COUNTIF", (Cells([1.0, "1 May"]), 2.0), None),
    ("COUNTIF", (Cells(["", None, "x"]), ""), 2.0), ("COUNTIF", (Cells(["", None, "x"]), "?*"), 1.0),
    ("COUNTIF", (Cells(["ab"]), "a*"), None), ("COUNTIF", (Cells([3.0, 5.0, "9"]), ">=3"), 2.0),
    ("COUNTIF", (Cells(["=1"]), "=1"), 0.0), ("COUNTIF", (Cells(["x"]), "<>x"), None),
    ("COUNTIF", (Cells([0.0, None]), None), 1.0), ("COUNTIF", (Cells(["Fail"]), "fail"), 1.0),
    ("SUMIFS", (Cells([1.0, 2.0]), Cells(["a", "b"]), "b"), 2.0),
    ("MATCH", ("B", Cells(["a", "b"]), 0.0), 2.0), ("MATCH", ("c", Cells(["a"]), 0.0), "#N/A"),
    ("MATCH", (1.0, Cells([1.0]), 1.0), None), ("MATCH", (None, Cells([0.0]), 0.0), None),
    ("INDEX", (Cells([1.0, 2.0]), 3.0), "#REF!"), ("INDEX", (Cells([1.0]), 0.0), None),
    ("SUMPRODUCT", (Cells([1.0, "x", 2.0]),), 3.0), ("SUMPRODUCT", (Cells([True]),), None),
    ("TEXT", (45853.0, "d mmmm yyyy"), "15 July 2025"), ("TEXT", (1234.5, "#,##0"), "1,235"),
    ("TEXT", (2.25, "0.0"), "2.3"), ("TEXT", (1.0, "0%"), None),
    ("AND", (True, 0.0), False), ("AND", ("x",), None), ("N", ("x",), 0.0), ("MAX", (Cells([]),), 0.0),
    ("FIND", ("b", "ab"), 2.0), ("FIND", ("B", "ab"), "#VALUE!"), ("VALUE", ("12E3",), 12000.0),
    ("MID", ("abcd", 2.0, 2.0), "bc"), ("REPT", ("x", -1.0), "#VALUE!"), ("SIGN", (-3.0,), -1.0),
    ("CLEAN", ("a\tb\n",), "ab"), ("TRIM", (" a  b ",), "a b"), ("SUBSTITUTE", ("a*b", "*", ""), "ab"), ("AVERAGE", (Cells([""]),), "#DIV/0!"),
)  # fmt: skip


def test_operators_and_functions_give_what_excel_gives_or_nothing() -> None:
    wrong = []
    for name, given, expected in CASES:
        found: object
        try:
            found = (OPERATORS if name in OPERATORS else FUNCTIONS)[name](*given)
        except Unsure:
            found = None
        except Fault as fault:
            found = str(fault.args[0])
        if found != expected or isinstance(found, bool) is not isinstance(expected, bool):
            wrong.append((name, given, found, expected))

    assert wrong == []
