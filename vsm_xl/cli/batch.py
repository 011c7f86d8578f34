"""Recalculating many returns with all cores, and comparing the engines on a person's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.results import PASS
from vsm_xl.annual_return.targets import make_folder, same_file
from vsm_xl.annual_return.verify import verify_return
from vsm_xl.cli import output
from vsm_xl.cli.options import GOOD, NOT_PASSED, UNUSABLE
from vsm_xl.cli.output import PrintedColumn
from vsm_xl.cli.process_pool import FAILED, all_done
from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite.convert import check_code
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vsm_xl.recalc import EngineName

_PROBLEMS_EACH: Final = 2
#: Cells that disagree and are shown of one file; the first usually cause the others.
_SHOWN: Final = 20
_COLUMNS: Final = (
    PrintedColumn("File"), PrintedColumn("Result"), PrintedColumn("Master check"),
    PrintedColumn("Formulas", right=True), PrintedColumn("Seconds", right=True),
)  # fmt: skip


def many(files: Sequence[Path], folder: Path | None, engine: EngineName) -> int:
    """Recalculate files, each in place or into a folder; return the exit code.

    A file that cannot be recalculated is left as it is, and the others go on.

    Raises:
        UnusableInput: the folder cannot be written to, or two files would become one.
        KeyboardInterrupt: a person stopped it, and every worker has ended.
    """
    targets = _targets(files, folder)
    if engine == "libreoffice":
        _look_for_libreoffice()
    with output.progress(len(targets)) as step:
        results = dict(all_done(targets, engine, step))
    ordered = [results[file] for file, _ in targets]
    output.table(
        _COLUMNS,
        [
            (done.file, done.result, done.master, f"{done.formulas:,}", f"{done.seconds:.2f}")
            for done in ordered
        ],
    )
    failed = [done for done in ordered if done.result == FAILED]
    output.line(
        f"{len(ordered) - len(failed):,} of {len(ordered):,} files recalculated"
        + (f"; {len(failed):,} could not be, and were left as they are." if failed else ".")
    )
    for done in failed:
        more = len(done.problems) - _PROBLEMS_EACH
        rest = (f"… and {more:,} more; vsm-xl check shows them.",) if more > 0 else ()
        output.complain(*done.problems[:_PROBLEMS_EACH], *rest)
    if failed:
        return UNUSABLE
    return GOOD if all(done.master == PASS for done in ordered) else NOT_PASSED


def compare(files: Sequence[Path]) -> bool:
    """Compare both engines and our functions on files; return whether they agree everywhere.

    No file is written.

    Raises:
        UnusableInput: a file cannot be recalculated, or LibreOffice is not there.
    """
    _look_for_libreoffice()
    agreed = True
    for file in files:
        package = Package.open(file)
        check_code(package)
        with output.progress(1) as step:
            step(f"Recalculating {file.name} twice")
            found = verify_return(package)
        for disagreement in found.disagreements[:_SHOWN]:
            output.line(f"{file}: {disagreement.words}")
        if (more := len(found.disagreements) - _SHOWN) > 0:
            output.line(f"{file}: … and {more:,} more cells.")
        different = len(found.disagreements)
        output.line(
            f"{file}: {found.formulas:,} formulas, the engines "
            + (f"disagree on {different:,}." if different else "agree on every one;")
            + f" {found.with_core:,} were also asked of the functions directly."
        )
        if found.explained:
            output.line(
                f"{file}: {found.explained:,} formulas differ because they meet several errors at "
                f"once, TRUE or FALSE among numbers, or numbers stored as text, or depend on one "
                f"that does. Correct these entries."
            )
        if found.never_the_same:
            output.line(
                f"{file}: {found.never_the_same:,} formulas return a different answer every time, and "
                f"were left out."
            )
        agreed = agreed and not different
    return agreed


def _look_for_libreoffice() -> None:
    """Return what is missing once, before any file is begun."""
    from vsm_xl.libreoffice import installations  # noqa: PLC0415 - few need LibreOffice

    if problems := installations.find().lacking():
        raise UnusableInput(problems)


def _targets(files: Sequence[Path], folder: Path | None) -> list[tuple[Path, Path]]:
    if folder is not None and folder.exists() and not folder.is_dir():
        raise UnusableInput(
            f"{folder} is a file. For several files -o names the folder that they are written to."
        )
    if folder is not None and not folder.exists() and folder.suffix.lower() == ".xlsx":
        raise UnusableInput(
            f"{folder} is the name of a workbook. For several files -o names the folder that they are "
            f"written to."
        )
    targets: list[tuple[Path, Path]] = []
    taken: dict[Path, Path] = {}
    for file in files:
        target = file if folder is None else folder / file.name
        key = target.resolve()
        if key in taken:
            if same_file(taken[key], file):
                # Named twice, as patterns that overlap do; once is enough.
                continue
            raise UnusableInput(
                f"{taken[key]} and {file} would both be written to {target}. Recalculate them in "
                f"two runs."
            )
        taken[key] = file
        targets.append((file, target))
    if folder is not None:
        make_folder(folder)
    return targets
