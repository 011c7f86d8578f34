"""Commands that make something else of a return: exports, next year's return, a repaired one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.read import read_return
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.cli import output, report
from vsm_xl.cli.returns import load
from vsm_xl.cli.targets import same_file, workbook_target
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package, write_file
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vsm_xl.cli.returns import Loaded

FORMATS: Final = ("csv", "json", "pdf")


def export(file: Path, form: str, out: Path | None) -> None:
    """Write a return as CSV files, JSON or PDF."""
    target = _target(file, form, out)
    with output.progress(5) as step:
        loaded = load(file, step)
        step(f"Making the {form.upper()}")
        files = _made(loaded, form, target)
        step(f"Writing {target.name}")
        for path, data in files.items():
            write_file(path, data)
    words = f"{target}: {len(files)} files" if form == "csv" else str(target)
    output.line(f"Wrote {words}.")
    output.line(report.master(loaded.says))


def _target(file: Path, form: str, out: Path | None) -> Path:
    if form not in FORMATS:
        raise UnusableInput(f"{form!r} is no format of an export; use {', '.join(FORMATS)}.")
    name = file.with_suffix("").name
    default = file.with_name(f"{name}-csv" if form == "csv" else f"{name}.{form}")
    target = out or default
    if out is None and target.exists():
        raise UnusableInput(
            f"{target} exists already. Give another name with -o, or -o {target} to replace it."
        )
    if same_file(target, file):
        raise UnusableInput(f"{target} is the return itself. Give another name with -o.")
    if form == "csv" and target.exists() and not target.is_dir():
        raise UnusableInput(f"{target} is a file. The CSV files go into a folder: give its name.")
    if form != "csv" and target.is_dir():
        raise UnusableInput(f"{target} is a folder. Give the name of a file to write.")
    return target


def _made(loaded: Loaded, form: str, target: Path) -> dict[Path, bytes]:
    # Each form is loaded when it is asked for.
    if form == "json":
        from vsm_xl.annual_return.export.json_export import export_json  # noqa: PLC0415

        trail = audit_trail.trail(loaded.package, audit_trail.today())
        return {target: export_json(loaded.recalculated, trail).encode()}
    if form == "pdf":
        from vsm_xl.annual_return.export.pdf_export import export_pdf  # noqa: PLC0415

        return {target: export_pdf(loaded.recalculated)}
    from vsm_xl.annual_return.export.csv_export import csv_files  # noqa: PLC0415

    files = csv_files(loaded.recalculated)
    try:
        target.mkdir(exist_ok=True)
    except OSError as problem:
        raise UnusableInput(
            f"The folder {target} cannot be made: {problem.strerror or problem}."
        ) from None
    return {target / name: text.encode() for name, text in files.items()}


def roll_forward(file: Path, out: Path) -> None:
    """Begin the next year's return from this year's."""
    from vsm_xl.annual_return.filling.roll_forward import roll_forward as roll  # noqa: PLC0415

    target = workbook_target(out, (file,))
    with output.progress(5) as step:
        loaded = load(file, step)
        step("Building the new return")
        rolled = roll(loaded.recalculated, target.name)
        master = _write(rolled.package, target, step)
    output.line(f"Wrote {target}: the return for {rolled.pay_year}, begun from {file}.")
    _listed("CARRIED OVER", rolled.carried)
    _listed("TO BE ENTERED ANEW", rolled.anew)
    _listed("COULD NOT BE DETERMINED", rolled.undetermined)
    output.line()
    output.line(master)


def repair(file: Path, out: Path) -> bool:
    """Carry the inputs of a damaged return into a sound one; tell whether all were carried."""
    from vsm_xl.annual_return.filling.repair import repair as carry  # noqa: PLC0415

    target = workbook_target(out, (file,))
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        package = Package.open(file)
        step("Carrying the inputs over")
        repaired = carry(package, package.name)
        try:
            master = _write(repaired.package, target, step)
        except UnusableInput as unusable:
            # What was carried over is at fault, so it is to be corrected where it came from.
            where = f"Nothing was written. Correct {file} and repair it again"
            raise UnusableInput(
                (*unusable.problems, f"{where}; cells are named as a new template has them.")
            ) from None
    people = len(repaired.inputs.rows.get("people", []))
    output.line(
        f"Wrote {target}: a sound return with {len(repaired.inputs.lines)} values of the "
        f"organisation and {people} people from {file}. Compare it with the old one before you go on."
    )
    _listed("CONVERTED", repaired.converted)
    _listed("NOT CARRIED OVER", repaired.left_out)
    output.line()
    output.line(master)
    return not repaired.left_out


def _write(package: Package, target: Path, step: Callable[[str], None]) -> str:
    check_structure(package)
    step("Recalculating")
    recalculated = recalculate(audit_trail.stamp(package, audit_trail.today()))
    says = read_return(recalculated)
    step(f"Writing {target.name}")
    write_file(target, recalculated.package.to_bytes())
    return report.master(says)


def _listed(title: str, lines: list[str]) -> None:
    if lines:
        output.line()
        output.line(title)
        for line in lines:
            output.line(f"- {line}")
