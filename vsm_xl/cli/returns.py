"""Commands on annual returns: build, fill, recalculate, check, show, export, next year, repair."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.reading.results import PASS
from vsm_xl.annual_return.returns import FORMATS, Return
from vsm_xl.annual_return.targets import (
    export_target,
    make_folder,
    not_existing,
    same_file,
    workbook_target,
)
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.cli import lite, output, report
from vsm_xl.cli.options import GOOD, NOT_PASSED, UNUSABLE
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current, newest
from vsm_xl.ooxml.write import left_over, write_file
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.annual_return.reading.results import Results
    from vsm_xl.excel.lite.convert import Route
    from vsm_xl.recalc import EngineName

_DEFAULT_NAME: Final = Path("vsm-annual-return.xlsx")


def build_template(
    out: Path | None,
    people: int | None,
    staff: int | None,
    route: Route = "add-in",
    *,
    replace: bool,
) -> None:
    """Build the blank template and store its computed values."""
    target = workbook_target(out or _DEFAULT_NAME, replace=replace)
    with output.progress(3) as step:
        step("Building the template")
        blank = Return.new(people or PEOPLE, staff_rows=staff or STAFF_ROWS)
        lite.for_route(blank, route, target)
        step("Recalculating")
        blank.recalculate(stamp=False)
        step(f"Writing {target.name}")
        blank.save(target, replace=replace)
    pay = f", with {staff:,} rows for everybody's pay" if staff else ""
    output.line(f"Wrote {target}: a blank return for {people or PEOPLE} people{pay}.")


def build_inputs(folder: Path, *, replace: bool) -> None:
    """Write empty CSV files for fill, with guidance."""
    from vsm_xl.annual_return.filling.blank_files import (  # noqa: PLC0415 - for this command only
        GUIDANCE,
        guided_csv_files,
    )

    files = guided_csv_files()
    for name in files:
        not_existing(folder / name, replace=replace)
    make_folder(folder)
    for name, text in files.items():
        write_file(folder / name, text.encode())
    output.line(f"Wrote {len(files)} files into {folder}: {', '.join(files)}.")
    output.line(f"{GUIDANCE} says what each column holds. Fill them in, then:")
    given = " ".join(
        f"--{name} {folder / name}.csv" for name in ("organisation", "people", "ranges")
    )
    output.line("  vsm-xl build template -o blank.xlsx")
    output.line(f"  vsm-xl fill blank.xlsx {given} -o return.xlsx")


def fill(
    file: Path, out: Path, route: Route | None = None, *, replace: bool, **given: Path | None
) -> int:
    """Fill a return from CSV files, recalculate and write it; return the exit code."""
    workbook_target(out, given.values(), replace=replace)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        filled = lite.opened(file)
        step("Filling")
        filled.fill(**given)
        lite.for_route(filled, route, out)
        step("Recalculating")
        filled.recalculate()
        step(f"Writing {out.name}")
        filled.save(out, replace=replace)
    _name_left_over(out)
    output.line(f"Wrote {out}: {number_of(len(filled.results.posts), 'post')}, recalculated.")
    return _judged(filled.results)


def recalc(file: Path, out: Path | None, engine: EngineName = "embedded", *, replace: bool) -> int:
    """Recalculate a return and write it, in place unless another file is named."""
    if out is not None:
        workbook_target(out, replace=replace, own=file)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        lite.for_route(opened, None, file)
        step("Recalculating")
        opened.recalculate(engine)
        step("Writing")
        written = opened.save(out, replace=replace)
    _name_left_over(out or file)
    stored = opened.stored
    if written:
        output.line(f"Wrote {out or file}: {stored.formulas:,} formulas recalculated.")
        if stored.words:
            output.line(f"Before, {stored.words}")
    else:
        output.line(f"{file} was up to date, and was left as it is.")
    return _judged(opened.results)


def recalc_many(files: list[Path], out: Path | None, engine: EngineName, *, replace: bool) -> int:
    """Recalculate many returns; return the exit code."""
    from vsm_xl.cli import batch  # noqa: PLC0415 - starts processes, which one file does not need

    if out is not None:
        for file in files:
            not_existing(out / file.name, replace=replace or same_file(out / file.name, file))
    return batch.many(files, out, engine)


def check(files: list[Path], *, every: bool, as_json: bool) -> int:
    """Show the outstanding checks of returns; return the exit code."""
    from vsm_xl.cli.process_pool import by_itself  # noqa: PLC0415 - one file does without

    found: list[dict[str, Any]] = []
    code = GOOD
    several = len(files) > 1
    for file in files:
        try:
            if several:
                passed, said, notes, results = by_itself(file, partial(_checked, every=every))
            else:
                opened = _opened(file)
                passed, said, notes, results = _checked(opened, every=every)
        except UnusableInput as unusable:
            if not several:
                raise
            found.append({"file": str(file), "master": None, "problems": list(unusable.problems)})
            output.complain(*unusable.problems)
            code = UNUSABLE
            continue
        if several:
            _note(notes)
        code = max(code, GOOD if passed else NOT_PASSED)
        found.append({"file": str(file), **said})
        if not as_json:
            if several:
                output.line(f"{file}")
            report.checks(results, every=every)
            if several:
                output.line()
    if as_json:
        output.json_object(found)
    return code


def _checked(opened: Return, *, every: bool) -> tuple[bool, dict[str, Any], list[str], Results]:
    """Return whether a return passes, its checks as data, the notes on it, and its results."""
    checked = opened.check()
    notes = list(checked.notes)
    if opened.edition is not newest():
        words = f"computed with data edition {opened.edition.label}, which the return names."
        notes.append(f"{opened.package.name}: {words}")
    return checked.passed, checked.as_dict(every=every), notes, opened.results


def show(file: Path, *, as_json: bool) -> int:
    """Show the results of a return; return the exit code."""
    opened = _opened(file)
    if as_json:
        output.json_object(opened.results.as_dict())
    else:
        report.everything(opened.results)
    return _code(opened.results)


def export(file: Path, form: str, out: Path | None, *, replace: bool, every: bool = False) -> int:
    """Write a return as CSV files, JSON or PDF; return the exit code."""
    if every and form != "pdf":
        raise UnusableInput("--all prints every sheet: use it with --format pdf.")
    if form not in FORMATS:
        raise UnusableInput(f"{form!r} is not a format of an export; use {', '.join(FORMATS)}.")
    target = export_target(form, file, out, replace=replace)
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
    return _judged(results)


def roll_forward(file: Path, out: Path, route: Route | None = None, *, replace: bool) -> None:
    """Begin the next year's return from this year's."""
    target = workbook_target(out, (file,), replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        old = lite.opened(file)
        step("Building the new return")
        new, rolled = old.roll_forward(target.name)
        lite.for_route(new, lite.route_of(old, route), target)
        _write(new, target, step)
    output.line(f"Wrote {target}: the return for {rolled.pay_year}, begun from {file}.")
    if rolled.edition is not rolled.edition_before:
        output.line(
            f"It is computed with data edition {rolled.edition.label}; {file} was computed with "
            f"{rolled.edition_before.label}, and stays so."
        )
    _listed("CARRIED OVER", rolled.carried)
    _listed("TO BE ENTERED FOR THE NEW YEAR", rolled.anew)
    _listed("COULD NOT BE DETERMINED", rolled.undetermined)
    output.line()
    output.line(report.master(new.results))


def repair(file: Path, out: Path, *, replace: bool) -> int:
    """Carry the inputs of a damaged return into a sound one; return the exit code."""
    target = workbook_target(out, (file,), replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        new, repaired = Return.repair(file)
        _write(new, target, step)
    people = len(repaired.inputs.rows.get("people", []))
    output.line(
        f"Wrote {target}: a sound return with {len(repaired.inputs.lines)} values of the "
        f"organisation and {people} people from {file}. Compare it with the old one before you go on."
    )
    if repaired.made_with not in ("", current().label):
        output.line(
            f"The old return was computed with data edition {repaired.made_with}, the new one with "
            f"{current().label}: amounts may differ (vsm-xl edition diff, vsm-xl edition impact)."
        )
    _listed("CONVERTED", repaired.converted)
    _listed("NOT CARRIED OVER", repaired.left_out)
    output.line()
    output.line(report.master(new.results))
    return NOT_PASSED if repaired.left_out else GOOD


def _judged(found: Results) -> int:
    """Return how the checks end, name those that do not pass, and return the exit code."""
    output.line(report.master(found))
    report.outstanding(found)
    return _code(found)


def _code(found: Results) -> int:
    return GOOD if found.master == PASS else NOT_PASSED


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


def _note(notes: Iterable[str]) -> None:
    for words in notes:
        output.complain(f"note: {words}")


def _write(new: Return, target: Path, step: Any) -> None:
    step("Recalculating")
    new.recalculate()
    step(f"Writing {target.name}")
    # What stood under that name was asked about before anything was read.
    new.save(target, replace=True)
    _name_left_over(target)


def _listed(title: str, lines: list[str]) -> None:
    if lines:
        output.line()
        output.line(title)
        for line in lines:
            output.line(f"- {line}")
