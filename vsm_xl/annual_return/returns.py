"""An annual return that is opened once: check it, fill it, recalculate it, read it, save it.

The command line, the demonstration and people in Python use the same verbs:

>>> from vsm_xl import Return
>>> blank = Return.new(people=2)
>>> blank.results.master
'Not complete'
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from vsm_xl.annual_return.integrity.as_built import built_formulas
from vsm_xl.annual_return.integrity.hidden_parts import hidden_things
from vsm_xl.annual_return.integrity.structure import checked_inputs
from vsm_xl.annual_return.reading.confirmed import confirmed, recalculated
from vsm_xl.annual_return.reading.editions import edition_for, with_its_edition
from vsm_xl.annual_return.reading.identify import workbook_names
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.annual_return.reading.results import Checked, Results, read_checks, read_results
from vsm_xl.annual_return.reading.stored_values import StoredState, stored_state
from vsm_xl.annual_return.targets import export_target, same_file, workbook_target
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition as editions
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.outward import reaching_out
from vsm_xl.ooxml.unpack import read_bytes
from vsm_xl.ooxml.write import write_file, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from vsm_xl.annual_return.filling.repair import Repaired
    from vsm_xl.annual_return.filling.roll_forward import RolledForward
    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.framework.edition import Edition
    from vsm_xl.recalc import EngineName, Recalculated

__all__ = ["FORMATS", "Checked", "Results", "Return"]

FORMATS: Final = ("csv", "json", "pdf")
_NAME: Final = "vsm-annual-return.xlsx"
_RECALCULATED: Final = "What is shown was recalculated; vsm-xl recalc stores it."


class Return:
    """An annual return in memory.

    The file is untrusted: it is read once, its structure and every entry are checked before
    anything is computed, and its stored results are never used.

    Attributes:
        file: the file that it was opened from, and is saved to; None for a new one.
        fingerprint: the SHA-256 digest of that file as it was read.
        layout: the layout that it follows.
    """

    def __init__(self, package: Package, file: Path | None = None, seen: str | None = None) -> None:
        """Check a workbook that was read.

        Args:
            package: the workbook.
            file: the file that it was read from.
            seen: the :func:`vsm_xl.ooxml.write.fingerprint` of that file.

        Raises:
            UnusableInput: it is not an annual return, was damaged, or an entry cannot be used.
        """
        self.file = file
        self._edition = editions.current()
        self.layout, self._inputs = checked_inputs(package)
        self.fingerprint = seen
        self._opened = self._package = package
        self._computed: Recalculated | None = None
        self._results: Results | None = None
        self._checked: Checked | None = None
        self._written_anew: Collection[str] = ()
        self._stored = False

    @classmethod
    def open(cls, path: str | Path, *, edition: str | Path | Edition | None = None) -> Self:
        """Open a return; whatever is computed of it is computed with the edition that it names.

        Args:
            path: an .xlsx file.
            edition: the data edition to compute with: a name, a folder, a zip file or an edition.
                Left out, one that was put into use, or else that of the package that it names.

        Raises:
            UnusableInput: with one line for each fault, naming file, sheet and cell; or it names
                another edition.
        """
        data = read_bytes(path)
        seen = hashlib.sha256(data).hexdigest()
        package = Package.from_bytes(data, str(path))
        with editions.using(edition_for(package, workbook_names(package), edition)):
            return cls(package, Path(path), seen)

    @property
    def edition(self) -> Edition:
        """The data edition that it is computed with."""
        return self._edition

    @classmethod
    def new(
        cls, people: int = PEOPLE, *, staff_rows: int = STAFF_ROWS, file: str | Path | None = None
    ) -> Self:
        """Build a blank return.

        Args:
            people: how many people it holds.
            staff_rows: how many rows the list of everybody's pay has.
            file: the file that :meth:`save` writes; it must not exist then.
        """
        from vsm_xl.annual_return.build.workbook import build_template  # noqa: PLC0415 - slow to load

        data = build_template(people, staff_rows=staff_rows)
        path = None if file is None else Path(file)
        name = _NAME if path is None else str(path)
        return cls(Package.from_bytes(data, name), path, None if path is None else "")

    @classmethod
    def repair(cls, path: str | Path) -> tuple[Self, Repaired]:
        """Carry the inputs of a damaged or older return into a new one.

        Args:
            path: the damaged return.

        Returns:
            The new return, and what was carried over, converted and left out.

        Raises:
            UnusableInput: nothing of a return is found in it, or what was found is at fault.
        """
        from vsm_xl.annual_return.filling.repair import repair  # noqa: PLC0415 - most never are

        package = Package.open(path)
        repaired = repair(package, package.name)
        try:
            return cls(repaired.package), repaired
        except UnusableInput as unusable:
            where = f"Nothing was written. Correct {path} and repair it again"
            raise UnusableInput(
                (*unusable.problems, f"{where}; cells are named as a new template has them.")
            ) from None

    @with_its_edition
    def roll_forward(self, name: str = _NAME) -> tuple[Return, RolledForward]:
        """Begin the return of the next pay year, with the newest edition of the package.

        Args:
            name: what messages call the new one.

        Returns:
            The new return, and what was carried over, is to be entered and could not be carried.

        Raises:
            UnusableInput: this return has no pay year or no people.
        """
        from vsm_xl.annual_return.filling.roll_forward import roll_forward  # noqa: PLC0415

        rolled = roll_forward(self.recalculated, name)
        with editions.using(rolled.edition):
            return Return(rolled.package), rolled

    @property
    def package(self) -> Package:
        """The workbook, with what was entered since it was opened."""
        return self._package

    @with_its_edition
    def rewritten(self, change: Callable[[Package], Package]) -> Self:
        """Change how the workbook is written, for another program; what it says stays.

        Args:
            change: returns the changed workbook.

        Raises:
            UnusableInput: it is not an annual return any more.
        """
        package = change(self._package)
        (self.layout, self._inputs), self._package = checked_inputs(package), package
        self._computed = self._results = self._checked = None
        self._stored = False
        return self

    @property
    def inputs(self) -> Inputs:
        """Everything that was entered, by key."""
        return self._inputs

    @with_its_edition
    def fill(
        self,
        organisation: str | Path | Mapping[str, Entry] | None = None,
        people: str | Path | Sequence[Mapping[str, Entry]] | None = None,
        *,
        ranges: str | Path | Sequence[Mapping[str, Entry]] | None = None,
        staff_pay: str | Path | Sequence[float] | None = None,
        earlier_ratios: str | Path | Sequence[Mapping[str, Entry]] | None = None,
    ) -> Self:
        """Replace inputs; what is left out stays as it is.

        Args:
            organisation: entries of Organisation, Staff pay and Local policy by key, or the CSV
                file of them.
            people: the entries of each person by key of the People columns, or the CSV file.
            ranges: the rows of the pay-range table, or a CSV file or workbook with the table.
            staff_pay: everybody's pay in pounds, or the CSV file.
            earlier_ratios: the pay ratios of earlier years, newest first, or the CSV file.

        Raises:
            UnusableInput: a file or an entry cannot be used; nothing is changed.

        >>> Return.new(people=2).fill(people=[{"post": "Chief Executive"}]).results.posts[0]["post"]
        'Chief Executive'
        """
        from vsm_xl.annual_return.filling.fill import fill  # noqa: PLC0415 - most are only read
        from vsm_xl.annual_return.filling.given import check_plausible, read_given  # noqa: PLC0415

        given = read_given(
            organisation=organisation, people=people, ranges=ranges, staff_pay=staff_pay,
            earlier_ratios=earlier_ratios,
        )  # fmt: skip
        package = fill(
            self._package, given.organisation, given.people, given.ranges,
            staff_pay=given.staff_pay, earlier_ratios=given.earlier_ratios,
        )  # fmt: skip
        inputs = read_inputs(package, self.layout)
        check_plausible(package.name, given, self.layout, inputs)
        # Entries from Python may be of any kind, and inputs that stayed may not go with new ones.
        (self.layout, self._inputs), self._package = checked_inputs(package), package
        self._computed = self._results = self._checked = None
        self._stored = False
        return self

    @with_its_edition
    def recalculate(self, engine: EngineName = "embedded", *, stamp: bool = True) -> Self:
        """Compute every formula and store the results, with an audit trail of today.

        Args:
            engine: which program computes.
            stamp: whether the audit trail is written; a blank template has none.

        Raises:
            UnusableInput: a formula cannot be computed, or the program is not there.
        """
        self._results, self._checked, self._stored = None, None, True
        if not stamp:
            self._computed = self._recalculate(self._package, engine)
            return self
        from vsm_xl.annual_return.filling.print_areas import cover_posts  # noqa: PLC0415 - most
        from vsm_xl.annual_return.reading import audit_trail  # noqa: PLC0415 - are only read

        package = cover_posts(self._package, self.layout)
        trail = audit_trail.trail(self._package, audit_trail.today(), engine)
        if not audit_trail.has_trail(package, trail):
            # Before recalculation, because formulas may show the trail.
            package = audit_trail.with_trail(package, trail)
            self._written_anew = audit_trail.NAMES.values()
        self._computed = self._recalculate(package, engine)
        if self.changed:
            dated = audit_trail.with_trail(self._computed.package, trail)
            if dated.parts != self._computed.package.parts:  # right but for its day
                self._computed = self._recalculate(dated, engine)
        return self

    def _recalculate(self, package: Package, engine: EngineName = "embedded") -> Recalculated:
        return recalculated(package, self.layout, engine)

    @with_its_edition
    def take_stored(self) -> bool:
        """Take the stored results if each is proved (:mod:`.reading.confirmed`); return whether it is."""
        self._computed = self._computed or confirmed(self._package, self.layout)
        return self._computed is not None and self._computed.proved

    @property
    @with_its_edition
    def recalculated(self) -> Recalculated:
        """The workbook with its results; computed in memory where :meth:`recalculate` was not."""
        if self._computed is None:
            self._computed = self._recalculate(self._package)
        return self._computed

    @property
    @with_its_edition
    def results(self) -> Results:
        """What the return shows; ``results.posts`` is a list of records, one for each post."""
        if self._results is None:
            self._results = read_results(self.recalculated, self.layout)
        return self._results

    @property
    @with_its_edition
    def stored(self) -> StoredState:
        """What the file itself had stored, compared with what its formulas give."""
        return stored_state(self._opened, self.recalculated, self._written_anew)

    @property
    def changed(self) -> bool:
        """Whether the results differ in any way from the file as it was opened."""
        return self.file is None or self.recalculated.package.parts != self._opened.parts

    @with_its_edition
    def check(self) -> Checked:
        """Return the result of every check, and what else a reader should know."""
        if self._checked is None:
            notes = hidden_things(self._package, lambda: self.recalculated.package)
            notes += reaching_out(self._opened, lambda: built_formulas(self.layout))
            if words := self.stored.words:
                notes.insert(0, f"{self._package.name}: {words} {_RECALCULATED}")
            checks, master = read_checks(self.recalculated, self.layout)
            self._checked = Checked(checks, master, tuple(notes))
        return self._checked

    @with_its_edition
    def exported(self, form: str) -> dict[str, bytes]:
        """Return an export as files by name; a format of one file has no name for it.

        Args:
            form: ``csv`` (several files), ``json``, ``pdf``, or ``pages``, a PDF of every sheet.

        Raises:
            UnusableInput: there is no such format, or a PDF cannot be made.
        """
        if form == "json":
            from vsm_xl.annual_return.export.json_export import export_json  # noqa: PLC0415
            from vsm_xl.annual_return.reading import audit_trail  # noqa: PLC0415

            trail = audit_trail.trail(self._package, audit_trail.today())
            return {"": export_json(self.recalculated, trail).encode()}
        if form in {"pdf", "pages"}:
            from vsm_xl.annual_return.export.pdf_export import export_pdf  # noqa: PLC0415

            return {"": export_pdf(self.recalculated, every=form == "pages")}
        if form == "csv":
            from vsm_xl.annual_return.export.csv_export import csv_files  # noqa: PLC0415

            return {name: text.encode() for name, text in csv_files(self.recalculated).items()}
        raise UnusableInput(f"{form!r} is not a format of an export; use {', '.join(FORMATS)}.")

    @with_its_edition
    def export(self, form: str, path: str | Path | None = None, *, replace: bool = False) -> Path:
        """Write an export: in one step, the old one whole until the new one is.

        Args:
            form: ``csv`` (a folder of files), ``json``, ``pdf``, or ``pages``, a PDF of every sheet.
            path: where to; left out, beside the return and named after it.
            replace: whether an existing file or folder may be replaced.

        Returns:
            Where it was written.

        Raises:
            UnusableInput: there is no such format, it cannot be made, or not be written there.
        """
        out = None if path is None else Path(path)
        target = export_target(form, self.file or Path(_NAME), out, replace=replace)
        files = self.exported(form)
        if form == "csv":
            write_folder(target, files)
        else:
            write_file(target, files[""])
        return target

    @with_its_edition
    def save(self, path: str | Path | None = None, *, replace: bool = False) -> bool:
        """Write the return with its results: beside the file, then renamed in one step.

        Args:
            path: where to; left out, the file that it was opened from.
            replace: whether another file of that name may be replaced.

        Returns:
            Whether it was written: a file that would stay as it is is not touched.

        Raises:
            UnusableInput: it cannot be written there, a file of that name exists, or a person
                has changed the file since it was opened.
        """
        if path is None and self.file is None:
            raise UnusableInput("This return was never saved: name a file to save it to.")
        target = Path(path) if path is not None else Path(self.file or "")
        if not self._stored:
            self.recalculate()
        workbook_target(target, replace=replace, own=self.file)
        if path is None and not self.changed:
            return False
        own = self.file is not None and same_file(target, self.file)
        data = self.recalculated.package.to_bytes()
        write_file(target, data, self.fingerprint if own else None)
        return True
