"""Commands on annual returns: build, fill, recalculate, check, show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return import audit
from vsm_xl.annual_return import fill as filling
from vsm_xl.annual_return.build import build_template as template
from vsm_xl.annual_return.checks import check_structure
from vsm_xl.annual_return.read import AnnualReturn, read_return
from vsm_xl.annual_return.template import PEOPLE
from vsm_xl.cli import output, report
from vsm_xl.cli.outputs import workbook_target
from vsm_xl.cli.stored import StoredState, stored_state
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package, write_file
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.recalc import EngineName

_DEFAULT_NAME: Final = Path("vsm-annual-return.xlsx")


@dataclass(frozen=True)
class Loaded:
    """A return that was read and recalculated; ``stored`` is what the file itself had."""

    package: Package
    recalculated: Recalculated
    says: AnnualReturn
    stored: StoredState

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
    check_structure(package)
    step("Recalculating")
    # Before recalculation, because formulas may show the trail.
    fresh = stamped and not audit.is_stamped(package, engine)
    recalculated = recalculate(
        audit.stamp(package, audit.today(), engine) if fresh else package, engine=engine
    )
    step("Reading the results")
    says = read_return(recalculated)
    return Loaded(package, recalculated, says, stored_state(package, recalculated))


def build_template(out: Path | None, people: int | None) -> None:
    """Build the blank template and store its computed values."""
    if out is None and _DEFAULT_NAME.exists():
        raise UnusableInput(
            f"{_DEFAULT_NAME} exists already and may hold somebody's entries. Give another name "
            f"with -o, or -o {_DEFAULT_NAME} to replace it."
        )
    target = workbook_target(out or _DEFAULT_NAME)
    with output.progress(3) as step:
        step("Building the template")
        package = Package.from_bytes(template(people or PEOPLE), target.name)
        step("Recalculating")
        computed = recalculate(package).package
        step(f"Writing {target.name}")
        write_file(target, computed.to_bytes())
    output.line(f"Wrote {target}: a blank return for {people or PEOPLE} people.")


def fill(file: Path, organisation: Path, people: Path, ranges: Path | None, out: Path) -> None:
    """Fill a return from CSV files, recalculate and write it."""
    workbook_target(out, (organisation, people, ranges))
    with output.progress(5) as step:
        step("Reading the inputs")
        entries = filling.read_organisation_csv(organisation)
        persons = filling.read_people_csv(people)
        rows = None
        if ranges is not None:
            # Loaded here, because most returns are filled without a new table.
            from vsm_xl.cli.range_files import read_range_file  # noqa: PLC0415

            rows = read_range_file(ranges).entries
        step(f"Reading {file.name}")
        package = Package.open(file)
        check_structure(package)
        step("Filling")
        filled = filling.fill(package, entries, persons, rows)
        step("Recalculating")
        recalculated = recalculate(audit.stamp(filled, audit.today()))
        says = read_return(recalculated)
        step(f"Writing {out.name}")
        write_file(out, recalculated.package.to_bytes())
    output.line(f"Wrote {out}: {_count(len(says.posts), 'post')}, recalculated.")
    output.line(report.master(says))


def recalc(file: Path, out: Path | None, engine: EngineName = "embedded") -> None:
    """Recalculate a return and write it, in place unless told otherwise."""
    target = workbook_target(out or file)
    with output.progress(4) as step:
        loaded, written = renewed(file, out, step, engine)
    if written:
        output.line(f"Wrote {target}: {loaded.stored.formulas:,} formulas recalculated.")
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
    target = workbook_target(out or file)
    loaded = load(file, step, stamped=True, engine=engine)
    step(f"Writing {target.name}")
    # A file whose values are right already keeps its bytes and its date.
    if out is None and loaded.up_to_date:
        return loaded, False
    stamped = audit.stamp(loaded.recalculated.package, audit.today(), engine)
    if stamped.parts != loaded.recalculated.package.parts:
        stamped = recalculate(stamped, engine=engine).package
    write_file(target, stamped.to_bytes())
    return loaded, True


def check(file: Path) -> bool:
    """Show the checks of a return; tell whether all of them pass."""
    with output.progress(3) as step:
        loaded = load(file, step)
    _about_stored(file, loaded.stored)
    report.checks(loaded.says)
    return loaded.says.master == report.PASS


def show(file: Path, *, as_json: bool) -> None:
    """Show what a return says."""
    with output.progress(3) as step:
        loaded = load(file, step)
    _about_stored(file, loaded.stored)
    if as_json:
        output.json_object(loaded.says.model_dump())
    else:
        report.everything(loaded.says)


def _about_stored(file: Path, stored: StoredState) -> None:
    if stored.words:
        output.complain(
            f"note: {file}: {stored.words} What is shown was recalculated; vsm-xl recalc stores it."
        )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
