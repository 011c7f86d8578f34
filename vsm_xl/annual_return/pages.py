"""Print set-up and how a sheet opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.views import Pane, Selection

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.description import Sheet
    from vsm_xl.annual_return.layout import Layout, Place

_A4: Final = 9
#: Tables of more rows than this run over pages.
_LONG: Final = 20
#: Margins in inches.
_MARGIN: Final = 0.5


def set_up_page(worksheet: Worksheet, layout: Layout, sheet: Sheet) -> None:
    """Set A4, one page wide, repeated headers, footer; freeze headers where data is entered."""
    places = [layout.places[table.key] for table in sheet.tables]
    last_row = max(place.last_row for place in places)
    last_column = max(len(place.table.columns) for place in places)
    worksheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    page = worksheet.page_setup
    page.paperSize = _A4
    page.orientation = "landscape" if sheet.landscape else "portrait"
    page.fitToWidth, page.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # The header of the last table where that runs over pages (Excel repeats it only after it has
    # stood once), otherwise the title: a short table's header would head the wrong columns.
    last = places[-1]
    repeated = last.header_row if last.table.height > _LONG or len(places) == 1 else 1
    worksheet.print_title_rows = f"{repeated}:{repeated}"
    worksheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("Page &P of &N")
    )
    margins = worksheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom = 2 * _MARGIN
    _open_at_the_top(worksheet, layout, places[0])


def _open_at_the_top(worksheet: Worksheet, layout: Layout, first: Place) -> None:
    view, sheet, header_row = worksheet.sheet_view, first.sheet, first.header_row
    view.zoomScale = 100
    view.showGridLines = False
    view.tabSelected = sheet is layout.sheets[0]
    if sheet.purpose != "input":
        view.selection = [Selection(activeCell="A1", sqref="A1")]
        return
    # Input sheets only: whoever types in row 40 must see which column is which.
    below = f"A{header_row + 1}"
    view.pane = Pane(ySplit=header_row, topLeftCell=below, activePane="topLeft", state="frozen")
    view.selection = [Selection(pane="bottomLeft", activeCell="A1", sqref="A1")]
