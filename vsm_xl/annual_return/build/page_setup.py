"""Print set-up and how a sheet opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.views import Pane, Selection

from vsm_xl.annual_return.template.usage import BLANK, printed_areas

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Layout, Place

_A4: Final = 9
#: Tables of more rows than this run over pages.
_LONG: Final = 20
#: Margins in inches.
_MARGIN: Final = 0.5


def set_up_page(worksheet: Worksheet, layout: Layout, sheet: Sheet) -> None:
    """Set A4, one page wide, repeated headers, footer; freeze headers where data is entered."""
    places = [layout.places[table.key] for table in sheet.tables]
    worksheet.print_area = ",".join(printed_areas(layout, sheet, BLANK))
    page = worksheet.page_setup
    page.paperSize = _A4
    page.orientation = "landscape" if sheet.landscape else "portrait"
    if sheet.scale:
        # Breaks that are set by hand count in every program only where no width is asked for.
        page.scale = sheet.scale
    else:
        page.fitToWidth, page.fitToHeight = 1, 0
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _break_pages(worksheet, places)
    # The header of the last table where that runs over pages (Excel repeats it only after it has
    # stood once), otherwise the title: a short table's header would head the wrong columns.
    last = places[-1]
    long = last.table.height > _LONG or len(places) == 1 or sheet.apart
    repeated = last.header_row if long else 1
    worksheet.print_title_rows = f"{repeated}:{repeated}"
    worksheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("Page &P of &N")
    )
    margins = worksheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom = 2 * _MARGIN
    _open_at_the_top(worksheet, layout, places[0])


def _break_pages(worksheet: Worksheet, places: list[Place]) -> None:
    for place in places:
        table = place.table
        if table.page:
            worksheet.row_breaks.append(Break(id=place.top - 1))
        for at, line in enumerate(table.lines):
            if line.page:
                worksheet.row_breaks.append(Break(id=place.first_row + at - 1))
        columns = [number for number, column in enumerate(table.columns) if column.page]
        for number in columns:
            worksheet.col_breaks.append(Break(id=number))
        if columns:
            # Whoever reads the third page must see whose row it is.
            worksheet.print_title_cols = "A:A"


def _open_at_the_top(worksheet: Worksheet, layout: Layout, first: Place) -> None:
    view, sheet, header_row = worksheet.sheet_view, first.sheet, first.header_row
    view.zoomScale = 100
    view.showGridLines = False
    view.tabSelected = sheet is layout.sheets[0]
    working = sheet.purpose == "calculated"
    if sheet.purpose != "input" and not working:
        view.selection = [Selection(activeCell="A1", sqref="A1")]
        return
    # Whoever types in row 40, or follows its working, must see which column is which; and far to
    # the right, whose row it is.
    beside = first.table.people is not None
    corner = f"{'B' if beside else 'A'}{header_row + 1}"
    view.pane = Pane(
        xSplit=1 if beside else None, ySplit=header_row, topLeftCell=corner, activePane="topLeft",
        state="frozen",
    )  # fmt: skip
    panes = ("topRight", "bottomLeft", "bottomRight") if beside else ("bottomLeft",)
    view.selection = [Selection(pane=pane, activeCell="A1", sqref="A1") for pane in panes]  # type: ignore[arg-type] # openpyxl's stubs list the words
