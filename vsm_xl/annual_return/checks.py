"""Checks the structure of somebody's file before anything is computed from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.contents import contents
from vsm_xl.annual_return.entries import from_cell
from vsm_xl.annual_return.ours import check_version, defined_names, layout_of
from vsm_xl.annual_return.problems import unusable
from vsm_xl.annual_return.walk import table_cells
from vsm_xl.functions import NAMES
from vsm_xl.recalc.spelling import respell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.annual_return.layout import Cell, Layout
    from vsm_xl.ooxml.package import Package

_NEW: Final = "Build a new template and fill it."
_STRING: Final = re.compile(r'("(?:[^"]|"")*")')
_SHOWN: Final = 60


def check_structure(package: Package) -> Layout:
    """Make sure that a workbook is an annual return as built, with usable inputs.

    Args:
        package: the workbook.

    Returns:
        The layout it follows.

    Raises:
        UnusableInput: with one line for each problem, naming file, sheet and cell: not ours,
            another template version, missing sheets, headers or names, changed labels, formulas
            changed or pasted over, inputs of the wrong kind.
    """
    check_version(package)
    layout = layout_of(package)
    held = contents(package)
    problems = [
        *_missing_sheets(package, layout, held),
        *_names(package, layout),
    ]
    for sheet in layout.sheets:
        if sheet.title in held:
            for table in sheet.tables:
                for cell in table_cells(layout, layout.places[table.key]):
                    value = held[sheet.title].get(cell.ref)
                    problems += _problems(package.name, sheet.title, cell, value)
            problems += _beyond(package.name, layout, sheet.title, held[sheet.title])
    if problems:
        raise unusable(problems)
    return layout


def _missing_sheets(package: Package, layout: Layout, held: Mapping[str, object]) -> Iterator[str]:
    for sheet in layout.sheets:
        if sheet.title not in held:
            yield f"{package.name}: the sheet {sheet.title} is missing or was renamed. {_NEW}"


def _names(package: Package, layout: Layout) -> Iterator[str]:
    found = defined_names(package)
    for name, ref in layout.names.items():
        if name not in found:
            yield f"{package.name}: the defined name {name} is missing. {_NEW}"
        elif not _same(found[name], ref):
            yield f"{package.name}: the name {name} refers to {found[name]}, not to {ref}. {_NEW}"


def _problems(file: str, sheet: str, cell: Cell, value: object) -> Iterator[str]:
    where = f"{file}, sheet {sheet}, cell {cell.ref}"
    if cell.role == "formula":
        if not isinstance(value, str) or not value.startswith("="):
            held = "is empty" if value is None else f"holds {_shown(value)}"
            yield f"{where}: the cell {held} where its formula belongs. {_NEW}"
        elif not _same(value, str(cell.content)):
            yield (
                f"{where}: the formula was changed to {_shown(value)}; it should be "
                f"{cell.content} {_NEW}"
            )
    elif cell.role == "input":
        yield from _input(where, cell, value)
    elif cell.role == "header" and value != cell.content:
        yield (
            f"{where}: the column {cell.content!r} is missing; its header reads {_shown(value)}. "
            f"{_NEW}"
        )
    elif cell.role in {"label", "text"} and _differs(cell, value):
        yield f"{where}: the cell reads {_shown(value)}, not {_shown(cell.content)}. {_NEW}"


def _input(where: str, cell: Cell, value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("="):
        yield f"{where} ({cell.label}): a formula stands in an input; enter its value instead"
        return
    try:
        from_cell(value, cell.kind, cell.choices)
    except ValueError as fault:
        yield f"{where} ({cell.label}): {fault}"


def _differs(cell: Cell, value: object) -> bool:
    if hasattr(value, "date") and not isinstance(value, str):
        value = value.date()
    return value != cell.content


def _beyond(file: str, layout: Layout, sheet: str, held: Mapping[str, object]) -> Iterator[str]:
    """Find entries below the last row of an input table: no formula would ever see them."""
    last = max(layout.places[table.key].last_row for table in layout.sheet(sheet).tables)
    if layout.sheet(sheet).purpose != "input":
        return
    for ref in held:
        row = int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if row > last:
            yield (
                f"{file}, sheet {sheet}, cell {ref}: it stands below the last row of the table "
                f"({last}), where nothing is read. Build a larger template: vsm-xl build template "
                "--people N"
            )


def _same(one: str, other: str) -> bool:
    # Most are equal as they stand; respelling thousands of formulas takes seconds.
    return one == other or _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    """Bring a formula into the form in which two programs' spellings are equal."""
    respelt = respell(formula.removeprefix("="), NAMES)
    parts = _STRING.split(respelt)
    for at in range(0, len(parts), 2):
        text = re.sub(r"\s+", "", parts[at]).upper().replace("TRUE()", "TRUE")
        parts[at] = re.sub(r"'([A-Z]+)'!", r"\1!", text.replace("FALSE()", "FALSE"))
    return "".join(parts)


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
