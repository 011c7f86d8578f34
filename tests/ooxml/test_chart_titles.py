"""Titles of charts that show a cell follow the results, and so do their alternative texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.ooxml.chart_titles import store_chart_titles

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue

_BEFORE = "Not calculated yet"


@pytest.fixture(scope="module")
def template() -> Package:
    made: Package = blank_template(12, "template.xlsx")
    return made


def titles(package: Package) -> list[str]:
    """Return the stored title of each chart, in the order of their parts."""
    charts = sorted(part for part in package.parts if part.startswith("xl/charts/chart"))
    return [re.findall("<v>([^<]*)</v>", package.parts[part].decode())[0] for part in charts]


def descriptions(package: Package) -> list[str]:
    return re.findall(r' descr="([^"]*)"', package.parts["xl/drawings/drawing1.xml"].decode())


def findings(template: Package) -> list[str]:
    """Return the cell that each chart takes as its title."""
    charts = sorted(part for part in template.parts if part.startswith("xl/charts/chart"))
    cells = [
        re.findall(r"<f>Charts!([^<]*)</f>", template.parts[part].decode())[0] for part in charts
    ]
    return [cell.replace("$", "") for cell in cells]


def test_a_title_and_its_description_follow_the_cell(template: Package) -> None:
    cell = findings(template)[0]
    words = '2 of 8 <"above"> & more'

    stored = store_chart_titles(template, {"Charts": {cell: words}})

    assert titles(stored)[0] == '2 of 8 &lt;"above"&gt; &amp; more'
    assert titles(stored)[1:] == [_BEFORE] * (len(titles(template)) - 1)
    told = [one for one in descriptions(stored) if not one.startswith(_BEFORE)]
    assert len(told) == 1
    assert told[0].startswith("2 of 8 &lt;&quot;above&quot;&gt; &amp; more. Bar chart")
    again = store_chart_titles(stored, {"Charts": {cell: "None of 8"}})
    assert titles(again)[0] == "None of 8"
    assert next(one for one in descriptions(again) if not one.startswith(_BEFORE)).startswith(
        "None of 8. Bar chart"
    )


def test_what_is_no_text_leaves_a_title_as_it_is(template: Package) -> None:
    cell = findings(template)[0]
    results: tuple[dict[str, dict[str, CellValue]], ...] = (
        {}, {"Charts": {}}, {"Charts": {cell: None}}, {"Charts": {cell: 3.0}},
        {"Charts": {cell: ""}}, {"Charts": {cell: _BEFORE}}, {"Return": {cell: "words"}},
    )  # fmt: skip
    for one in results:
        assert store_chart_titles(template, one).parts == template.parts, one
