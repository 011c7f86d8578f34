"""The charts of the workbook, drawn so that a grey print is as good as a coloured screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)  # fmt: skip

from vsm_xl.annual_return.build import styles
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.template.description import Chart, Sheet
    from vsm_xl.annual_return.template.layout import Layout, Place

#: Height of a row in points, and of a centimetre.
_ROW: Final = 15.0
_POINTS_A_CM: Final = 28.35
_WIDTH: Final = 26.5
_NUMBER_FORMAT: Final = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*")\s*/>')
#: Nobody's full-time salary lies below; what is empty would otherwise be drawn at zero.
_AXIS_FROM: Final = 50_000
#: Names of ten posts stand beside each other in this size (hundredths of a point), all else in the
#: size of the sheets.
_SMALL: Final = 900
_BODY: Final = 1100
_TITLE: Final = 1200


def add_charts(worksheet: Worksheet, layout: Layout, sheet: Sheet) -> None:
    """Draw the charts of a sheet into the room above their tables."""
    for chart in sheet.charts:
        place = layout.places[chart.table]
        room = place.table.room
        drawing = _DRAWN[chart.kind](worksheet, place)
        drawing.title = chart.title
        _small_title(drawing)
        drawing.width, drawing.height = _WIDTH, (room - 1) * _ROW / _POINTS_A_CM
        worksheet.add_chart(drawing, f"A{place.header_row - room}")
        for row in range(place.header_row - room, place.header_row):
            worksheet.row_dimensions[row].height = _ROW


def describe_charts(data: bytes, layout: Layout) -> bytes:
    """Give each chart its name and its alternative text, which openpyxl cannot write."""
    package = Package.from_bytes(data, "the workbook just built")
    number = 0
    for sheet in layout.sheets:
        if not sheet.charts:
            continue
        number += 1
        part = f"xl/drawings/drawing{number}.xml"
        xml = package.parts[part].decode()
        for at, chart in enumerate(sheet.charts, start=1):
            xml, found = re.subn(
                rf'<((?:\w+:)?)cNvPr id="{at}" name="Chart {at}"\s*/>',
                lambda match, at=at, chart=chart: _described(match[1], at, chart),  # type: ignore[misc] # mypy knows no defaults of lambdas
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


def _described(prefix: str, at: int, chart: Chart) -> str:
    return (
        f'<{prefix}cNvPr id="{at}" name={quoteattr(chart.title)} '
        f"descr={quoteattr(chart.alternative)}/>"
    )


def _reference(worksheet: Worksheet, place: Place, key: str, *, header: bool = False) -> Reference:
    column = place.table.index(key) + 1
    top = place.header_row if header else place.first_row
    return Reference(worksheet, min_col=column, min_row=top, max_row=place.last_row)


def _ranges(worksheet: Worksheet, place: Place) -> Any:
    """Draw pay ranges as columns that begin at their minimum, salaries as marks on them."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    for key in ("minimum", "lower", "upper"):
        chart.add_data(_reference(worksheet, place, key, header=True), titles_from_data=True)
    chart.set_categories(_reference(worksheet, place, "post"))
    ground, lower, upper = chart.series
    ground.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    for part, fill in ((lower, styles.GREY_4), (upper, styles.GREY_2)):
        part.graphicalProperties = GraphicalProperties(solidFill=fill)
        part.graphicalProperties.line = LineProperties(solidFill=styles.GREY_1)
    marks = LineChart()
    for key in ("salary", "new_salary"):
        marks.add_data(_reference(worksheet, place, key, header=True), titles_from_data=True)
    before, after = marks.series
    _marked(before, "dash", 20)
    _marked(after, "diamond", 8)
    chart += marks
    _axes(chart, '"£"#,##0')
    chart.x_axis.txPr = _text(_SMALL)
    chart.y_axis.scaling.min = _AXIS_FROM
    # The unseen part below each range needs no line of the legend.
    chart.legend.legendEntry = [LegendEntry(idx=0, delete=True)]
    return chart


def _marked(series: Any, symbol: str, size: int) -> None:
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker.symbol, series.marker.size = symbol, size
    series.marker.graphicalProperties = GraphicalProperties(solidFill=styles.BLACK)
    series.marker.graphicalProperties.line = LineProperties(solidFill=styles.WHITE)
    series.smooth = False


def _bars(worksheet: Worksheet, place: Place) -> Any:
    """Draw one bar for each element, with its amount beside it; the total is no element."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 60
    last = place.last_row - 1
    amounts = Reference(worksheet, min_col=2, min_row=place.header_row, max_row=last)
    chart.add_data(amounts, titles_from_data=True)
    chart.set_categories(Reference(worksheet, min_col=1, min_row=place.first_row, max_row=last))
    [bars] = chart.series
    bars.graphicalProperties = GraphicalProperties(solidFill=styles.GREY_1)
    _labelled(bars, '"£"#,##0')
    _axes(chart, '"£"#,##0')
    chart.legend = None
    # The first row of the table stands at the top, and the amounts all the same at the foot.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return chart


def _columns(worksheet: Worksheet, place: Place) -> Any:
    """Draw three columns for each year, told apart by their grey; an empty year has none."""
    chart = BarChart()
    chart.type, chart.gapWidth = "col", 150
    for key in ("p25", "median", "p75"):
        chart.add_data(_reference(worksheet, place, key, header=True), titles_from_data=True)
    chart.set_categories(_reference(worksheet, place, "year"))
    for series, fill in zip(
        chart.series, (styles.GREY_4, styles.GREY_2, styles.BLACK), strict=True
    ):
        series.graphicalProperties = GraphicalProperties(solidFill=fill)
        series.graphicalProperties.line = LineProperties(solidFill=styles.BLACK)
        _labelled(series, "0.0;;")
    _axes(chart, "0")
    # The table begins with the newest year; time runs to the right all the same.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return chart


def _labelled(series: Any, number_format: str) -> None:
    series.dLbls = DataLabelList(showVal=True, numFmt=number_format)
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, other, False)
    series.dLbls.txPr = _text(_BODY)


def _axes(chart: Any, number_format: str) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = number_format
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(
        ln=LineProperties(solidFill=styles.GREY_4)
    )
    chart.x_axis.txPr = _text(_BODY)
    chart.y_axis.txPr = _text(_BODY)
    chart.legend.position = "b"
    chart.legend.txPr = _text(_BODY)
    chart.display_blanks = "gap"


def _characters(size: int, *, bold: bool = False) -> CharacterProperties:
    font = Font(typeface=styles.FONT)
    return CharacterProperties(sz=size, b=bold, latin=font, solidFill=styles.BLACK)


def _text(size: int) -> RichText:
    # Horizontal, so that long names are broken into lines and not leaned.
    return RichText(
        bodyPr=RichTextProperties(rot=0, vert="horz"),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=_characters(size)), endParaRPr=_characters(size))],
    )  # fmt: skip


def _small_title(chart: Any) -> None:
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=_characters(_TITLE, bold=True))
        for run in paragraph.r or ():
            run.rPr = _characters(_TITLE, bold=True)
    chart.title.overlay = False


_DRAWN: Final = {"ranges": _ranges, "bars": _bars, "columns": _columns}
