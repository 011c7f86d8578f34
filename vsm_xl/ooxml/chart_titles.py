"""Titles of charts that show a cell: their stored text is a stored result like any other.

Excel reads such a title from the cell; other programs show the text that the chart's part has
stored.  An alternative text that begins with the stored title is kept in step with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.formula_parts import unquoted
from vsm_xl.xml_text import escape, unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue

_CHARTS: Final = "xl/charts/"
_DRAWINGS: Final = "xl/drawings/"
_TITLE: Final = re.compile(
    r"<(?P<p>(?:\w+:)?)title>.{0,200}?<(?P=p)strRef>\s*<(?P=p)f>(?P<ref>[^<]{1,200})</(?P=p)f>"
    r"\s*<(?P=p)strCache>.{0,200}?<(?P=p)v>(?P<text>[^<]{0,2000})</",
    re.DOTALL,
)
_FRAME: Final = re.compile(
    r'<(?:\w+:)?cNvPr\b[^<>]*?\bdescr="(?P<words>[^"]*)"(?P<between>(?:(?!cNvPr\b[^<>]*descr=).){0,2000}?)'
    r'<(?:\w+:)?chart\b[^<>]*?\br:id="(?P<id>[^"]+)"',
    re.DOTALL,
)


def store_chart_titles(package: Package, results: Mapping[str, Mapping[str, CellValue]]) -> Package:
    """Return a package whose charts have the computed texts of their titles stored.

    Args:
        package: The workbook.
        results: What was computed, by sheet title and cell.  Titles that show other cells, or
            something that is not a text, stay as they are.
    """
    changed: dict[str, tuple[str, str]] = {}
    for part, data in package.parts.items():
        if not (part.startswith(_CHARTS) and part.endswith(".xml")):
            continue
        xml = data.decode("utf-8", "replace")
        match = _TITLE.search(xml)
        if match is None:
            continue
        sheet, _, cell = unescape(match["ref"]).rpartition("!")
        now = results.get(unquoted(sheet), {}).get(cell.replace("$", ""))
        before = unescape(match["text"])
        if isinstance(now, str) and now and now != before:
            changed[part] = (before, now)
            new = xml[: match.start("text")] + escape(now) + xml[match.end("text") :]
            package = package.replace(part, new.encode())
    return _described(package, changed) if changed else package


def _described(package: Package, changed: Mapping[str, tuple[str, str]]) -> Package:
    for part, data in package.parts.items():
        if not (part.startswith(_DRAWINGS) and part.endswith(".xml")):
            continue
        charts = {one.id: one.target for one in package.relationships(part)}

        def with_title(match: re.Match[str], charts: Mapping[str, str] = charts) -> str:
            words = unescape(match["words"])
            before, now = changed.get(charts.get(match["id"], ""), ("", ""))
            if not before or not words.startswith(before):
                return match[0]
            start = match.start("words") - match.start()
            end = match.end("words") - match.start()
            return (
                match[0][:start]
                + escape(now + words[len(before) :]).replace('"', "&quot;")
                + match[0][end:]
            )

        package = package.replace(part, _FRAME.sub(with_title, data.decode()).encode())
    return package
