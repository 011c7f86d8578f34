"""How wide text is in Arial, and in how many lines it breaks in a cell.

The widths are those of Liberation Sans, which was made to have the widths of Arial; LibreOffice
shows one for the other.  They were read from the fonts' tables ``hmtx`` with fontTools.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

#: Widths of the characters from space to tilde, in units of 1/2048 of the size of the font.
_REGULAR: Final = (
    569, 569, 727, 1139, 1139, 1821, 1366, 391, 682, 682, 797, 1196, 569, 682, 569, 569, 1139, 1139,
    1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 569, 569, 1196, 1196, 1196, 1139, 2079, 1366,
    1366, 1479, 1479, 1366, 1251, 1593, 1479, 569, 1024, 1366, 1139, 1706, 1479, 1593, 1366, 1593,
    1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 569, 569, 569, 961, 1139, 682, 1139, 1139,
    1024, 1139, 1139, 569, 1139, 1139, 455, 455, 1024, 455, 1706, 1139, 1139, 1139, 1139, 682, 1024,
    569, 1139, 1024, 1479, 1024, 1024, 1024, 684, 532, 684, 1196,
)  # fmt: skip
_BOLD: Final = (
    569, 682, 971, 1139, 1139, 1821, 1479, 487, 682, 682, 797, 1196, 569, 682, 569, 569, 1139, 1139,
    1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 682, 682, 1196, 1196, 1196, 1251, 1997, 1479,
    1479, 1479, 1479, 1366, 1251, 1593, 1479, 569, 1139, 1479, 1251, 1706, 1479, 1593, 1366, 1593,
    1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 682, 569, 682, 1196, 1139, 682, 1139, 1251,
    1139, 1251, 1139, 682, 1251, 1251, 569, 569, 1139, 569, 1821, 1251, 1251, 1251, 1251, 797, 1139,
    682, 1251, 1139, 1593, 1139, 1139, 1024, 797, 573, 797, 1196,
)  # fmt: skip
_FIRST: Final = ord(" ")
#: Width of every other character: that of a figure, which most accented letters have too.
_OTHER: Final = 1139
_EM: Final = 2048
#: Points of a unit of column width (a figure of Arial 11, in whole pixels), of the margins inside
#: a cell, and of an indent of one.
_UNIT: Final = 6.0
_MARGINS: Final = 5.0
_INDENT: Final = 9.2
_SIZE: Final = 11.0
#: What LibreOffice gives a line of Arial 11 and the edges of a cell, in points, and a little more:
#: Excel needs a point more for each line.
_LINE: Final = 12.68
_EDGES: Final = 1.5
_LOWEST: Final = 15.0
_ROOM: Final = 1.04
_LARGEST: Final = 400.0
#: A line may be broken after a space, and after a hyphen or a slash within a word.
_PIECES: Final = re.compile(r"[^\s/-]*[/-]+|[^\s/-]+|\s+")


@cache
def text_width(text: str, *, bold: bool = False) -> float:
    """Return the width of a text in points.

    >>> round(text_width("Chief executive"), 1)
    75.2
    """
    widths = _BOLD if bold else _REGULAR
    units = 0
    for character in text:
        at = ord(character) - _FIRST
        units += widths[at] if 0 <= at < len(widths) else _OTHER
    return units * _SIZE / _EM


def lines_needed(text: str, width: float, *, bold: bool = False) -> int:
    """Return in how many lines a text breaks in a column of cells with an indent of one.

    Args:
        text: the text; its own line breaks count.
        width: the width of the column, in Excel's units.
        bold: whether it is bold.

    >>> lines_needed("Salary at 31 March", 12), lines_needed("Post", 34)
    (2, 1)
    """
    room = max(width * _UNIT - _MARGINS - _INDENT, _SIZE)
    return sum(_lines(line, room, bold=bold) for line in text.split("\n"))


def _lines(text: str, room: float, *, bold: bool) -> int:
    lines, used = 1, 0.0
    for piece in _PIECES.findall(text):
        wide = text_width(piece, bold=bold)
        if piece.isspace() or used + wide <= room:
            used += wide
        elif wide <= room:
            lines, used = lines + 1, wide
        else:
            # A word that is wider than the cell begins a line of its own and is broken.
            lines += (1 if used else 0) + int(wide // room)
            used = wide % room
    return lines


def height_of(lines: int, room: float = _ROOM) -> float:
    """Return the height of a row of so many lines, in points.

    Args:
        lines: how many lines.
        room: how much higher than LibreOffice makes it; Excel needs a little more.

    >>> height_of(1), height_of(2)
    (15.6, 27.9)
    """
    return min(_LARGEST, round(max(_LOWEST, lines * _LINE + _EDGES) * room, 1))
