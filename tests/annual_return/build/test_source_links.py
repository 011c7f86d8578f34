"""Beside each figure of Return and Remuneration report a link leads to where it comes from."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.template.template import template_layout

#: Label or header, and the heading or label of the cell that its figure comes from.
WANTED = {
    "Return": {
        "Master check": "Checks: Master check",
        "Organisation": "Organisation: Organisation",
        "Total of awards": "Return: Award (£ per year)",
        "Total of arrears": "Decisions: Arrears of the award",
    },
    "Remuneration report": {
        "Mid-point of that band (£)": "Single total: Mid-point of that band, this year",
        "Lowest": "Single total: Lowest",
        "75th percentile": "Single total: 75th percentile",
    },
    "Single total": {
        "Mid-point of that band, this year": "Staff pay: Highest-paid director, this year",
        "Mid-point of the band of that total":
            "Single total: Highest total of the posts, without pension benefits",
    },
}  # fmt: skip


def test_each_label_leads_to_where_its_figure_comes_from() -> None:
    book = load_workbook(io.BytesIO(build_template(3, staff_rows=3)))
    found: dict[str, dict[str, str]] = {}
    for title in WANTED:
        for row in book[title].iter_rows():
            for cell in row:
                if (cell.row or 0) > 3 and cell.hyperlink and cell.hyperlink.location:
                    sheet, _, ref = cell.hyperlink.location.rpartition("!")
                    there = book[sheet.strip("'")]
                    label = there.cell(there[ref].row, 1).value
                    value = str(there[ref].value)
                    by_row = label and (there[ref].column == 2 or value.startswith("="))
                    named = label if by_row else value
                    found.setdefault(title, {}).setdefault(
                        str(cell.value), f"{there.title}: {named}"
                    )
    wrong = [
        (title, label, found[title].get(label), wanted)
        for title, labels in WANTED.items()
        for label, wanted in labels.items()
        if found[title].get(label) != wanted
    ]
    assert wrong == []


def test_every_line_of_the_two_outputs_has_a_link() -> None:
    layout = template_layout(3, staff_rows=3)
    book = load_workbook(io.BytesIO(build_template(3, staff_rows=3)))
    without = [
        (place.sheet.title, line.label)
        for place in layout.places.values()
        if place.sheet.traced
        for at, line in enumerate(place.table.lines)
        if not book[place.sheet.title][place.cell("item", at)].hyperlink
    ]
    assert without == []
