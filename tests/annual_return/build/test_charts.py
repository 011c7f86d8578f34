"""What charts are drawn from: nothing where nothing is entered, and never a zero in its place."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from sample_return import (  # type: ignore[import-not-found,unused-ignore]
    ORGANISATION,
    PEOPLE,
    RANGES,
)

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package

#: Newest first, as they are entered; the median of the oldest is not known.
EARLIER: list[dict[str, Any]] = [
    {"year": "2022/23", "ratio_p25": 11.2, "ratio_median": 8.1, "ratio_p75": 6.0},
    {"year": "2021/22", "ratio_p25": 10.9, "ratio_p75": 6.2},
]
RATIOS = ("p25", "median", "p75")


def charts(package: Package) -> list[str]:
    """Return the parts of the charts."""
    return [
        xml.decode() for part, xml in package.parts.items() if part.startswith("xl/charts/chart")
    ]


def test_a_line_is_drawn_from_the_ratios_shown_and_from_na_where_there_is_none() -> None:
    filled = fill(
        blank_template(12, "years.xlsx"), ORGANISATION, PEOPLE, RANGES, earlier_ratios=EARLIER
    )
    found = recalculate(filled)
    places = layout_of(filled).places
    shown, drawn = places["ratios"], places["ratios_drawn"]
    wrong, gaps = [], 0
    for key in RATIOS:
        for at in range(shown.table.height):
            value = found.value("Charts", shown.cell(key, at))
            line = found.value("Charts", drawn.cell(key, at))
            gaps += value == ""
            if line != ("#N/A" if value == "" else value):
                wrong.append((key, at, value, line))
    assert wrong == []
    assert 0 < gaps < len(RATIOS) * shown.table.height

    [line_chart] = [xml for xml in charts(found.package) if "lineChart>" in xml]
    # The two years of the report and two earlier ones, the newest last.
    top, bottom = drawn.last_row - 3, drawn.last_row
    series = re.findall(r"<val><numRef><f>'?Charts'?!\$(\w)\$(\d+):\$\w\$(\d+)</f>", line_chart)
    assert series == [(drawn.letter(key), str(top), str(bottom)) for key in RATIOS]
    # LibreOffice draws #N/A as zero where blanks are to leave a gap.
    assert 'dispBlanksAs val="span"' in line_chart


def test_a_chart_without_posts_shows_its_title_only() -> None:
    filled = fill(blank_template(30, "few.xlsx"), ORGANISATION, PEOPLE, RANGES)
    found = recalculate(filled)
    bars = [xml for xml in charts(found.package) if "errBars>" in xml]
    assert len(bars) == 3
    titles = [re.findall("<v>([^<]*)</v>", xml)[0] for xml in bars]
    assert titles[1:] == ["No post is entered yet"] * 2
    for xml in bars[1:]:
        assert "legend>" not in xml
    for xml in charts(found.package):
        assert "majorGridlines" not in xml
        frame = xml.rpartition("</chart>")[2]
        assert "noFill" in frame
    # The scale of an axis without figures runs from 0 to 1, and is not written.
    scales = {scale for xml in bars for scale in re.findall(r'formatCode="([^"]*£[^"]*)"', xml)}
    assert {unescape(scale) for scale in scales} == {'[>=1000]"£"#,##0;;'}
