"""Commands on annual returns: fill, recalculate, check, show, export."""
# ruff: noqa: D301 - \b keeps lines of help apart

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from vsm_xl.annual_return.reading.results import PASS, Results
from vsm_xl.annual_return.returns import FORMATS, Return
from vsm_xl.annual_return.targets import export_target, not_existing, same_file, workbook_target
from vsm_xl.cli import lite, output, printed_return
from vsm_xl.cli.options import (
    GOOD,
    NOT_PASSED,
    ROUTE,
    UNUSABLE,
    OneReturn,
    Replace,
    Returns,
    argument,
    end,
    out,
)
from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite.parts import Route
from vsm_xl.framework.edition import newest
from vsm_xl.ooxml.write import left_over
from vsm_xl.recalc import EngineName
from vsm_xl.text_fields import number_of

COMMANDS = typer.Typer()


@COMMANDS.command()
def fill(
    file: Annotated[Path, argument("FILE", "The template, or a return made from it.")],
    organisation: Annotated[
        Path,
        typer.Option(
            metavar="CSV", help="Two columns, item and value: Organisation, Staff pay, policy."
        ),
    ],
    people: Annotated[
        Path, typer.Option(metavar="CSV", help="One row for each person, columns as in People.")
    ],
    target: Annotated[Path, out("OUT", "The workbook to write.")],
    ranges: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="The pay-range table; left out, that of FILE stays."),
    ] = None,
    staff_pay: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Everybody's pay this year: one column, pay; left out, the list of FILE stays.",
        ),
    ] = None,
    earlier_ratios: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Pay ratios of earlier years, newest first; left out, those of FILE stay.",
        ),
    ] = None,
    route: Annotated[Route | None, ROUTE] = None,
    *,
    replace: Replace = False,
) -> None:
    """Fill a return from CSV files, and recalculate it.

    What stood in those inputs before is replaced. vsm-xl build inputs writes empty files of all
    these kinds, vsm-xl export --format csv those of a return. Exit code 1 where a check does not
    pass.

    \b
    Example:
      vsm-xl fill blank.xlsx --organisation organisation.csv
        --people people.csv --ranges ranges.csv -o return.xlsx
    """
    given = (organisation, people, ranges, staff_pay, earlier_ratios)
    workbook_target(target, given, replace=replace)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        filled = lite.opened(file)
        step("Filling")
        filled.fill(
            organisation, people, ranges=ranges, staff_pay=staff_pay, earlier_ratios=earlier_ratios
        )
        lite.for_route(filled, route, target)
        write(filled, target, step, replace=replace)
    output.line(f"Wrote {target}: {number_of(len(filled.results.posts), 'post')}, recalculated.")
    end(_judged(filled.results))


@COMMANDS.command()
def recalc(
    files: Returns,
    target: Annotated[
        Path | None,
        out("OUT", "Write here (for several files, into this folder); left out, FILE is replaced."),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(help="Which program computes: the one inside vsm-xl, or LibreOffice."),
    ] = "embedded",
    *,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Compute with both programs, and show where they differ; nothing is written.",
        ),
    ] = False,
    replace: Replace = False,
) -> None:
    """Recalculate returns without Excel, and store the results in the files.

    Several files are worked on at the same time; one that cannot be recalculated is named, and
    the others go on. Exit code 1 where a check does not pass, 2 where a file could not be
    recalculated.

    \b
    Examples:
      vsm-xl recalc return.xlsx
      vsm-xl recalc returns/*.xlsx -o recalculated
    """
    if verify and target is not None:
        raise UnusableInput("--verify writes nothing: leave out -o, or leave out --verify.")
    if len(files) == 1 and not verify:
        end(_recalculated(files[0], target, engine, replace=replace))
        return
    from vsm_xl.cli import batch  # noqa: PLC0415 - starts processes, which one file does not need

    if verify:
        end(GOOD if batch.compare(files) else NOT_PASSED)
        return
    if target is not None:
        for file in files:
            new = target / file.name
            not_existing(new, replace=replace or same_file(new, file))
    end(batch.many(files, target, engine))


def _recalculated(file: Path, target: Path | None, engine: EngineName, *, replace: bool) -> int:
    if target is not None:
        workbook_target(target, replace=replace, own=file)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        lite.for_route(opened, None, file)
        step("Recalculating")
        opened.recalculate(engine)
        step("Writing")
        written = opened.save(target, replace=replace)
    _name_left_over(target or file)
    stored = opened.stored
    if written:
        output.line(f"Wrote {target or file}: {stored.formulas:,} formulas recalculated.")
        if stored.words:
            output.line(f"Before, {stored.words}")
    else:
        output.line(f"{file} was up to date, and was left as it is.")
    return _judged(opened.results)


@COMMANDS.command()
def check(
    files: Returns,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Show the checks that pass as well.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="As one JSON list with an object for each file.")
    ] = False,
) -> None:
    """Show what is outstanding in a return, and what to do about it.

    Exit code 0 where all checks pass, 1 where one does not, 2 where a file cannot be read.

    \b
    Examples:
      vsm-xl check return.xlsx
      vsm-xl check --all return.xlsx
      vsm-xl check --json returns/*.xlsx
    """
    found: list[dict[str, Any]] = []
    code = GOOD
    several = len(files) > 1
    for file in files:
        try:
            if several:
                from vsm_xl.cli.process_pool import by_itself  # noqa: PLC0415 - one does without

                passed, said, notes, results = by_itself(file, partial(_checked, every=every))
                _note(notes)
            else:
                passed, said, _, results = _checked(_opened(file), every=every)
        except UnusableInput as unusable:
            if not several:
                raise
            found.append({"file": str(file), "master": None, "problems": list(unusable.problems)})
            output.complain(*unusable.problems)
            code = UNUSABLE
            continue
        code = max(code, GOOD if passed else NOT_PASSED)
        found.append({"file": str(file), **said})
        if not json:
            if several:
                output.line(f"{file}")
            printed_return.checks(results, every=every)
            if several:
                output.line()
    if json:
        output.json_object(found)
    end(code)


def _checked(opened: Return, *, every: bool) -> tuple[bool, dict[str, Any], list[str], Results]:
    """Return whether a return passes, its checks as data, the notes on it, and its results."""
    checked = opened.check()
    notes = list(checked.notes)
    if opened.edition is not newest():
        words = f"computed with data edition {opened.edition.label}, which the return names."
        notes.append(f"{opened.package.name}: {words}")
    return checked.passed, checked.as_dict(every=every), notes, opened.results


@COMMANDS.command()
def show(
    file: OneReturn,
    *,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="As one JSON object: organisation, posts, fair_pay, checks, master."
        ),
    ] = False,
) -> None:
    """Show organisation, decisions, fair pay and checks of a return.

    Exit code 1 where a check does not pass.
    """
    results = _opened(file).results
    if json:
        output.json_object(results.as_dict())
    else:
        printed_return.everything(results)
    end(_code(results))


@COMMANDS.command()
def export(
    file: OneReturn,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT",
            help=(
                "csv: a folder of files with a data dictionary, the inputs as fill reads them; "
                "json: one file, described by a published schema; pdf: the committee paper, made "
                "by LibreOffice."
            ),
        ),
    ],
    named: Annotated[
        Path | None,
        out("OUT", "The file to write (csv: the folder); left out, it is named after FILE."),
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="With pdf: every sheet, working sheets too.")
    ] = False,
    replace: Replace = False,
) -> None:  # fmt: skip
    """Write a return as data (CSV, JSON) or as a paper for the committee (PDF).

    Exit code 1 where a check does not pass; it is written all the same.

    \b
    Examples:
      vsm-xl export return.xlsx --format csv
      vsm-xl export return.xlsx --format pdf -o paper.pdf
    """
    if every and form != "pdf":
        raise UnusableInput("--all prints every sheet: use it with --format pdf.")
    if form not in FORMATS:
        raise UnusableInput(f"{form!r} is not a format of an export; use {', '.join(FORMATS)}.")
    target = export_target(form, file, named, replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        step("Recalculating")
        results = opened.results
        step(f"Making the {form.upper()}")
        opened.export("pages" if every else form, target, replace=replace)
    _name_left_over(target)
    words = f"{target}: {len(list(target.iterdir()))} files" if form == "csv" else str(target)
    output.line(f"Wrote {words}.")
    end(_judged(results))


def _judged(found: Results) -> int:
    """Return how the checks end, name those that do not pass, and return the exit code."""
    output.line(printed_return.master(found))
    printed_return.outstanding(found)
    return _code(found)


def _code(found: Results) -> int:
    return GOOD if found.master == PASS else NOT_PASSED


def write(made: Return, target: Path, step: Callable[[str], None], *, replace: bool) -> None:
    """Recalculate a return and write it, as the last steps of a command."""
    step("Recalculating")
    made.recalculate()
    step(f"Writing {target.name}")
    made.save(target, replace=replace)
    _name_left_over(target)


def _name_left_over(target: Path) -> None:
    """Name what a run that was ended has left beside a file."""
    for one in left_over(target):
        output.complain(
            f"note: {one} was left by a run that was ended, or another is writing now; if none is, "
            "delete it."
        )


def _opened(file: Path) -> Return:
    """Open and recalculate a return, and state what a reader should know beside its results."""
    with output.progress(2) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        step("Recalculating")
        notes = opened.check().notes
    _note(notes)
    return opened


def _note(notes: tuple[str, ...] | list[str]) -> None:
    for words in notes:
        output.complain(f"note: {words}")
