"""What many returns share, found out once before each is read in a process of its own.

A process that is forked for one file takes over what its parent knows, and what it finds out itself ends
with it.  So the parent reads the layout and the formulas of the template, which come from this package and
never from a file.
"""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.reading.confirmed import prepare_proof, prepared
from vsm_xl.annual_return.template.layout import MOST_KEPT, TemplateSize, built_sheet
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.framework import edition
from vsm_xl.ooxml.plain_sheet import keep_cells

#: Sizes of template that are kept ready; a collation has one or two.
_MOST: Final = 4


#: The sizes that are ready, and whether also for confirming.
_ready: dict[TemplateSize, bool] = {}


def make_ready(size: TemplateSize | None = None, *, confirming: bool = False) -> None:
    """Read the template's formulas, and its layout for one size.

    Args:
        size: of the return that was read last; the smallest when not given.
        confirming: whether many returns follow, whose stored results are to be confirmed.
    """
    size = size or TemplateSize(1, 1, 1)
    known = _ready.get(size)
    if known or known is confirming or size.people > MOST_KEPT:
        return
    if known is None and len(_ready) >= _MOST:
        return
    _ready[size] = confirming
    edition.newest().shipped_ranges()
    layout = template_layout(*size)
    for sheet in layout.sheets:
        built_sheet(layout, sheet.title)
    if confirming:
        keep_cells()
        prepare_proof(layout)
    elif size.people > 1:
        # The smallest is read for what all sizes share.
        prepared(layout)
