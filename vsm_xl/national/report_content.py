"""What the report's page shows, in the shape that its template asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.framework.edition import current
from vsm_xl.national.blocks import ReportColumn
from vsm_xl.national.charts import specification
from vsm_xl.national.reader import REFUSED
from vsm_xl.national.schema import TABLES
from vsm_xl.national.suppression import hidden_means
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vsm_xl.national.blocks import Block, Section
    from vsm_xl.national.report import Report

_ORGANISATION_COLUMNS: Final = (
    ReportColumn("organisation", "Organisation"),
    ReportColumn("code", "Code"),
    ReportColumn("region", "Region"),
    ReportColumn("segment", "Segment"),
    ReportColumn("posts", "Posts", "count"),
    ReportColumn("total_award", "Awards", "pounds"),
    ReportColumn("total_new_salary", "Salaries", "pounds"),
    ReportColumn("ratio_median", "Ratio to the median", "ratio"),
    ReportColumn("departures", "Departures", "count"),
    ReportColumn("attention", "Attention", "count"),
    ReportColumn("checks_failed", "Checks that fail", "count"),
)


def charts_of(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    """Return the charts of chapters with their data, by the key of their block."""
    found = {}
    for block in (block for section in sections for block in section.blocks):
        if block.chart is not None:
            chart = dict(block.chart)
            data = chart.pop("data", None)
            rows = data["values"] if data else [
                row for row in block.rows if all(value != "c" for value in row.values())
            ]  # fmt: skip
            if rows:
                found[block.key] = specification(chart, rows)
    return found


def template_content(report: Report, charted: Collection[str] = ()) -> dict[str, Any]:
    """Return what the page's template asks for.

    Args:
        report: the report.
        charted: the keys of the blocks that have a chart.
    """
    warned = [row for row in report.refused if row["outcome"] != REFUSED]
    basis = []
    for criterion in current().criteria:
        source = current().source(criterion.source)
        basis.append(
            {
                "title": f"{criterion.code} {criterion.title}",
                "because": criterion.because,
                "source": f"{source.publisher}: {source.title}. {criterion.section}",
                "entries": sum(entry.criterion is criterion for entry in report.attention),
            }
        )
    posts = {
        (page.code, number): row[0]
        for page in report.pages
        for number, row in enumerate(page.posts, start=1)
    }
    rows = [
        {
            "code": entry.code,
            "name": report.names.get(entry.code, entry.code),
            "criterion": f"{entry.criterion.code} {entry.criterion.title}",
            "post": posts.get((entry.code, entry.post_number), entry.role) or "Whole return",
            "cell": entry.cell,
            "settles": entry.settles,
        }
        for entry in report.attention
    ]
    listed = len({entry.code for entry in report.attention})
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "five": report.five,
        "notices": report.notices,
        "attention": {
            "finding": f"{number_of(len(rows), 'entry', 'entries')} in {number_of(listed, 'organisation')}."
            if rows
            else "Nothing stands out by the criteria.",
            "rows": rows,
            "criteria": sorted({row["criterion"] for row in rows}),
            "basis": basis,
        },
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "introduction": section.introduction,
                "blocks": [_shown(block, charted) for block in section.blocks],
            }
            for section in report.sections
        ],
        "missing": {
            "finding": _missing_words(report),
            "rows": report.missing or [],
        },
        "refused": [row for row in report.refused if row["outcome"] == REFUSED],
        "warned": warned,
        "warned_files": number_of(len(warned), "file"),
        "organisation_columns": _ORGANISATION_COLUMNS,
        "organisations": report.organisations,
        "organisations_note": hidden_means(report.organisations),
        "regions": sorted({row["region"] for row in report.organisations if row["region"]}),
        "segments": sorted({row["segment"] for row in report.organisations if row["segment"]}),
        "pages": report.pages,
        "method": report.method,
        "dictionary": [table for table in TABLES if table.public],
        "sources": report.sources,
    }


def _missing_words(report: Report) -> str:
    missing = report.missing
    if missing is None:
        return "No list of expected organisations was given (--expected)."
    if not missing:
        return "Every expected organisation made a return."
    words = f"{number_of(len(missing), 'expected organisation')} made no return that counts."
    refused = any(row["outcome"] == REFUSED for row in report.refused)
    return f"{words} Some may have sent a file that was refused." if refused else words


def _shown(block: Block, charted: Collection[str]) -> dict[str, Any]:
    return {
        "key": block.key, "title": block.title, "finding": block.finding, "columns": block.columns,
        "rows": block.rows, "note": block.note, "charted": block.key in charted,
    }  # fmt: skip
