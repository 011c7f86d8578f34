"""Checks the structure of a person's file before anything is computed from it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.integrity.as_built import compared
from vsm_xl.annual_return.integrity.rows_and_columns import (
    as_named,
    renamed_words,
    rows_and_columns,
    sheets_gone,
    sheets_renamed,
)
from vsm_xl.annual_return.integrity.stale_references import StaleReferences
from vsm_xl.annual_return.integrity.units import implausible
from vsm_xl.annual_return.messages import MOST_LINES, repair_words, unusable
from vsm_xl.annual_return.reading.entries import from_cell, with_advice
from vsm_xl.annual_return.reading.identify import (
    check_version,
    layout_of,
    table_ranges,
    workbook_names,
)
from vsm_xl.annual_return.reading.inputs import input_places, read_inputs, unguarded
from vsm_xl.annual_return.template.field_types import CHOICE, MIXED_CHOICE, WORDS
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.functions import NAMES
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.formulas import UnreadableFormulaError, respell, tokens
from vsm_xl.ooxml.outward import reaching_functions
from vsm_xl.ooxml.references import parse_range
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vsm_xl.annual_return.integrity.stale_references import Held
    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.annual_return.template.layout import Layout, LayoutCell
    from vsm_xl.ooxml.package import Package

_SHOWN: Final = 60
#: Cells that hold what people entered, or what was recorded of it.
_ENTERED: Final = frozenset(("input", "record"))
#: More rows than this below a table are told at once: a person pasted a list.
_FEW: Final = 3
#: Into this Google Sheets puts formulas with functions that it does not know, when it saves them.
_WRAPPED: Final = "__xludf.DUMMYFUNCTION("
_CELLS: Final = re.compile(r"\$?\b[A-Z]{1,3}\$?[0-9]+\b|#REF!")


def check_structure(package: Package) -> Layout:
    """Make sure that a workbook is an annual return as built; as :func:`checked_inputs`, the layout alone."""
    return checked_inputs(package)[0]


def checked_inputs(package: Package) -> tuple[Layout, Inputs]:
    """Make sure that a workbook is an annual return as built, with usable inputs.

    Args:
        package: the workbook.

    Returns:
        The layout it follows, and its inputs.

    Raises:
        UnusableInput: with one line for each problem, naming file, sheet and cell, and the remedy:
            not ours, another template version, sheets missing or renamed, rows or columns put in or
            taken out, names missing, labels changed, formulas changed or pasted over, inputs of the
            wrong kind or far too small.
    """
    check_version(package)
    held: Held = contents(package)
    renamed = sheets_renamed(held)
    held = _as_named(held, renamed)
    problems = renamed_words(package.name, renamed)
    # Whatever moves many cells at once is told alone: the rest follows from it.
    if gone := sheets_gone(package.name, held):
        raise unusable(problems + gone)
    layout = layout_of(package)
    unlike, others = compared(package, layout, held, as_read=not renamed)
    stands = _stands(package, layout, held, unlike)
    if not stands and (moved := rows_and_columns(package, layout, held)):
        raise unusable(problems + moved)
    problems += _names(package, layout, renamed)
    changed: list[tuple[LayoutCell, str]] = []
    for title, differing in unlike.items():
        for cell, value in differing:
            found = _problems(package.name, title, cell, value)
            if cell.role == "formula":
                changed += ((cell, words) for words in found)
            else:
                problems += found
        problems += _beyond(package.name, layout, title, held[title])
    if changed:
        problems += _causes(StaleReferences(package.name, layout, held), changed)
    problems += _reaching_out(package.name, others)
    inputs = None
    if not problems:
        inputs = read_inputs(package, layout, held)
        problems = [
            f"{package.name}, sheet {found.place.sheet.title}, cell {found.ref}: {found.words}"
            for found in implausible(layout, inputs)
        ]
    if problems or inputs is None:
        raise unusable(_with_one_remedy(problems, repair_words(package.name)))
    return layout, inputs


def _stands(
    package: Package,
    layout: Layout,
    held: Held,
    unlike: Mapping[str, Sequence[tuple[LayoutCell, object]]],
) -> bool:
    """Return whether all that is built stands where it should: then no row or column has moved."""
    tables = table_ranges(package)
    return (
        all(cell.role in _ENTERED for cells in unlike.values() for cell, _ in cells)
        and all(
            (held[sheet.title].get("A1"), held[sheet.title].get("A2"))
            == (sheet.heading, sheet.introduction)
            for sheet in layout.sheets
        )
        and all(
            tables.get(place.table.name, parse_range(place.ref)) == parse_range(place.ref)
            for place in layout.places.values()
        )
    )


def _as_named(held: Held, renamed: Mapping[str, str]) -> Held:
    """Return what the cells hold as if no sheet had been renamed, so that all faults are found."""
    if not renamed:
        return held
    return {
        renamed.get(title, title): {
            ref: as_named(value, renamed) if isinstance(value, str) and value[:1] == "=" else value
            for ref, value in cells.items()
        }
        for title, cells in held.items()
    }


def _causes(stale: StaleReferences, changed: list[tuple[LayoutCell, str]]) -> Iterator[str]:
    """Tell single cells that moved up or down once, not by each formula that followed them."""
    followed: set[str] = set()
    for place in input_places(stale.layout):
        for letter, words in () if place.table.lines else stale.shifted(place):
            followed.add(f"{quoted(place.sheet.title)}!${letter}")
            yield words
    wrapped = [words for _, words in changed if _WRAPPED in words]
    if wrapped:
        where = wrapped[0].partition(": the formula")[0]
        yield (
            f"{where}: Google Sheets wrapped the formula in one of its own, and so it did in "
            f"{len(wrapped):,} cells; no other program computes them. {repair_words(stale.file)}"
        )
    for cell, words in changed:
        if _WRAPPED in words:
            continue
        if not any(re.search(rf"{re.escape(one)}\d", str(cell.content)) for one in followed):
            yield words


def _with_one_remedy(problems: list[str], remedy: str) -> list[str]:
    """Say a remedy that many problems share once, with the last line that people see."""
    shared = [problem for problem in problems if problem.endswith(remedy)]
    if len(shared) <= 1:
        return problems
    bare = [problem.removesuffix(remedy).rstrip() for problem in problems]
    last = min(len(bare), MOST_LINES) - 1
    bare[last] = f"{bare[last]} {remedy}"
    return bare


def _reaching_out(file: str, others: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    """Find formulas, on whatever sheet, that would fetch something when a program opens the file."""
    for sheet, formulas in others.items():
        for ref, text in formulas:
            for name in reaching_functions(text[1:]):
                yield (
                    f"{file}, sheet {sheet}, cell {ref}: the function {name} fetches or starts "
                    "something outside the workbook, which has no place in a return. Clear the "
                    "cell, or replace the formula by its value"
                )


def _names(package: Package, layout: Layout, renamed: Mapping[str, str]) -> Iterator[str]:
    found = {name: as_named(ref, renamed) for name, ref in workbook_names(package).items()}
    new = repair_words(package.name)
    for name, ref in layout.names.items():
        if name not in found:
            yield f"{package.name}: the defined name {name} is missing. {new}"
        elif not _same(found[name], ref):
            yield f"{package.name}: the name {name} refers to {found[name]}, not to {ref}. {new}"


def _problems(file: str, sheet: str, cell: LayoutCell, value: object) -> Iterator[str]:
    if cell.role == "input":
        # Most hold what they should, of a thousand.
        if words := _input(cell, value):
            yield f"{file}, sheet {sheet}, cell {cell.ref} ({cell.label}): {words}"
        return
    where = f"{file}, sheet {sheet}, cell {cell.ref}"
    new = repair_words(file)
    if cell.role == "formula":
        if not isinstance(value, str) or not value.startswith("="):
            held = "is empty" if value is None else f"holds {_shown(value)}"
            yield f"{where}: the cell {held} where its formula belongs. {new}"
        elif not _same(value, str(cell.content)):
            yield (
                f"{where}: the formula was changed to {_shown(value)}; it should be "
                f"{cell.content}.{_elsewhere(value, str(cell.content))} {new}"
            )
    elif cell.role == "header" and value != cell.content:
        yield (
            f"{where}: the column {cell.content!r} is missing; its header reads {_shown(value)}. "
            f"{new}"
        )
    elif cell.role in {"label", "text"} and _differs(cell, value):
        yield f"{where}: the cell reads {_shown(value)}, not {_shown(cell.content)}. {new}"


def _elsewhere(formula: str, content: str) -> str:
    """Return why a formula reads other cells than it should, and is the same in all else."""
    if _CELLS.sub("", _plain(formula)) != _CELLS.sub("", _plain(content)):
        return ""
    return " It reads other cells: those that it should read were cut, dragged or deleted."


def _input(cell: LayoutCell, value: object) -> str:
    """Return what is wrong with an entry; empty if nothing is."""
    if isinstance(value, str) and value.startswith("="):
        return "an input holds a formula; enter its value instead"
    held = unguarded(value)
    try:
        entry = from_cell(held, cell.kind, cell.choices)
    except ValueError as fault:
        return with_advice(str(fault), cell.line or cell.key, value)
    return _not_as_read(held, entry, cell)


def _not_as_read(value: object, entry: Entry, cell: LayoutCell) -> str:
    """Return what keeps formulas from reading an entry as a person does; empty if nothing does."""
    if entry is None:
        return (
            "" if value is None else "it looks empty and holds blanks; clear it with the Delete key"
        )
    if cell.kind in {CHOICE, MIXED_CHOICE}:
        if isinstance(value, str) and not isinstance(entry, str):
            return f"{value!r} is a number kept as text; choose it from the list again"
        if isinstance(entry, str) and str(value).casefold() != entry.casefold():
            return f"{value!r} is not quite {entry!r}, and no formula takes it for that; choose it from the list"
        return ""
    if isinstance(value, str) and cell.kind is not WORDS and normal_text(value) != value:
        return (
            f"{value!r} has blanks around it or a no-break space in it, as copied from a web page; "
            f"type {normal_text(value)!r}"
        )
    return ""


def _differs(cell: LayoutCell, value: object) -> bool:
    if isinstance(value, datetime):
        value = value.date()
    return value != cell.content


def _beyond(file: str, layout: Layout, sheet: str, held: Mapping[str, object]) -> Iterator[str]:
    """Find entries below the last row of an input table: no formula would ever see them."""
    if layout.sheet(sheet).purpose != "input":
        return
    last = max(layout.places[table.key].last_row for table in layout.sheet(sheet).tables)
    below: dict[int, str] = {}
    # Cells come in the order of their rows.
    for ref in reversed(list(held)):
        row = int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if row <= last:
            break
        below[row] = ref
    below = dict(sorted(below.items()))
    if len(below) > _FEW:
        yield (
            f"{file}, sheet {sheet}, rows {min(below)} to {max(below)}: the entries of "
            f"{len(below):,} rows are below the last row of the table ({last}), where nothing is "
            f"read. {repair_words(file)}"
        )
        return
    for ref in below.values():
        yield (
            f"{file}, sheet {sheet}, cell {ref}: it is below the last row of the table "
            f"({last}), where nothing is read. {repair_words(file)}"
        )


def _same(one: str, other: str) -> bool:
    # Most are equal as they stand; respelling thousands of formulas takes seconds.
    return one == other or _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    """Bring a formula into the form in which two programs' spellings are equal."""
    respelt = respell(formula.removeprefix("="), NAMES)
    try:
        found = [
            token.value
            if token.type == token.OPERAND and token.subtype == token.TEXT
            else re.sub(r"\s+", "", str(token.value)).upper()
            for token in tokens(respelt)
        ]
    except UnreadableFormulaError:
        return respelt
    text = "".join(found).replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return re.sub(r"'([A-Z]+)'!", r"\1!", text)


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
