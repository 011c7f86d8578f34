"""What the cells of a workbook hold: formulas as text, inputs as values.

Read from the parts themselves: a spreadsheet library builds every cell of a merged range, of a
hyperlink or up to the last used row, and one attribute of a hostile file asks for millions.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.spans import check_depth, elements, new_parser
from vsm_xl.ooxml.values import decode_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import Cell, SheetMap

_STRINGS: Final = "sharedStrings+xml"
_STYLES: Final = "spreadsheetml.styles+xml"
_TYPES: Final = "[Content_Types].xml"
#: The tags of a part that is kept in memory: some millions of texts, ten times Excel's own number
#: of cell formats.
_MOST_TAGS: Final = {_STRINGS: 8_000_000, _STYLES: 900_000}


def contents(
    package: Package, only: Collection[str] | None = None, *, formulas: bool = True
) -> dict[str, dict[str, object]]:
    """Give what each cell holds, by sheet and reference; a formula as text beginning with =.

    Text that merely looks like a formula is told apart by a leading apostrophe.  Empty cells are
    left out.

    Args:
        package: the workbook.
        only: the sheets to read; all of them when not given.
        formulas: whether formulas count; if not, the value stored with one stands for it.

    Raises:
        UnusableInput: the file cannot be read.
    """
    strings = _shared_strings(package)
    dates = _date_styles(package)
    found: dict[str, dict[str, object]] = {}
    for title, part in package.sheets().items():
        if only is None or title in only:
            try:
                found[title] = _sheet(package.sheet(part), strings, dates, formulas=formulas)
            except UnusableInput as problem:
                raise UnusableInput(f"{package.name}, sheet {title}: {problem}") from None
    return found


def _sheet(
    sheet: SheetMap, strings: list[str], dates: Collection[str], *, formulas: bool
) -> dict[str, object]:
    cells = sheet.cells()
    masters = {
        cell.formula_attributes.get("si"): (ref, cell.formula_text)
        for ref, cell in cells.items()
        if cell.formula_text and cell.formula_attributes.get("t") == "shared"
    }
    found: dict[str, object] = {}
    for ref, cell in cells.items():
        formula = _formula(ref, cell, masters) if formulas else ""
        value = formula or _value(ref, cell, strings, dates)
        if value is not None:
            found[ref] = value
    return found


def _formula(ref: str, cell: Cell, masters: Mapping[str | None, tuple[str, str]]) -> str:
    if cell.formula is None:
        return ""
    if cell.formula_text:
        return f"={cell.formula_text}"
    kind = cell.formula_attributes.get("t")
    if kind == "dataTable":
        return "=TABLE()"
    if kind == "shared" and cell.formula_attributes.get("si") in masters:
        origin, text = masters[cell.formula_attributes.get("si")]
        return str(Translator(f"={text}", origin=origin).translate_formula(ref))
    # An empty formula without a kind is no formula to any program: the value counts.
    return ""


def _value(  # noqa: PLR0911 - one line for each kind of cell
    ref: str, cell: Cell, strings: list[str], dates: Collection[str]
) -> object:
    text = cell.stored
    kind = cell.attributes.get("t", "n")
    if text is None or (not text and kind not in {"str", "inlineStr"}):
        return None
    try:
        match kind:
            case "s":
                return _text(strings[int(text)])
            case "str" | "inlineStr":
                return _text(decode_text(text))
            case "b":
                return text.strip() in {"1", "true"}
            case "e":
                return text
            case "d":
                return _whole_day(datetime.fromisoformat(text))
        return _number(text, is_date=cell.attributes.get("s", "0") in dates)
    except (ValueError, IndexError):
        raise UnusableInput(
            f"the cell {ref} is damaged: it holds {text[:40]!r}. Clear it and type its value again."
        ) from None


def _text(text: str) -> str | None:
    # A text that looks like a formula is none; see the docstring of contents.
    return (f"'{text}" if text.startswith("=") else text) or None


def _number(text: str, *, is_date: bool) -> object:
    number = float(text)
    value = int(number) if number.is_integer() else number
    if not is_date:
        return value
    try:
        day = from_excel(value)
    except (ValueError, OverflowError):
        return value
    return _whole_day(day) if isinstance(day, datetime) else value


def _whole_day(moment: datetime) -> date:
    midnight = moment.time() == moment.min.time()
    return moment.date() if midnight else moment


def _part(package: Package, kind: str) -> str:
    """Find a part by the end of its content type; empty where there is none."""
    for element in elements(package.parts[_TYPES]):
        if element.attributes.get("ContentType", "").endswith(kind):
            part = element.attributes.get("PartName", "").lstrip("/")
            if part in package.parts:
                if package.parts[part].count(b"<") > _MOST_TAGS[kind]:
                    raise UnusableInput(
                        f"{package.name}: its part {part} holds more than any spreadsheet program "
                        "writes; it is refused. Copy the sheet that matters into a new workbook."
                    )
                return part
    return ""


def _shared_strings(package: Package) -> list[str]:
    """Read the table of texts that cells share; sound marks (for Japanese) are no text."""
    part = _part(package, _STRINGS)
    if not part:
        return []
    found: list[str] = []
    pieces: list[str] = []
    path: list[str] = []
    parser = new_parser()

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        check_depth(len(path))

    def characters(text: str) -> None:
        if path[-1] == "t" and "rPh" not in path[2:3]:
            pieces.append(text)

    def end(_: str) -> None:
        if path.pop() == "si":
            found.append(decode_text("".join(pieces)))
            pieces.clear()

    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    parser.EndElementHandler = end
    try:
        parser.Parse(package.parts[part], True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as problem:
        raise UnusableInput(
            f"{package.name} is damaged: its part {part} is not well-formed XML ({problem}). Open it "
            "in Excel, let Excel repair it, and save it."
        ) from None
    return found


def _date_styles(package: Package) -> frozenset[str]:
    """Give the numbers of the cell styles that show a number as a date."""
    part = _part(package, _STYLES)
    if not part:
        return frozenset()
    own: dict[str, str] = {}
    formats: list[str] = []
    for element in elements(package.parts[part]):
        if element.path[-1] == "numFmt":
            own[element.attributes.get("numFmtId", "")] = element.attributes.get("formatCode", "")
        elif element.path[-2:] == ("cellXfs", "xf"):
            formats.append(element.attributes.get("numFmtId", "0"))
    return frozenset(str(at) for at, number in enumerate(formats) if _is_date(number, own))


def _is_date(number: str, own: Mapping[str, str]) -> bool:
    code = own.get(number)
    if code is None:
        code = BUILTIN_FORMATS.get(int(number)) if number.isdecimal() else None
    return bool(code) and bool(is_date_format(code))
