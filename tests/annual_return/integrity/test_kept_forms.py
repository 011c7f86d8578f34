"""What is kept with the form of a row answers for rows of other sheets and files as a look at each does."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.integrity.as_built import _by_row, _other_formulas
from vsm_xl.annual_return.reading.confirmed import _are_rows_as_built, _is_as_built
from vsm_xl.annual_return.template.layout import BuiltSheet, LayoutCell
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import _held_rows, _sheet
from vsm_xl.ooxml.plain_sheet import keep_cells
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is built in a cell, what stands in one, and texts that are shared.
BUILT = (None, "=A9", "=B9", "a", "b", 1, 1.5, 0, True, "'=A9")
HELD = (
    *("<f>A9</f><v>1</v>", "<f>B9</f><v>2</v>", "<f>C9</f>", "<f/><v>1</v>", "<f></f><v>0</v>"),
    *("<v>1</v>", "<v>1.5</v>", "<v>0</v>", "<v>-0</v>", "<v/>"),
)
KINDS = ("", "", "", ' t="s"', ' t="b"', ' t="str"')
TEXTS = (["a", "b", "=A9"], ["b", "=A9", "a"], ["a"])
ROWS = range(1, 6)
COLUMNS = "ABCD"


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    keep_cells()
    yield
    keep_cells(kept=False)


def built(chance: random.Random) -> BuiltSheet:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in ROWS:
        for column, letter in enumerate(COLUMNS, start=1):
            if (content := chance.choice((*BUILT, ""))) != "":
                cell = LayoutCell(row, column, content, "text")
                rows[row].append((len(COLUMNS) * row + column, f"{letter}{row}", content, cell))
    cells = [cell for row in rows.values() for cell in row]
    formulas = {ref: one[1:] for _, ref, one, _ in cells if isinstance(one, str) and one[:1] == "="}
    return BuiltSheet(
        formulas, rows, {one.row for *_, content, one in cells if content is not None}
    )


def written(chance: random.Random, number: int) -> str:
    cells = "".join(
        f'<c r="{letter}{number}"{chance.choice(KINDS)}>{chance.choice(HELD)}</c>'
        for letter in COLUMNS
        if chance.random() < 0.7
    )
    return f'<row r="{number}">{cells}</row>'


def test_rows_that_were_met_elsewhere_are_found_as_when_each_cell_is_looked_at() -> None:
    chance = random.Random(20_261_128)  # noqa: S311 - the same sheets each time
    sheets = [built(chance) for _ in range(5)]
    pool = {number: [written(chance, number) for _ in range(15)] for number in ROWS}
    dates: frozenset[str] = frozenset()
    wrong, sound = [], 0
    for _ in range(4_000):
        rows = "".join(chance.choice(pool[number]) for number in ROWS if chance.random() < 0.8)
        xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        sheet, texts, there = read_sheet(xml), chance.choice(TEXTS), chance.choice(sheets)
        try:
            held = _held_rows(sheet, texts, dates)
        except UnusableInput:
            continue
        if not held:
            continue
        contents = _sheet(replace(sheet, simple=False, known={}), texts, dates, formulas=True)
        unlike = [
            (cell, value)
            for number in ROWS
            for _, ref, content, cell in there.rows.get(number, ())
            if (value := contents.get(ref)) != content
        ]
        others = _other_formulas(there, contents)
        own = {ref: cell.formula or "" for ref, cell in sheet.formulas().items()}
        known = chance.choice((there.formulas, {**there.formulas, **own}))
        quick = _by_row(there, held), _are_rows_as_built(held, known)
        careful = (unlike, others), _is_as_built(sheet, known)
        if repr(quick) != repr(careful):
            wrong.append((rows, quick, careful))
        sound += careful[1]
    assert not wrong
    assert sound > 500
