"""Commands on annual returns: build, fill, recalculate, check, show, export, next year, repair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.returns import FORMATS, Return
from vsm_xl.annual_return.targets import export_target, workbook_target
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.cli import lite, output, report
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from vsm_xl.excel.lite.convert import Route
    from vsm_xl.recalc import EngineName

_DEFAULT_NAME: Final = Path("vsm-annual-return.xlsx")


def build_template(
    out: Path | None, people: int | None, staff: int | None, route: Route = "add-in"
) -> None:
    """Build the blank template and store its computed values."""
    target = workbook_target(out or _DEFAULT_NAME, replace=out is not None)
    with output.progress(3) as step:
        step("Building the template")
        blank = Return.new(people or PEOPLE, staff_rows=staff or STAFF_ROWS)
        lite.for_route(blank, route, target)
        step("Recalculating")
        blank.recalculate(stamp=False)
        step(f"Writing {target.name}")
        blank.save(target, replace=True)
    pay = f", with {staff:,} rows for everybody's pay" if staff else ""
    output.line(f"Wrote {target}: a blank return for {people or PEOPLE} people{pay}.")


def fill(file: Path, out: Path, route: Route | None = None, **given: Path | None) -> None:
    """Fill a return from CSV files, recalculate and write it."""
    workbook_target(out, given.values(), replace=True)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        filled = lite.opened(file)
        step("Filling")
        filled.fill(**given)
        lite.for_route(filled, route, out)
        step("Recalculating")
        filled.recalculate()
        step(f"Writing {out.name}")
        filled.save(out, replace=True)
    output.line(f"Wrote {out}: {_count(len(filled.results.posts), 'post')}, recalculated.")
    output.line(report.master(filled.results))


def recalc(file: Path, out: Path | None, engine: EngineName = "embedded") -> None:
    """Recalculate a return and write it, in place unless another file is named."""
    if out is not None:
        workbook_target(out, replace=True)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        lite.for_route(opened, None, file)
        step("Recalculating")
        opened.recalculate(engine)
        step("Writing")
        written = opened.save(out, replace=True)
    stored = opened.stored
    if written:
        output.line(f"Wrote {out or file}: {stored.formulas:,} formulas recalculated.")
        if stored.words:
            output.line(f"Before, {stored.words}")
    else:
        output.line(f"{file} was up to date, and was left as it is.")
    output.line(report.master(opened.results))


def check(file: Path) -> bool:
    """Show the checks of a return; return whether all of them pass."""
    opened = _opened(file)
    report.checks(opened.results)
    return opened.check().passed


def show(file: Path, *, as_json: bool) -> None:
    """Show the results of a return."""
    opened = _opened(file)
    if as_json:
        output.json_object(opened.results.as_dict())
    else:
        report.everything(opened.results)


def export(file: Path, form: str, out: Path | None) -> None:
    """Write a return as CSV files, JSON or PDF."""
    if form not in FORMATS:
        raise UnusableInput(f"{form!r} is no format of an export; use {', '.join(FORMATS)}.")
    replace = out is not None
    export_target(form, file, out, replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        step("Recalculating")
        results = opened.results
        step(f"Making the {form.upper()}")
        target = opened.export(form, out, replace=replace)
    words = f"{target}: {len(list(target.iterdir()))} files" if form == "csv" else str(target)
    output.line(f"Wrote {words}.")
    output.line(report.master(results))


def roll_forward(file: Path, out: Path, route: Route | None = None) -> None:
    """Begin the next year's return from this year's."""
    target = workbook_target(out, (file,), replace=True)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        old = lite.opened(file)
        step("Building the new return")
        new, rolled = old.roll_forward(target.name)
        lite.for_route(new, lite.route_of(old, route), target)
        _write(new, target, step)
    output.line(f"Wrote {target}: the return for {rolled.pay_year}, begun from {file}.")
    _listed("CARRIED OVER", rolled.carried)
    _listed("TO BE ENTERED ANEW", rolled.anew)
    _listed("COULD NOT BE DETERMINED", rolled.undetermined)
    output.line()
    output.line(report.master(new.results))


def repair(file: Path, out: Path) -> bool:
    """Carry the inputs of a damaged return into a sound one; return whether all were carried."""
    target = workbook_target(out, (file,), replace=True)
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
    return not repaired.left_out


def _opened(file: Path) -> Return:
    """Open and recalculate a return, and say what a reader should know beside its results."""
    with output.progress(2) as step:
        step(f"Reading {file.name}")
        opened = lite.opened(file)
        step("Recalculating")
        notes = opened.check().notes
    for words in notes:
        output.complain(f"note: {words}")
    return opened


def _write(new: Return, target: Path, step: Any) -> None:
    step("Recalculating")
    new.recalculate()
    step(f"Writing {target.name}")
    new.save(target, replace=True)


def _listed(title: str, lines: list[str]) -> None:
    if lines:
        output.line()
        output.line(title)
        for line in lines:
            output.line(f"- {line}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
