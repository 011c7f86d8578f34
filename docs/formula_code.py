"""Writes the formulas of the template as Python, so that no command has to read and compile them."""

from __future__ import annotations

from importlib import import_module
from itertools import groupby
from pathlib import Path

_HEAD = '''"""The formulas of the template as Python, by sheet and shape.

Written by docs/make.py.  A formula that is not here is read and compiled where it is computed.
"""
# mypy: ignore-errors

from vsm_xl.recalc.formula_source import Read as R
from vsm_xl.recalc.formula_source import Written as W

'''

try:
    import_module("vsm_xl.annual_return.reading.compiled_formulas")
except Exception:  # noqa: BLE001 - of an older shape, or with the marks of a merge
    # Nothing could be imported that would write it; so it begins with no formulas.
    own = (
        Path(__file__).parents[1] / "vsm_xl" / "annual_return" / "reading" / "compiled_formulas.py"
    )
    own.write_text(f"{_HEAD}COLUMNS, WRITTEN = (), {{}}\n", encoding="utf-8")

from vsm_xl.annual_return.reading.confirmed import formula_runs  # noqa: E402
from vsm_xl.annual_return.template.template import template_layout  # noqa: E402
from vsm_xl.recalc.formula_source import Written, written_run  # noqa: E402
from vsm_xl.recalc.value_columns import ValueColumns  # noqa: E402


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
