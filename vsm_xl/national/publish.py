"""Writing pages and reports: one organisation's page, and the national report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vsm_xl.annual_return.targets import not_existing
from vsm_xl.errors import UnusableInput
from vsm_xl.national.drawing import Drawing
from vsm_xl.national.organisation_page import page_of
from vsm_xl.national.reader import REFUSED, read_file
from vsm_xl.national.render import organisation_html, report_html, with_drawings
from vsm_xl.national.report import Report, make_report, read_expected
from vsm_xl.national.report_content import charts_of, template_content
from vsm_xl.national.simulated import WARNING
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.write import write_file
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from vsm_xl.national.blocks import Section

_PAGE, _WORKBOOK = ".html", ".xlsx"


class Published(NamedTuple):
    """A page that was written: in words, and whether every check of its return passes."""

    words: str
    passed: bool


def publish(file: Path, out: Path, *, replace: bool = False) -> Published:
    """Writes the page of one organisation.

    Args:
        file: its return.
        out: the page to write, ``.html``.
        replace: whether an existing file may be replaced.

    Returns:
        What was written, in words.

    Raises:
        UnusableInput: the return cannot be read, or the page not be written.
    """
    _check_target(out, (_PAGE,), replace=replace)
    read = read_file(file, file.name)
    if read.outcome == REFUSED:
        raise UnusableInput(read.why)
    returned = read.tables["returns"][0]
    passed = returned["master_check"] == "Pass"
    draft = (
        f"Draft. Checks of the return that fail: {returned['checks_failed']}; not complete: "
        f"{returned['checks_waiting']}."
    )
    notices = [] if passed else [{"words": draft, "warn": True}]
    if returned["simulated"]:
        notices.insert(0, {"words": f"This return is simulated. {WARNING}", "warn": True})
    named = [row for row in read.tables["differences"] if row["difference"] == "name_of_a_person"]
    if named:
        raise UnusableInput(
            f"{file}: {' '.join(row['in_words'] for row in named)} Correct the titles in People: "
            "a page that is published names posts, not people."
        )
    write_file(out, organisation_html(page_of(read.tables), notices).encode())
    words = f"Wrote {out}: the page of {returned['organisation']}, {returned['pay_year']}."
    return Published(words if passed else f"{words} {draft}", passed)


def write_report(
    folder: Path, out: Path, pay_year: str | None, expected: Path | None, *, replace: bool = False
) -> str:
    """Writes the national report of a collation.

    Args:
        folder: the folder of the collation.
        out: the report to write, ``.html`` or ``.xlsx``.
        pay_year: the pay year, the one with most returns unless given.
        expected: a CSV file of the organisations that are to return.
        replace: whether an existing file may be replaced.

    Returns:
        What was written, in words.

    Raises:
        UnusableInput: there is no such collation or year, or the report cannot be written.
    """
    _check_target(out, (_PAGE, _WORKBOOK), replace=replace)
    due = None if expected is None else read_expected(expected)
    if out.suffix.lower() == _WORKBOOK:
        from vsm_xl.national.report_workbook import report_workbook  # noqa: PLC0415 - openpyxl is large

        report = _report(folder, pay_year, due)
        data = report_workbook(report)
    else:
        # Begun first: its process starts while the report is made.
        with Drawing() as drawing, collector_paused():
            report = _report(
                folder, pay_year, due, lambda sections: drawing.begin(charts_of(sections))
            )
            page = report_html(**template_content(report, drawing.charts))
            data = with_drawings(page, drawing.drawn()).encode()
    write_file(out, data)
    returns, entries = len(report.organisations), len(report.attention)
    return (
        f"Wrote {out}: {report.title}, {number_of(returns, 'return')}, "
        f"{number_of(entries, 'entry needs', 'entries need')} attention."
    )


def _report(
    folder: Path,
    pay_year: str | None,
    due: dict[str, str] | None,
    begun: Callable[[Sequence[Section]], None] = lambda _: None,
) -> Report:
    # Loaded here: the database is a large package, which a page of one organisation does without.
    from vsm_xl.national.store import open_store  # noqa: PLC0415

    with open_store(folder, read_only=True) as store:
        return make_report(store, pay_year, due, begun)


def _check_target(out: Path, endings: tuple[str, ...], *, replace: bool) -> None:
    if out.suffix.lower() not in endings:
        raise UnusableInput(f"{out}: the name ends in {' or '.join(endings)}. Give another name.")
    not_existing(out, replace=replace)
