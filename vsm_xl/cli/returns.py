"""Commands on annual returns: build, fill, recalculate, check, show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.build.workbook import build_template as template
from vsm_xl.annual_return.filling import fill as filling
from vsm_xl.annual_return.integrity.hidden_parts import hidden_things
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.read import AnnualReturn, read_return
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.reading.print_areas import cover_posts
from vsm_xl.annual_return.reading.stored_values import StoredState, stored_state
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.cli import output, report
from vsm_xl.cli.targets import same_file, workbook_target
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package, write_file
from vsm_xl.ooxml.write import fingerprint
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from vsm_xl.recalc import EngineName

_DEFAULT_NAME: Final = Path("vsm-annual-return.xlsx")


@dataclass(frozen=True)
class Loaded:
    """A return that was read and recalculated.

    Attributes:
        package: The file as it was.
        recalculated: What was computed from it.
        says: What it says then.
        stored: What the file itself had stored.
        trail: The audit trail of today, where one was asked for.
    """

    package: Package
    recalculated: Recalculated
    says: AnnualReturn
    stored: StoredState
    trail: audit_trail.Trail | None = None

    @property
    def up_to_date(self) -> bool:
        """Whether storing the results again would change nothing."""
        return self.recalculated.package.parts == self.package.parts


def load(
    path: Path,
    step: Callable[[str], None],
    *,
    stamped: bool = False,
    engine: EngineName = "embedded",
) -> Loaded:
    """Read a return and recalculate it in memory; what the file has stored is never trusted.

    Takes three steps.  ``stamped`` writes an audit trail of today where the one in the file is not
    that of its inputs.

    Raises:
        UnusableInput: it is no return, or not one that can be computed.
    """
    step(f"Reading {path.name}")
    package = Package.open(path)
    layout = check_structure(package)
    step("Recalculating")
    trail = None
    retold: Collection[str] = ()
    computed = package
    if stamped:
        computed = cover_posts(package, layout)
        trail = audit_trail.trail(package, audit_trail.today(), engine)
        if not audit_trail.has_trail(package, trail):
            # Before recalculation, because formulas may show the trail.
            computed = audit_trail.with_trail(computed, trail)
            retold = audit_trail.NAMES.values()
    recalculated = recalculate(computed, engine=engine)
    step("Reading the results")
    says = read_return(recalculated)
    stored = stored_state(package, recalculated, retold)
    return Loaded(package, recalculated, says, stored, trail)


@dataclass(frozen=True)
class Given:
    """The CSV files that a return is filled from; what is left out stays as it is in the return."""

    organisation: Path
    people: Path
    ranges: Path | None = None
    staff_pay: Path | None = None
    earlier_ratios: Path | None = None


def build_template(out: Path | None, people: int | None, staff: int | None) -> None:
    """Build the blank template and store its computed values."""
    if out is None and _DEFAULT_NAME.exists():
        raise UnusableInput(
            f"{_DEFAULT_NAME} exists already and may hold somebody's entries. Give another name "
            f"with -o, or -o {_DEFAULT_NAME} to replace it."
        )
    target = workbook_target(out or _DEFAULT_NAME)
    with output.progress(3) as step:
        step("Building the template")
        blank = template(people or PEOPLE, staff_rows=staff or STAFF_ROWS)
        package = Package.from_bytes(blank, target.name)
        step("Recalculating")
        computed = recalculate(package).package
        step(f"Writing {target.name}")
        write_file(target, computed.to_bytes())
    pay = f", with {staff:,} rows for everybody's pay" if staff else ""
    output.line(f"Wrote {target}: a blank return for {people or PEOPLE} people{pay}.")


def fill(file: Path, given: Given, out: Path) -> None:
    """Fill a return from CSV files, recalculate and write it."""
    workbook_target(
        out,
        (given.organisation, given.people, given.ranges, given.staff_pay, given.earlier_ratios),
    )
    before = fingerprint(file) if same_file(out, file) else None
    with output.progress(5) as step:
        step("Reading the inputs")
        entries = filling.read_organisation_csv(given.organisation)
        persons = filling.read_people_csv(given.people)
        pay = ratios = rows = None
        if given.staff_pay is not None:
            pay = filling.read_staff_pay_csv(given.staff_pay)
        if given.earlier_ratios is not None:
            ratios = filling.read_earlier_ratios_csv(given.earlier_ratios)
        if given.ranges is not None:
            # Loaded here, because most returns are filled without a new table.
            from vsm_xl.annual_return.filling.range_tables import read_range_file  # noqa: PLC0415

            rows = read_range_file(given.ranges, may_be_empty=True).entries
        step(f"Reading {file.name}")
        package = Package.open(file)
        check_structure(package)
        step("Filling")
        filled = filling.fill(package, entries, persons, rows, staff_pay=pay, earlier_ratios=ratios)
        step("Recalculating")
        recalculated = recalculate(audit_trail.stamp(filled, audit_trail.today()))
        says = read_return(recalculated)
        step(f"Writing {out.name}")
        write_file(out, recalculated.package.to_bytes(), before)
    output.line(f"Wrote {out}: {_count(len(says.posts), 'post')}, recalculated.")
    output.line(report.master(says))


def recalc(file: Path, out: Path | None, engine: EngineName = "embedded") -> None:
    """Recalculate a return and write it, in place unless told otherwise."""
    if out is not None:
        workbook_target(out)
    with output.progress(4) as step:
        loaded, written = renewed(file, out, step, engine)
    if written:
        output.line(f"Wrote {out or file}: {loaded.stored.formulas:,} formulas recalculated.")
        if loaded.stored.words:
            output.line(f"Before, {loaded.stored.words}")
    else:
        output.line(f"{file} was up to date, and was left as it is.")
    output.line(report.master(loaded.says))


def renewed(
    file: Path, out: Path | None, step: Callable[[str], None], engine: EngineName
) -> tuple[Loaded, bool]:
    """Recalculate a return and write it where that changes anything; tell whether it was written.

    Takes four steps.
    """
    target = out or file
    before = fingerprint(file) if same_file(target, file) else None
    # What is no workbook is named for that, before the name that it would be written to.
    loaded = load(file, step, stamped=True, engine=engine)
    workbook_target(target)
    step(f"Writing {target.name}")
    # A file whose values are right already keeps its bytes and its date.
    if out is None and loaded.up_to_date:
        return loaded, False
    result = loaded.recalculated.package
    assert loaded.trail is not None
    dated = audit_trail.with_trail(result, loaded.trail)
    if dated.parts != result.parts:
        # The trail in the file was right but for its day.
        result = recalculate(dated, engine=engine).package
    write_file(target, result.to_bytes(), before)
    return loaded, True


def check(file: Path) -> bool:
    """Show the checks of a return; tell whether all of them pass."""
    with output.progress(3) as step:
        loaded = load(file, step)
    _about_stored(file, loaded.stored)
    about_hidden(loaded.recalculated.package)
    report.checks(loaded.says)
    return loaded.says.master == report.PASS


def show(file: Path, *, as_json: bool) -> None:
    """Show what a return says."""
    with output.progress(3) as step:
        loaded = load(file, step)
    _about_stored(file, loaded.stored)
    about_hidden(loaded.recalculated.package)
    if as_json:
        output.json_object(loaded.says.model_dump())
    else:
        report.everything(loaded.says)


def _about_stored(file: Path, stored: StoredState) -> None:
    if stored.words:
        output.complain(
            f"note: {file}: {stored.words} What is shown was recalculated; vsm-xl recalc stores it."
        )


def about_hidden(package: Package) -> None:
    """Tell what of a return is hidden: it counts, though nobody sees it."""
    for words in hidden_things(package):
        output.complain(f"note: {words}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
