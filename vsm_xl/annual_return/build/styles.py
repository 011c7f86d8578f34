"""How the workbook looks: the palette and one named style for each use of a cell.

Colours are those of the NHS identity; every pair of text and fill has a contrast of at least
4.5 to 1.  Arial stands in for Frutiger, which few machines have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

if TYPE_CHECKING:
    from openpyxl import Workbook

BLUE: Final = "005EB8"
WHITE: Final = "FFFFFF"
BLACK: Final = "212B32"
GREEN: Final = "007F3B"
RED: Final = "D5281B"
PALE_YELLOW: Final = "FFF9C4"
GREY_1: Final = "4C6272"
GREY_2: Final = "768692"
GREY_4: Final = "D8DDE0"

FONT: Final = "Arial"
BODY: Final = 11

#: Name of the style that marks every cell to be filled in, and no other.
INPUT: Final = "VSM Input"

#: Words of a check's result with the colours that accompany them: text, fill.
RESULTS: Final = {
    "Pass": (WHITE, GREEN),
    "Fail": (WHITE, RED),
    "Not complete": (BLACK, GREY_4),
    "Nothing to check": (GREY_1, WHITE),
}


def _font(size: int = BODY, color: str = BLACK, **also: str | bool) -> Font:
    return Font(name=FONT, size=size, color=color, **also)  # type: ignore[arg-type] # openpyxl's own keys


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color, bgColor=color)


def _border(color: str) -> Border:
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def aligned(horizontal: str = "left") -> Alignment:
    """Wrapped at the top, a little away from the border."""
    return Alignment(horizontal=horizontal, vertical="top", wrap_text=True, indent=1)


def named_styles() -> tuple[NamedStyle, ...]:
    """Return every style of the workbook, built-in ones in Arial."""
    locked = Protection(locked=True)
    line = _border(GREY_2)
    return (
        NamedStyle("Title", _font(18, BLUE, bold=True), alignment=Alignment(vertical="center"),
                   protection=locked, builtinId=15),
        NamedStyle("Heading 1", _font(14, BLUE, bold=True), alignment=Alignment(vertical="center"),
                   protection=locked, builtinId=16),
        NamedStyle("VSM Status", _font(16, BLACK, bold=True, underline="single"),
                   alignment=Alignment(vertical="center"), protection=locked),
        NamedStyle("Hyperlink", _font(color=BLUE, underline="single"), alignment=Alignment(vertical="top"),
                   protection=locked, builtinId=8),
        NamedStyle("VSM Text", _font(), alignment=Alignment(vertical="top"), protection=locked),
        NamedStyle("VSM Label", _font(), border=line, alignment=aligned(), protection=locked),
        NamedStyle("VSM Header", _font(color=WHITE, bold=True), _fill(BLUE), line, aligned(),
                   protection=locked),
        NamedStyle("VSM Guidance", _font(color=GREY_1), border=line, alignment=aligned(),
                   protection=locked),
        NamedStyle(INPUT, _font(), _fill(PALE_YELLOW), line, aligned(),
                   protection=Protection(locked=False)),
        NamedStyle("VSM Calculated", _font(), border=line, alignment=aligned(),
                   protection=locked),
        NamedStyle("VSM Link", _font(color=BLUE, underline="single"), border=line,
                   alignment=aligned(), protection=locked),
    )  # fmt: skip


#: The style of each role a cell can have in the layout.
STYLE_OF: Final = {
    "text": "VSM Label",
    "label": "VSM Label",
    "header": "VSM Header",
    "unit": "VSM Guidance",
    "guidance": "VSM Guidance",
    "heading": "Heading 1",
    "input": INPUT,
    "formula": "VSM Calculated",
    "record": "VSM Calculated",
}


def add_styles(workbook: Workbook) -> None:
    """Put the styles into a workbook, and Arial under everything that has none."""
    styles: Any = workbook
    normal = styles._named_styles["Normal"]  # noqa: SLF001 (openpyxl has no public way to it)
    normal.font = _font()
    normal.bind(workbook)
    styles._fonts[0] = _font()  # noqa: SLF001 (the default of every unstyled cell)
    for style in named_styles():
        workbook.add_named_style(style)


def result_format(word: str) -> DifferentialStyle:
    """Return the conditional format of a result's word."""
    text, fill = RESULTS[word]
    return DifferentialStyle(
        font=Font(color=text, bold=True), fill=PatternFill(bgColor=fill, fill_type="solid")
    )
