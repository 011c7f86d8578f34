"""Pay ranges: the range table in use, in the form in which the functions read it."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Sheet, Table
from vsm_xl.annual_return.template.field_types import (
    CHOICE,
    DATE,
    SHORT_TEXT,
    SIZE,
    WHOLE_POUNDS,
    WORDS,
)  # fmt: skip

COLUMNS: Final = (
    Column("scheme", "scheme", SHORT_TEXT, "text", "name of the pay scheme.", 28),
    Column("org_kind", "org_kind", CHOICE, "list", "Provider or ICB.", 12,
           choices="vsm_list_kinds"),
    Column("group", "group", SHORT_TEXT, "text", "label of the size group.", 14),
    Column("size_from", "size_from", SIZE, "£ or people",
           "lower edge, belongs to the group; empty if found by its label only.", 17),
    Column("size_to", "size_to", SIZE, "£ or people",
           "upper edge, belongs to the next group; empty if open.", 17),
    Column("role", "role", SHORT_TEXT, "text", "as written in People.", 28),
    Column("minimum", "minimum", WHOLE_POUNDS, "£ per year", "lower end of the range.", 13),
    Column("operational_maximum", "operational_maximum", WHOLE_POUNDS, "£ per year",
           "upper end that needs no case.", 22),
    Column("exception_maximum", "exception_maximum", WHOLE_POUNDS, "£ per year",
           "upper end with a case; may be empty.", 21),
    Column("effective_from", "effective_from", DATE, "date", "first day in force.", 15),
    Column("effective_to", "effective_to", DATE, "date", "last day in force; empty if open.", 14),
    Column("source", "source", WORDS, "text", "document and place in it.", 44),
    Column("status", "status", CHOICE, "list",
           "official, superseded, derived or illustrative.", 14, choices="vsm_list_statuses"),
)  # fmt: skip


def sheet(range_rows: int) -> Sheet:
    """Describe the sheet for a number of range rows."""
    return Sheet(
        "Pay ranges",
        "input",
        "Enter or import the official pay-range table that applies, with source and status of each "
        "row. Without it, ranges and positions read #N/A. Input cells are pale yellow.",
        (
            Table(
                "ranges", "PayRanges", COLUMNS, range_rows, guided=True, lines_high=2,
                names=(Named("vsm_ranges", "scheme", "status", header=True),
                       Named("vsm_range_roles", "role")),
            ),
        ),
        about="The pay-range table in use, with source and status",
    )  # fmt: skip
