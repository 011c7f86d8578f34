"""Writes the formulas of the template as Python, so that no command has to read and compile them."""

from __future__ import annotations

from itertools import groupby

from vsm_xl.annual_return.reading.confirmed import formula_runs
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.recalc.formula_source import Written, written_run
from vsm_xl.recalc.value_columns import ValueColumns

_HEAD = '''"""The formulas of the template as Python, by sheet and shape.

Written by docs/make.py.  A formula that is not here is read and compiled where it is computed.
"""
# mypy: ignore-errors

from vsm_xl.recalc.formula_source import Read as R
from vsm_xl.recalc.formula_source import Written as W

'''


def module() -> str:
    """Return the text of the module: a line for each sheet."""
    layout = template_layout()
    names = {name.lower(): cells for name, cells in layout.names.items()}
    columns = ValueColumns()
    known: dict[tuple[str, str], Written] = {}
    for run in formula_runs(layout):
        written_run(run.formula(), run.sheet, names, columns.column, known)
    places = [*columns.names]
    lines = [f"COLUMNS = {(*places,)!r}", "WRITTEN = {"]
    for _, shapes in groupby(sorted(known), key=lambda one: one[0]):
        lines.append(f"    {' '.join(f'{shape!r}: {_entry(known[shape])},' for shape in shapes)}")
    return _HEAD + "\n".join([*lines, "}", ""])


def _entry(made: Written) -> str:
    reads = "".join(f"R{tuple(one)!r}," for one in made.reads)
    return f"W((lambda r,p: {made.source}).__code__, {made.rows!r}, ({reads}))"
