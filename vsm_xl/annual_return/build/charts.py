"""The charts of the workbook, drawn so that a grey print is as good as a coloured screen.

A bar of a cell without a number draws nothing at all; a line would be drawn to zero, and so is drawn
from cells that hold #N/A there.  Thin bars and upright lines on the bands are error bars, which both
Excel and LibreOffice place exactly on one axis.  A chart of which nothing is filled in shows nothing
but its title: no frame, no grid, no scale.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import NumDataSource, NumRef, StrData, StrRef, StrVal
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)  # fmt: skip

from vsm_xl.annual_return.build import styles
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.ooxml.package import Package
from vsm_xl.xml_text import quoted_attribute

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.template.description import Chart, Sheet
    from vsm_xl.annual_return.template.layout import Layout, Place

#: Height of a row in points, and of a centimetre.
_ROW: Final = 15.0
_POINTS_A_CM: Final = 28.35
_WIDTH: Final = 29.5
_NUMBER_FORMAT: Final = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*")\s*/>')
#: Sizes of text, in hundredths of a point.
_BODY: Final = 1150
_TITLE: Final = 1300
#: Thickness of thin bars, in English Metric Units.
_THIN: Final = 76_200
#: Thickness of a line over years, in the same units.
_LINE: Final = 28_575
#: Table and column of the cells that charts of each kind take as title.
_FINDINGS: Final = {
    "positions": ("findings_worked", "title"), "bars": ("findings", "finding"),
    "years": ("findings", "finding"),
}  # fmt: skip
#: Tables from whose cells a chart is drawn, where that is not the table of its figures.
_SERIES_OF: Final = {"ratios": "ratios_drawn"}
#: Amounts of money on an axis: the scale from 0 to 1 of a chart without figures is not written.
_POUNDS: Final = '[>=1000]"£"#,##0;;'
#: What a title reads until the workbook has been calculated for the first time.
_NOT_YET: Final = "Not calculated yet"


def add_charts(worksheet: Worksheet, layout: Layout, sheet: Sheet) -> None:
    """Draw the charts of a sheet into the room above their tables."""
    for chart in sheet.charts:
        place = layout.places[chart.table]
        room = place.table.room
        drawing = _DRAWN[chart.kind](
            worksheet, layout.places[_SERIES_OF.get(chart.table, chart.table)]
        )
        drawing.title = _title(title_cell(layout, chart))
        drawing.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
        drawing.roundedCorners = False
        if chart.kind == "positions" and chart.finding:
            drawing.legend = None
        drawing.width, drawing.height = _WIDTH, (room - 1) * _ROW / _POINTS_A_CM
        worksheet.add_chart(drawing, f"A{place.header_row - room}")
        for row in range(place.header_row - room, place.header_row):
            worksheet.row_dimensions[row].height = _ROW


def title_cell(layout: Layout, chart: Chart) -> str:
    """Return the cell that a chart takes as its title, such as ``Charts!$B$7``."""
    table, key = _FINDINGS[chart.kind]
    place = layout.places[table]
    letter, row = place.letter(key), place.first_row + chart.finding
    return f"{quoted(place.sheet.title)}!${letter}${row}"


def describe_charts(data: bytes, layout: Layout) -> bytes:
    """Write the name and the alternative text of each chart, which openpyxl cannot."""
    package = Package.from_bytes(data, "the workbook just built")
    number = 0
    for sheet in layout.sheets:
        if not sheet.charts:
            continue
        number += 1
        part = f"xl/drawings/drawing{number}.xml"
        xml = package.parts[part].decode()
        for at, chart in enumerate(sheet.charts, start=1):
            name = layout.places[chart.table].table.heading
            xml, found = re.subn(
                rf'<((?:\w+:)?)cNvPr id="{at}" name="Chart {at}"\s*/>',
                lambda match, at=at, name=name, chart=chart: (  # type: ignore[misc] # mypy knows no defaults of lambdas
                    f'<{match[1]}cNvPr id="{at}" name={quoted_attribute(name)} '
                    f"descr={quoted_attribute(f'{_NOT_YET}. {chart.alternative}')}/>"
                ),
                xml,
            )
            assert found == 1, f"chart {at} of {sheet.title} is not where openpyxl put it so far"
        package = package.replace(part, xml.encode())
    for part, content in package.parts.items():
        if part.startswith("xl/charts/"):
            # Formats of labels are the chart's own, not those of the cells.
            own = _NUMBER_FORMAT.sub(rb'\1 sourceLinked="0"/>', content)
            package = package.replace(part, own)
    return package.to_bytes()


def _reference(worksheet: Worksheet, place: Place, key: str, *, header: bool = False) -> Reference:
    column = place.table.index(key) + 1
    top = place.header_row if header else place.first_row
    return Reference(worksheet, min_col=column, min_row=top, max_row=place.last_row)


def _positions(worksheet: Worksheet, place: Place) -> Any:
    """Draw each post as a row: its pay range as a band, its salary as a thin bar on it."""
    chart = BarChart()
    # Bars lie on each other: each band covers what lies below its lower end of the one before.
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 45
    for key, fill, line in _PAINTED:
        series = _added(chart, worksheet, place, key)
        series.graphicalProperties = GraphicalProperties(solidFill=fill)
        series.graphicalProperties.line = LineProperties(solidFill=line)
    thin = (
        ("salary", styles.GREY_2, ""),
        ("above", styles.RED, "part_above"),
        ("new_salary", styles.BLACK, "increase"),
    )
    for key, color, back_by in thin:
        series = _added(chart, worksheet, place, key)
        _unseen(series, place, color)
        cells = str(_reference(worksheet, place, back_by)) if back_by else ""
        series.errBars = _error_bars(color, cells)
    for at, words in _IN_WORDS.items():
        chart.series[at].tx = SeriesLabel(v=words)
    chart.set_categories(_reference(worksheet, place, "label"))
    _axes(chart, _POUNDS)
    _lying(chart)
    # What only covers needs no line of the legend.  It stands in the middle of the series, because
    # programs count the lines of a legend of horizontal bars from different ends.
    first, last = len(thin), len(_PAINTED)
    chart.legend.legendEntry = [LegendEntry(idx=at, delete=True) for at in range(first, last)]
    return chart


_BAND: Final = "AEB7BD"
#: The bars of a post in the order in which they are painted, each from zero: column, fill, border.
#: The upright line is what is left of a dark bar when all below it has been painted again.
_PAINTED: Final = (
    ("exception_maximum", styles.WHITE, styles.GREY_2),
    ("operational_maximum", _BAND, _BAND),
    ("midpoint", styles.GREY_4, styles.GREY_4),
    ("minimum", styles.WHITE, styles.WHITE),
    ("line", styles.BLACK, styles.BLACK),
    ("threshold", styles.WHITE, styles.WHITE),
    ("maximum_below", _BAND, _BAND),
    ("midpoint_below", styles.GREY_4, styles.GREY_4),
    ("minimum_below", styles.WHITE, styles.WHITE),
)
_IN_WORDS: Final = {
    0: "Operational to exception maximum",
    1: "Midpoint to operational maximum",
    2: "Minimum to midpoint",
    9: "Salary at 31 March",
    10: "Part above the operational maximum",
    11: "Increase to the new salary",
}


def _added(chart: Any, worksheet: Worksheet, place: Place, key: str) -> Any:
    chart.add_data(_reference(worksheet, place, key, header=True), titles_from_data=True)
    return chart.series[-1]


def _unseen(series: Any, place: Place, key_color: str) -> None:
    """Draw no bars, but a key in the legend: the legend shows the series, not its points."""
    series.graphicalProperties = GraphicalProperties(solidFill=key_color)
    series.graphicalProperties.line = LineProperties(noFill=True)
    nothing = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    series.dPt = [
        DataPoint(idx=at, invertIfNegative=False, spPr=nothing) for at in range(place.table.height)
    ]


def _error_bars(color: str, cells: str) -> ErrorBars:
    """Return thin bars that reach back from a value: by what cells hold, or to zero."""
    kind, value = ("cust", None) if cells else ("percentage", 100)
    bars = ErrorBars(errBarType="minus", errValType=kind, noEndCap=True, val=value)  # type: ignore[arg-type] # openpyxl's stubs list the words
    if cells:
        bars.minus = NumDataSource(numRef=NumRef(f=cells))
    bars.spPr = GraphicalProperties(ln=LineProperties(solidFill=color, w=_THIN, cap="flat"))
    return bars


def _bars(worksheet: Worksheet, place: Place) -> Any:
    """Draw one bar for each element, with its amount beside it; the total is not an element."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 60
    last = place.last_row - 1
    amounts = Reference(worksheet, min_col=2, min_row=place.header_row, max_row=last)
    chart.add_data(amounts, titles_from_data=True)
    chart.set_categories(Reference(worksheet, min_col=1, min_row=place.first_row, max_row=last))
    [bars] = chart.series
    bars.graphicalProperties = GraphicalProperties(solidFill=styles.GREY_1)
    _labelled(bars, '"£"#,##0;;')
    _axes(chart, _POUNDS)
    chart.y_axis.delete = True  # The amount stands beside each bar.
    chart.legend = None
    _lying(chart)
    return chart


def _lying(chart: Any) -> None:
    # The first row of the table stands at the top, and the amounts all the same at the foot.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.y_axis.scaling.min = 0


def _years(worksheet: Worksheet, place: Place) -> Any:
    """Draw a line over the years for each of the three ratios; a year not given has no point."""
    chart = LineChart()
    for key, (color, mark) in _LINES.items():
        series = _added(chart, worksheet, place, key)
        series.smooth = False
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=color, w=_LINE)
        )
        series.marker = Marker(symbol=mark, size=9, spPr=GraphicalProperties(solidFill=color))
        series.marker.graphicalProperties.line = LineProperties(solidFill=styles.BLACK)
        _labelled(series, "0.0")
        series.dLbls.position = "t"
    chart.set_categories(_reference(worksheet, place, "year"))
    _axes(chart, "0")
    # Excel connects the years on either side of an #N/A; LibreOffice does so only when asked to,
    # and draws it as zero otherwise.
    chart.display_blanks = "span"
    chart.y_axis.delete = True  # The ratio stands at each point.
    chart.y_axis.scaling.min = 0
    return chart


#: Colour and mark of the line of each ratio: they differ in grey too.
_LINES: Final[dict[str, tuple[str, Literal["square", "circle", "triangle"]]]] = {
    "p25": (styles.GREY_2, "square"), "median": (styles.BLUE, "circle"),
    "p75": (styles.BLACK, "triangle"),
}  # fmt: skip


def _labelled(series: Any, number_format: str) -> None:
    series.dLbls = DataLabelList(showVal=True, numFmt=number_format)
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, other, False)
    series.dLbls.txPr = _text(_BODY)


def _axes(chart: Any, number_format: str) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = number_format
    chart.y_axis.majorGridlines = None
    for axis in (chart.x_axis, chart.y_axis):
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        axis.majorTickMark = "none"
    chart.x_axis.txPr = _text(_BODY)
    chart.y_axis.txPr = _text(_BODY)
    chart.legend.position = "b"
    chart.legend.txPr = _text(_BODY)
    chart.display_blanks = "gap"


def _characters(size: int, *, bold: bool = False) -> CharacterProperties:
    font = Font(typeface=styles.FONT)
    return CharacterProperties(sz=size, b=bold, latin=font, solidFill=styles.BLACK)


def _text(size: int, *, bold: bool = False) -> RichText:
    # Horizontal, so that long names are broken into lines and not leaned.
    characters = _characters(size, bold=bold)
    return RichText(
        bodyPr=RichTextProperties(rot=0, vert="horz"),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)],
    )


def _title(cell: str) -> Title:
    """Return a title that shows a cell, so that it changes with the figures."""
    cache = StrData(ptCount=1, pt=[StrVal(idx=0, v=_NOT_YET)])
    title = Title(tx=Text(strRef=StrRef(f=cell, strCache=cache)), overlay=False)
    title.txPr = _text(_TITLE, bold=True)
    return title


_DRAWN: Final = {"positions": _positions, "bars": _bars, "years": _years}
