"""Commands on data editions: list, show, compare, begin and check them."""

import re
from collections import Counter
from datetime import date as Date  # noqa: N812 - the option is called date
from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.cli import output
from vsm_xl.cli.functions import unit_of
from vsm_xl.cli.options import argument, group, on_day, out
from vsm_xl.cli.output import PrintedColumn
from vsm_xl.dates import day_in_words
from vsm_xl.framework import edition as editions
from vsm_xl.framework.compare import differences, written
from vsm_xl.framework.edition import Edition
from vsm_xl.framework.fitness import find, unfit
from vsm_xl.framework.records import Figure, Information

COMMANDS = group(
    "edition",
    "Look at, compare, make and check editions of the framework's data.\n\n"
    "An EDITION is the name of one that comes with the software (vsm-xl edition list), or a "
    "folder or zip file. Every other command computes with one by --edition EDITION.",
)
#: A place by which a reader finds the words: a numbered section, or a paragraph that is counted.
_NUMBERED = re.compile(
    r"\b(section|regulation|paragraph|page|figure|chapter|part) \d"
    r"|\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) paragraph",
    re.IGNORECASE,
)


@COMMANDS.command("list")
def _list() -> None:
    """List the editions that come with the software."""
    rows = []
    for name in reversed(editions.names()):
        one = editions.packaged(name)
        rows.append(
            (
                one.name, day_in_words(one.date), str(len(one.figures)),
                str(len(one.information)), str(len(one.shipped_ranges().rows)),
                "in use" if one is editions.current() else "",
            )
        )  # fmt: skip
    heads = (
        PrintedColumn("Edition"), PrintedColumn("Date"), PrintedColumn("Figures", right=True),
        PrintedColumn("Information", right=True), PrintedColumn("Pay ranges", right=True), PrintedColumn(""),
    )  # fmt: skip
    output.table(heads, rows)
    output.line()
    output.line("Another edition is used by: vsm-xl --edition FOLDER-OR-ZIP COMMAND …")


@COMMANDS.command("show")
def _show(
    given: Annotated[str, argument("EDITION", "A name, a folder or a zip file.")],
    date: Annotated[Date | None, on_day("Only the figures in force on a day.")] = None,
) -> None:
    """Show what an edition holds: each figure with days, status, document, paragraph and link."""
    edition = find(given)
    output.line(f"Data edition {edition.label}")
    if edition.title.note:
        output.line(edition.title.note)
    if edition.title.based_on:
        output.line(f"Made from edition {edition.title.based_on}.")
    for figure in edition.figures:
        if date is None or figure.holds_on(date):
            output.line()
            _show_record(edition, figure, figure.days)
    if date is None:
        for known in edition.information:
            output.line()
            _show_record(edition, known, f"information only, {known.days}")
        for criterion in edition.criteria:
            output.line()
            output.line(f"Attention list, {criterion.code}: {criterion.title}, {criterion.days}")
            output.line(f"    Because: {criterion.because}")
            output.line(f"    Settled by: {criterion.settles}")
            if criterion.figure:
                output.line(f"    Figure: {criterion.figure}")
            source = edition.source(criterion.source)
            output.line(f"    Rests on: {source.name}; {criterion.section}")
        output.line()
        output.line(_statuses(edition))


def _show_record(edition: Edition, record: Figure | Information, days: str) -> None:
    """Show one record: value, days, status, document, paragraph, link, note."""
    value = "pending" if record.value is None else written(record.value)
    source = edition.source(record.source)
    output.line(f"{record.name} = {value} ({unit_of(record)}), {days}")
    output.line(f"    Status: {record.status}")
    output.line(f"    Document: {edition.document(record)}")
    output.line(f"    Paragraph: {record.place}")
    if record.rests_on != record.source:
        output.line(f"    As read in: {source.name}; {record.section}")
    output.line(f"    Link: {edition.link(record)}")
    if source.read:
        output.line(f"    Read on: {day_in_words(source.read)}")
    if record.note:
        output.line(f"    Note: {record.note}")


_A = Annotated[str, argument("A", "An edition.")]
_B = Annotated[str, argument("B", "Another edition.")]


@COMMANDS.command("diff")
def _diff(old: _A, new: _B) -> None:
    """Show what differs from edition A to edition B, in words."""
    before, after = find(old), find(new)
    found = differences(before, after)
    output.line(f"From data edition {before.label} to {after.label}")
    name = ""
    for one in found:
        if one.name != name:
            output.line()
            output.line(one.name)
            name = one.name
        output.line(f"    {one.kind}: {one.words}")
    output.line()
    counts = Counter(one.kind for one in found)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    output.line(f"{len(found)} differences: {said}." if found else "No difference.")


@COMMANDS.command("impact")
def _impact(
    old: _A,
    new: _B,
    files: Annotated[list[Path], argument("RETURN", "Annual returns (.xlsx).")],
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also show values that only follow from others.")
    ] = False,
) -> None:
    """Show which posts, totals and checks of returns change from edition A to edition B.

    The inputs of each return are computed twice in memory; no file is changed.
    """
    from vsm_xl.cli.edition_impact import impact  # noqa: PLC0415 - the others compute nothing

    impact(old, new, files, everything=everything)


@COMMANDS.command("new")
def _new(
    name: Annotated[str, argument("NAME", "Such as 2027-05.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="EDITION", help="The edition it is copied from.")
    ],
    date: Annotated[Date, on_day("The new edition's date.")],
    into: Annotated[Path, out("DIR", "Where its folder is made.")] = Path(),
) -> None:
    """Begin a new edition: a copy to be changed, and a checklist of what changes every year."""
    from vsm_xl.framework.skeleton import CHECKLIST, begin  # noqa: PLC0415

    folder = begin(find(parent), name, date, into)
    output.line(f"Wrote {folder}, copied from edition {parent}.")
    output.line(f"Go through {folder / CHECKLIST}, change the files with a text editor, and then:")
    output.line(f"    vsm-xl edition check {folder}")
    output.line(f"    vsm-xl edition diff {parent} {folder}")


@COMMANDS.command("check")
def _check(place: Annotated[Path, argument("DIR", "A folder or a zip file.")]) -> None:
    """Check an edition: every record, overlaps, gaps, citations, statuses, what rules ask for."""
    from vsm_xl.framework.checking import gaps  # noqa: PLC0415 - loads pydantic

    edition = editions.load(place)
    if problems := unfit(edition):
        raise editions.EditionError([f"{place.name}: {problem}" for problem in problems])
    output.line(f"Data edition {edition.label}: sound. Fingerprint of its files {edition.digest}.")
    output.line(_statuses(edition))
    pending = [f"{one.name} {one.days}" for one in edition.figures if one.pending]
    output.line(f"Pending: {'; '.join(pending) or 'nothing'}.")
    for gap in gaps(edition.figures):
        output.line(f"Gap: {gap}.")
    cited = {
        code
        for record in (*edition.figures, *edition.information)
        for code in (record.source, *record.also, record.rests_on)
    } | {criterion.source for criterion in edition.criteria}
    in_ranges = " ".join(row.source for row in edition.shipped_ranges().rows)
    idle = sorted(
        source.code
        for source in edition.sources
        if source.code not in cited and not re.search(rf"\b{re.escape(source.code)}\b", in_ranges)
    )
    if idle:
        output.line(f"Sources that no record cites: {', '.join(idle)}.")


def _statuses(edition: Edition) -> str:
    counts = Counter(figure.status for figure in edition.figures)
    said = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    numbered = sum(bool(_NUMBERED.search(figure.place)) for figure in edition.figures)
    unknown = sum("not known" in figure.place for figure in edition.figures)
    return (
        f"{len(edition.figures)} dated figures: {said}. Place in the primary document: numbered for "
        f"{numbered}, in words for {len(edition.figures) - numbered - unknown}, not known for "
        f"{unknown}. {len(edition.information)} pieces of information, which nothing computes with."
    )
