"""Reads a worksheet part, or the shared texts, as spreadsheet programs write them, by patterns instead of trees.

Every character of the rows has to be a part of a row or a cell as the pattern has them: an element, an
attribute, an entity, a comment or an order that is not listed here, and nothing is read; then
:mod:`vsm_xl.ooxml.sheet_reader` reads the part element by element.  What stands around the rows, and the
attributes of the rows themselves, are parsed as XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter, itemgetter, lt
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.markup import attributes, parse
from vsm_xl.ooxml.references import MAX_ROW, place_in_row
from vsm_xl.ooxml.sheet import (
    FORMULA_TYPES,
    MAX_FORMULA,
    MOST_SHARED,
    Cell,
    PlainRow,
    RowForm,
    SheetCells,
    formula_length,
    made_cell,
)
from vsm_xl.ooxml.values import decode_text
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.markup import Element

_START, _END = b"<sheetData>", b"</sheetData>"
_WORKSHEET, _DATA, _ROW = (f"{{{MAIN}}}{name}" for name in ("worksheet", "sheetData", "row"))
#: What may stand before the first element.
_DECLARED: Final = re.compile(
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?\s*<[A-Za-z]"
)
#: The start of a row.
_OPENING: Final = re.compile(
    r'<row((?: [A-Za-z0-9:]+="[^"<>&/]*")*? r=")([1-9][0-9]{0,6})("[^<>/]*)>'
)
#: A cell, or else one character of something else.
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="(n|s|str|b|e|d)")?(?:/>|>'
    r"(?:<f([^<>/]*/?>)(?:(?<=/>)|(?<!/>)([^<]*)</f>))?"
    r'(?:(?:<v(?: xml:space="preserve")?>([^<]*)(?=</v>)|(?=<v/>))(</v>|<v/>))?'
    r"</c>)|([\s\S])"
)
#: What a cell stores, and what stands for it in the form of a row; where a text is that sign, none is made.
_STORED: Final = re.compile("<v>([^<]*)</v>")
_VALUE: Final = "\ue000"
_EMPTY_ROW: Final = re.compile(r"<row([^<>]*)/>")
_FORMULA_ATTRIBUTES: Final = re.compile(r'(?: [A-Za-z]+="[A-Za-z0-9$:.]*")*/?>')
_FORMULA_ATTRIBUTE: Final = re.compile(r'([A-Za-z]+)="([^"]*)"')
#: The start of the shared texts, and one of them.
_TEXTS: Final = re.compile(
    rf'(?:<\?xml version="1\.0" encoding="(?i:utf-8)"(?: standalone="yes")?\?>[ \t\n]*)?'
    rf'<sst xmlns="{re.escape(MAIN)}"(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?>'
)
_TEXT: Final = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t>')
#: What XML reads otherwise than it stands there, or does not allow.
_ODD: Final = re.compile("]]>|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[0-9]{1,8}")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_NO_ENTITY: Final = re.compile("&(?!(?:lt|gt|quot|apos|amp);)")
#: The longest row or text: beyond that the parser has bounds of its own.  And the longest that is kept.
_LONGEST: Final = 2**20
_SHORT: Final = 2**14


_ATTRIBUTES: Final = itemgetter(7)
_NUMBER_OF, _OPENING_OF, _SPECIAL, _LENGTH = map(
    attrgetter, ("number", "opening", "form.special", "form.length")
)
#: Whether each cell is kept, for sheets to come that differ in some; a first sheet is read in half the time.
_cells_kept = False


def keep_cells(*, kept: bool = True) -> None:
    """Keep each cell that is read, for the sheets of many files; or no longer."""
    global _cells_kept  # noqa: PLW0603 - as its caches, of this process
    _cells_kept = kept
    _row.cache_clear()


def read_plain_sheet(xml: bytes) -> SheetCells | None:
    """Read a worksheet part; None where anything in it is not as spreadsheet programs write it.

    >>> cell = b'<c r="B2"><f>1&lt;2</f><v>5</v></c>'
    >>> xml = b'<worksheet xmlns="%s"><sheetData><row r="2">%s</row></sheetData></worksheet>'
    >>> [found] = read_plain_sheet(xml % (MAIN.encode(), cell)).held
    >>> found.formula, found.stored
    ('1<2', '5')
    >>> read_plain_sheet(xml % (MAIN.encode(), cell.replace(b"5", b"<!-- 4 -->5"))) is None
    True
    """
    begin, end = xml.find(_START), xml.rfind(_END)
    head, tail = xml[: max(begin, 0)], xml[end + len(_END) :]
    around = head + tail
    # With no comment, no instruction and no second one, these are the start and the end of the rows.
    if not (0 <= begin < end and _DECLARED.match(head)) or b"sheetData" in around:
        return None
    if b"<!" in around or around.rfind(b"<?") > 0:
        return None
    try:
        # Without a copy of its bytes.
        text = str(memoryview(xml)[begin + len(_START) : end], "utf-8")
        return _read(head, text, tail)
    except (ValueError, UnusableInput):
        # Whoever reads it element by element states what is wrong with it.
        return None


def _read(head: bytes, text: str, tail: bytes) -> SheetCells | None:
    """Read the rows.

    Raises:
        ValueError: a row, a cell or a range is not one.
        UnusableInput: what stands around the rows is not XML, or more is asked for than any sheet has.
    """
    try:
        rows = _rows(text)
    except ValueError:
        # Perhaps it has rows without cells.
        rows = _rows(_EMPTY_ROW.sub(r"<row\1></row>", text))
    numbers = [*map(_NUMBER_OF, rows)]
    if not all(map(lt, numbers, islice(numbers, 1, None))) or (numbers and numbers[-1] > MAX_ROW):
        return None
    shapes = tuple(dict.fromkeys(map(_OPENING_OF, rows)))
    frame = (_kept_frame if len(head) + len(tail) < _SHORT else _frame)(head, shapes, tail)
    if frame is None:
        return None
    root, openings, around = frame
    special, length = any(map(_SPECIAL, rows)), sum(map(_LENGTH, rows))
    found = SheetCells(None, openings, length, not special, root, around, rows)
    if special:
        found.formula_length = formula_length(found.held)
    return found


def _rows(text: str) -> list[PlainRow]:
    """Read rows that each have an end.

    Raises:
        ValueError: one is not as spreadsheet programs write it.
    """
    *pieces, rest = text.split("</row>")
    if rest:
        raise ValueError(rest)
    if max(map(len, pieces), default=0) < _SHORT:
        return [*map(_row, pieces)]
    return [(_row if len(piece) < _SHORT else _read_row)(piece) for piece in pieces]


def _read_row(text: str) -> PlainRow:
    """Read a row up to its end.

    Raises:
        ValueError: it is not as spreadsheet programs write it.
    """
    opened = _OPENING.match(text)
    if opened is None or len(text) > _LONGEST:
        raise ValueError(text)
    before, number, after = opened.groups()
    inside = text[opened.end() :]
    if _cells_kept:
        # What stands around the values, and the values, in turn.
        pieces = _STORED.split(inside)
        form = _form(int(number), tuple(pieces[::2]))
        stored = _stored(form, pieces[1::2])
    else:
        form = _read_form(int(number), (inside,))
        stored = tuple([cell[5] for cell in form.cells])
    shared = [value for at in form.texts if (value := stored[at])]
    numbers = tuple(map(int, shared)) if all(map(_NUMBER.fullmatch, shared)) else None
    most = max(numbers, default=-1) if numbers is not None else MOST_SHARED
    return PlainRow(form.number, (before, after), form, stored, numbers or (), most)


@dataclass(slots=True, eq=False)
class _Piece:
    """Cells beside each other: their row, the first and the last column, and those that hold something."""

    row: int
    first: int
    last: int
    cells: tuple[Cell, ...]


def _read_piece(text: str) -> _Piece:
    """Read some cells of a row.

    Raises:
        ValueError: it is not as spreadsheet programs write it.
    """
    if _ODD.search(text):
        raise ValueError(text)
    row = first = column = 0
    cells = []
    for ref, style, kind, mark, formula, value, valued, other in _CELL.findall(text):
        place = place_in_row(ref, row)
        first = first or place[1]
        if other or place[0] != (row := row or place[0]) or place[1] <= column:
            raise ValueError(text)
        column = place[1]
        if mark or valued:
            told = _formula_attributes(mark) if mark else {}
            said = _resolved(formula) if "&" in formula else formula
            stored = (_resolved(value) if "&" in value else value) if valued else None
            if len(said) > MAX_FORMULA:
                raise ValueError(text)
            written = said if mark else None
            held = ref, row, column, kind or "n", style, stored, written, told, False
            cells.append(made_cell(Cell, held))
    return _Piece(row, first, column, tuple(cells))


def _stored(form: RowForm, values: list[str]) -> tuple[str | None, ...]:
    """Return what each cell of a row stores.

    Raises:
        ValueError: a value is not as spreadsheet programs write it.
    """
    said = " ".join(values)
    if _ODD.search(said):
        raise ValueError(said)
    if "&" in said:
        values = [_resolved(value) if "&" in value else value for value in values]
    if len(values) == len(form.cells):
        return tuple(values)
    left = iter(values)
    return tuple([next(left) if cell[5] == _VALUE else cell[5] for cell in form.cells])


def _read_form(number: int, around: tuple[str, ...]) -> RowForm:
    """Read a row without its values.

    Args:
        number: the number of the row.
        around: what stands around the values.

    Raises:
        ValueError: it is not as spreadsheet programs write it.
    """
    pieces = []
    for at, text in enumerate(around):
        begun = text.removeprefix("</c>") if at else text
        if at and begun is text:
            raise ValueError(text)
        whole = begun if at == len(around) - 1 else f"{begun}<v>{_VALUE}</v></c>"
        if whole:
            pieces.append((_piece if len(whole) < _SHORT else _read_piece)(whole))
    column = 0
    for piece in pieces:
        if piece.row != number or piece.first <= column:
            raise ValueError(number)
        column = piece.last
    cells = tuple([cell for piece in pieces for cell in piece.cells])
    if len([cell for cell in cells if cell[5] == _VALUE]) != len(around) - 1:
        raise ValueError(number)
    refs, kinds = tuple([cell[0] for cell in cells]), tuple([cell[3] for cell in cells])
    texts = [at for at, kind in enumerate(kinds) if kind == "s"]
    constants = [at for at, cell in enumerate(cells) if not cell[6]]
    length = sum([len(cell[6]) for cell in cells if cell[6]])
    special = any(map(_ATTRIBUTES, cells))
    return RowForm(number, cells, refs, kinds, texts, constants, length, special)


#: The same cells stand in many sheets, and the same rows: what the form says, and what it computes where
#: nothing is entered.  Cells that differ in their values alone are one piece, and such rows one form.
_piece: Final = lru_cache(maxsize=1 << 14)(_read_piece)
_form: Final = lru_cache(maxsize=1 << 12)(_read_form)
_row: Final = lru_cache(maxsize=1 << 12)(_read_row)


def _frame(
    head: bytes, shapes: tuple[tuple[str, str], ...], tail: bytes
) -> tuple[Element, dict[tuple[str, str], dict[str, str]], bytes] | None:
    """Parse what stands around the rows, and once each way in which rows have attributes."""
    rows = "".join(f"<row{first}1{last}/>" for first, last in shapes).encode()
    around = b"".join((head, _START, rows, _END, tail))
    root = parse(around)
    data = root.findall(_DATA)
    if root.tag != _WORKSHEET or len(data) != 1 or any(row.tag != _ROW for row in data[0]):
        return None
    openings = dict(zip(shapes, map(attributes, data[0]), strict=True))
    for opening in openings.values():
        del opening["r"]
    del data[0][:]
    return root, openings, around


#: Sheets of returns are alike in all but their rows; a tree that was parsed is not changed.
_kept_frame: Final = lru_cache(maxsize=128)(_frame)


@lru_cache(maxsize=1 << 14)
def _resolved(text: str) -> str:
    """Resolve entities.

    Raises:
        ValueError: there is one beside those of XML, or a sign that begins none.
    """
    if _NO_ENTITY.search(text):
        raise ValueError(text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


@lru_cache(maxsize=1 << 12)
def _formula_attributes(mark: str) -> Mapping[str, str]:
    """Return the attributes of a formula.

    Raises:
        ValueError: they are not those that programs write.
    """
    found = _FORMULA_ATTRIBUTE.findall(mark)
    told = dict(found)
    known = "xmlns" not in told and told.get("t") in FORMULA_TYPES
    if not known or len(told) < len(found) or not _FORMULA_ATTRIBUTES.fullmatch(mark):
        raise ValueError(mark)
    return told


def read_plain_texts(xml: bytes) -> list[str] | None:
    """Read the shared texts; None where anything in them is not as spreadsheet programs write it.

    >>> xml = b'<sst xmlns="%s"><si><t>a &lt; b</t></si>%s</sst>'
    >>> read_plain_texts(xml % (MAIN.encode(), b""))
    ['a < b']
    >>> read_plain_texts(xml % (MAIN.encode(), b"<si><r><t>a</t></r></si>")) is None
    True
    """
    try:
        text = xml.decode()
        opened = _TEXTS.match(text)
        if opened is None:
            return None
        *pieces, rest = text[opened.end() :].split("</si>")
        if rest != "</sst>":
            return None
        if max(map(len, pieces), default=0) < _SHORT:
            return [*map(_text, pieces)]
        return [(_text if len(piece) < _SHORT else _read_text)(piece) for piece in pieces]
    except ValueError:
        return None


def _read_text(text: str) -> str:
    """Read a shared text up to its end.

    Raises:
        ValueError: it is not as spreadsheet programs write it.
    """
    found = _TEXT.fullmatch(text)
    if found is None or len(text) > _LONGEST or _ODD.search(text):
        raise ValueError(text)
    return decode_text(_resolved(found[1]) if "&" in found[1] else found[1])


_text: Final = lru_cache(maxsize=1 << 12)(_read_text)
