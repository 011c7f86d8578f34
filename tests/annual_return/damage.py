"""What spreadsheet programs do to a file when somebody edits it, reproduced on the file itself.

Excel moves every reference along when rows or columns are put in or taken out, in formulas, names
and tables.  openpyxl does not, so it is done here with openpyxl's own tokeniser.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.audit_trail import inputs_sha256
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.annual_return.filling.repair import Repaired

_SHEET = re.compile(r"^(?:'((?:[^']|'')+)'|(\w+))!(.*)$")
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def changed(package: Package, change: Callable[[Any], None]) -> Package:
    """Let somebody change a workbook."""
    workbook = load_workbook(io.BytesIO(package.to_bytes()))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return Package.from_bytes(file.getvalue(), package.name)


def problems(package: Package) -> tuple[str, ...]:
    """Give what is said of a damaged return; it must not pass as sound."""
    with pytest.raises(UnusableInput) as refused:
        check_structure(package)
    return refused.value.problems


def fingerprint(package: Package) -> str:
    """Give the fingerprint of what was entered."""
    return inputs_sha256(read_inputs(package, layout_of(package)))


def same_inputs(repaired: Repaired, package: Package) -> None:
    """Make sure that nothing which was entered is lost or changed."""
    assert repaired.left_out == []
    assert fingerprint(repaired.package) == fingerprint(package)


@dataclass(frozen=True)
class Move:
    """Rows or columns put in before ``at`` of a sheet (``by`` above 0), or taken out from there."""

    sheet: str
    at: int
    by: int
    rows: bool = True

    def __call__(self, workbook: Any) -> None:
        """Do it as Excel does: cells, formulas, names and tables."""
        sheet = workbook[self.sheet]
        act = {
            (True, True): sheet.insert_rows, (True, False): sheet.delete_rows,
            (False, True): sheet.insert_cols, (False, False): sheet.delete_cols,
        }[self.rows, self.by > 0]  # fmt: skip
        act(self.at, abs(self.by))
        for other in workbook.worksheets:
            for row in other.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = self.formula(str(cell.value), other.title)
        for name in workbook.defined_names.values():
            name.attr_text = self.formula(f"={name.attr_text}", "")[1:]
        for table in sheet.tables.values():
            table.ref = self.area(table.ref)
        for columns in sheet.tables.values():
            wide = len(columns.tableColumns) - self._width(columns.ref)
            assert not wide or not self.rows
            if wide:
                # Excel gives the new column a name; what is left of openpyxl's must fit the range.
                columns.tableColumns = []
                columns.autoFilter = None
                columns._initialise_columns()  # noqa: SLF001 - openpyxl offers no other way

    def _width(self, ref: str) -> int:
        first, last = (column_index_from_string(one) for one in re.findall("[A-Z]+", ref))
        return last - first + 1

    def formula(self, formula: str, home: str) -> str:
        tokens = Tokenizer(formula)
        for token in tokens.items:
            if token.type == "OPERAND" and token.subtype == "RANGE":
                found = _SHEET.match(token.value)
                title = (found[1] or found[2]).replace("''", "'") if found else home
                if title == self.sheet:
                    ref = found[3] if found else token.value
                    before = token.value[: len(token.value) - len(ref)]
                    token.value = before + self.area(ref)
        return "=" + "".join(token.value for token in tokens.items)

    def area(self, ref: str) -> str:
        cells = list(_CELL.finditer(ref))
        if not cells or _CELL.sub("", ref) not in {"", ":"}:
            return ref
        spans = [(int(c[4]) if self.rows else column_index_from_string(c[2])) for c in cells]
        moved = self.span(min(spans), max(spans))
        if moved is None:
            return "#REF!"
        parts = []
        for cell, now in zip(cells, moved[: len(cells)], strict=True):
            column = cell[2] if self.rows else get_column_letter(now)
            parts.append(f"{cell[1]}{column}{cell[3]}{now if self.rows else cell[4]}")
        return ":".join(parts)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        if self.by > 0:
            return (
                first + (self.by if first >= self.at else 0),
                last + (self.by if last >= self.at else 0),
            )
        end = self.at - self.by
        if self.at <= first and last < end:
            return None
        first = first if first < self.at else max(self.at, first + self.by)
        last = last if last < self.at else max(self.at - 1, last + self.by)
        return first, last


def renamed(old: str, new: str) -> Callable[[Any], None]:
    """Rename a tab: formulas and names that refer to it follow."""

    def change(workbook: Any) -> None:
        quoted = new if new.isalpha() else f"'{new}'"
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = _refer(str(cell.value), old, quoted)
        for name in workbook.defined_names.values():
            name.attr_text = _refer(name.attr_text, old, quoted)
        workbook[old].title = new

    return change


def deleted(title: str) -> Callable[[Any], None]:
    """Delete a tab: whatever referred to it has lost its reference."""

    def change(workbook: Any) -> None:
        del workbook[title]
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = _lost(str(cell.value), title)
        for name in workbook.defined_names.values():
            name.attr_text = _lost(name.attr_text, title)

    return change


def _refer(text: str, old: str, new: str) -> str:
    return text.replace(f"'{old}'!", f"{new}!").replace(f"{old}!", f"{new}!")


def _lost(text: str, title: str) -> str:
    area = r"\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?"
    return re.sub(rf"(?:'{title}'|\b{title})!{area}", "#REF!", text)


def as_google_sheets_saves(package: Package) -> Package:
    """Give a return as Google Sheets is assumed to download it.

    Assumed: cell values and formulas as they were (functions that it does not know keep their text
    and show #NAME?), defined names of the workbook kept, no tables, no print areas, no sheet
    protection, no document properties, texts shared, every sheet padded with empty rows and columns.
    """
    kept = ("_rels/", "docProps/", "xl/tables/")

    def change(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            for name in list(sheet.tables):
                del sheet.tables[name]
            sheet.protection.sheet = False
            sheet.print_area = None
            sheet.print_title_rows = None
            sheet.freeze_panes = None
            sheet.conditional_formatting = type(sheet.conditional_formatting)()
            for row in range(sheet.max_row + 1, sheet.max_row + 200):
                sheet.row_dimensions[row].height = 15.75

    saved = changed(package, change)
    for part in ("docProps/core.xml", "docProps/app.xml"):
        assert part in saved.parts
    assert not any(part.startswith(kept[2]) for part in saved.parts)
    for title, part in saved.sheets().items():
        if title == "Decisions":
            xml = re.sub(rb"(<c [^>]*?)(?: t=\"\w+\")?(>)(<f>[^<]*VSM_[^<]*</f>)<v ?/?>(?:[^<]*</v>)?",
                         rb'\1 t="e"\2\3<v>#NAME?</v>', saved.parts[part])  # fmt: skip
            saved = saved.replace(part, xml)
    return saved
