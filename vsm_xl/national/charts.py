"""Charts of the report: Vega-Lite specifications, drawn as SVG by :mod:`vsm_xl.national.drawing`.

Colours keep apart in grey print and for colour-blind readers, and no chart relies on colour alone:
the figures are printed beside the bars.
"""

from __future__ import annotations

import re
from typing import Any, Final

#: Dark to light; a step between neighbours survives grey print.
BLUES: Final = ("#003087", "#005eb8", "#41b6e6", "#aeb7bd", "#e8edee")
ATTENTION: Final = "#b35900"
_WIDTH: Final = 620
#: The size of a chart with a row for each name.
_SIZE: Final[dict[str, Any]] = {"width": _WIDTH, "height": {"step": 26}}
#: The version of Vega-Lite that draws them.
VERSION: Final = "6.4"
_SPOKEN: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_CONFIG: Final = {
    "font": "Arial, Helvetica, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13, "titleFontSize": 13, "labelColor": "#212b32", "titleColor": "#4c6272",
        "titleFontWeight": "normal", "gridColor": "#d8dde0", "domainColor": "#768692",
        "labelLimit": 260, "labelSeparation": 8,
    },
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "orient": "top", "labelLimit": 300},
    "text": {"fontSize": 13, "fill": "#212b32"},
}  # fmt: skip


def bars(category: str, value: str, *, title: str) -> dict[str, Any]:
    """Returns horizontal bars with their figures beside them.

    Args:
        category: the field of the names.
        value: the field of the lengths.
        title: what the lengths are, with their unit.
    """
    places = {"y": _names(category, None), "x": _counts(value, title)}
    return _SIZE | {
        "layer": [
            {"mark": {"type": "bar", "color": BLUES[1], "height": {"band": 0.7}}, "encoding": places},
            {"mark": {"type": "text", "align": "left", "dx": 5},
             "encoding": places | {"text": {"field": value, "type": "quantitative", "format": ","}}},
        ],
    }  # fmt: skip


def _names(field: str, order: list[str] | None) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "title": None, "sort": order}


def _lengths(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}


def _counts(field: str, title: str) -> dict[str, Any]:
    """Return lengths that are whole numbers, so that no tick stands between two of them."""
    return _lengths(field, title) | {"axis": {"tickMinStep": 1, "tickCount": 8, "format": ",d"}}


def stacked(
    category: str, part: str, value: str, *, title: str, parts: list[str], order: list[str]
) -> dict[str, Any]:
    """Returns bars divided into parts.

    Args:
        category: the field of the names.
        part: the field of the parts.
        value: the field of the lengths.
        title: what the lengths are, with their unit.
        parts: the parts in order, at most five.
        order: the names in order.
    """
    colours = {"domain": parts, "range": list(BLUES[: len(parts)])}
    return _SIZE | {
        # The outline keeps the palest part apart from the paper.
        "mark": {"type": "bar", "stroke": "#4c6272", "strokeWidth": 0.5},
        "encoding": {
            "y": _names(category, order),
            "x": _counts(value, title),
            "color": _names(part, parts) | {"scale": colours},
            "order": {"field": "part_order", "type": "quantitative"},
        },
    }


def histogram(value: str, *, title: str, step: float, mark: float | None) -> dict[str, Any]:
    """Return how many organisations lie in each step, with the median marked.

    Args:
        value: the field of the figures.
        title: what they are.
        step: the width of a column.
        mark: where the median lies, None for no mark.
    """
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": BLUES[1]},
         "encoding": {
             "x": _lengths(value, title) | {"bin": {"step": step}},
             "y": {"aggregate": "count", "title": "Organisations",
                   "axis": {"tickMinStep": 1, "format": ",d"}}}},
    ]  # fmt: skip
    if mark is not None:
        # On data of their own: they would be drawn once for each of the others.
        own = {"values": [{value: mark}]}
        at = {"field": value, "type": "quantitative"}
        layers += [
            {"data": own, "encoding": {"x": at},
             "mark": {"type": "rule", "color": ATTENTION, "strokeWidth": 2}},
            {"data": own, "encoding": {"x": at, "text": {"value": f"median {mark:.1f}"}},
             "mark": {"type": "text", "dy": -114, "baseline": "bottom"}},
        ]  # fmt: skip
    return {"width": _WIDTH, "height": 220, "layer": layers}


def ranges(category: str, order: list[str]) -> dict[str, Any]:
    """Return the middle half of salaries as bars with the median as a line, for each name.

    Args:
        category: the field of the names; ``p25``, ``median`` and ``p75`` hold the figures.
        order: the names in order.
    """
    y = _names(category, order)
    half = _lengths("p25", "Salary, £ a year (bar: middle half; line: median)")
    half |= {"axis": {"format": ",.0f", "tickCount": 6}, "scale": {"zero": False}}
    return _SIZE | {
        "layer": [
            {"mark": {"type": "bar", "color": BLUES[2], "height": {"band": 0.6}},
             "encoding": {"y": y, "x": half, "x2": {"field": "p75"}}},
            {"mark": {"type": "tick", "color": BLUES[0], "thickness": 3, "height": {"band": 0.8}},
             "encoding": {"y": y, "x": {"field": "median", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def specification(chart: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a chart with its data, as the renderer takes it.

    Args:
        chart: the specification without data.
        rows: the data; texts in it are escaped by the renderer.
    """
    # What is not known is not drawn: a mark without a place would be drawn as not a number.
    asked = set(re.findall(r"'field': '(\w+)'", str(chart)))
    rows = [row for row in rows if all(row.get(name, 0) is not None for name in asked)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "config": _CONFIG,
        "background": None,
        **chart,
    }


def fitted(drawn: str) -> str:
    """Return a drawing sized to its container, and silent.

    Args:
        drawn: SVG as the renderer draws it.
    """
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', drawn)
    assert size
    # The words for readers who cannot see it stand around the drawing; a role on every bar would be
    # read aloud one by one.  A fixed size would not shrink on a telephone or on paper.
    plain = _SPOKEN.sub("", drawn)
    fluid = f'aria-hidden="true" width="100%" style="max-width:{float(size[1]):.0f}px"'
    return plain.replace(size[0], fluid, 1)
