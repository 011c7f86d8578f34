"""The add-in in a person's own LibreOffice: put in, replaced, taken out, and what is said.

Root has no LibreOffice of its own to install into, so where the tests run as root the person is
the user that owns nothing; the home folder is in any case one of the test's own.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import edited_in_calc  # type: ignore[import-not-found,unused-ignore]
import pytest
import typed_in_calc  # type: ignore[import-not-found,unused-ignore]
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

import vsm_xl
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.addin import build_addin
from vsm_xl.libreoffice.install import install
from vsm_xl.libreoffice.installations import VARIABLE, Installation
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.calc.office import Office
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534
VERSION = "=VSM_VERSION()"
AWARD = '=VSM_AWARD(150000;"2025/26";"Provider";3)'
WHY = '=VSM_WHY("VSM_AWARD";-1;"2025/26";"Provider";3)'
UNKNOWN = "#NAME?"
PUT_IN = "install(installations.find(), shared={shared})"
TAKEN_OUT = "print(uninstall(installations.find(), shared={shared}))"


@dataclass
class Person:
    """Somebody with a home folder who may use LibreOffice, and cannot be root."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def profile(self) -> Path:
        return self.home / ".config/libreoffice/4/user"

    def run(self, *command: object, **environment: str) -> subprocess.CompletedProcess[str]:
        root = os.geteuid() == 0
        return subprocess.run(
            [str(word) for word in command],
            capture_output=True, text=True, timeout=600, check=False, cwd=self.home,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | environment,
            user=NOBODY if root else None, group=NOBODY if root else None,
            extra_groups=[] if root else None,
        )  # fmt: skip

    def python(self, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a line that installs; LibreOffice's own Python has all that this needs."""
        given = {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"} | environment
        lines = (
            "from vsm_xl.libreoffice import installations\n"
            f"from vsm_xl.libreoffice.install import install, uninstall\n{line}\n"
        )
        return self.run(installations.find().python, "-c", lines, **given)

    def installs(self, *, shared: bool = False, **environment: str) -> None:
        done = self.python(PUT_IN.format(shared=shared), **environment)
        assert done.returncode == 0, done.stderr

    def sees(self, *formulas: str, waits: str = "", **environment: str) -> list[str]:
        found = installations.find()
        script = self.folder / Path(typed_in_calc.__file__).name
        program = environment.get(VARIABLE, str(found.program))
        done = self.run(found.python, script, program, waits, *formulas, **environment)
        assert done.returncode == 0, done.stderr
        shown: list[str] = json.loads(done.stdout)
        return shown

    def edits(
        self, file: Path, saved: Path, sheet: str, cell: str, value: float, *shown: str
    ) -> Any:
        """Open a workbook, put a number into a cell, save it, and give what other cells show."""
        found = installations.find()
        script = self.folder / Path(edited_in_calc.__file__).name
        words = (script, found.program, file, saved, sheet, cell, value, *shown)
        done = self.run(found.python, *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def has_upgraded_libreoffice(self) -> None:
        """Leave the profile as if another build of LibreOffice had written it."""
        (self.profile.parent / "user/extensions/buildid").write_text("another")


@pytest.fixture
def person() -> Iterator[Person]:
    # Not below the test runner's own folder, which is closed to everybody else.
    folder = Path(tempfile.mkdtemp(prefix="vsm-xl-person-"))
    folder.chmod(0o755)
    shutil.copytree(
        Path(vsm_xl.__file__).parent,
        folder / "vsm_xl",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for script in (typed_in_calc, edited_in_calc):
        shutil.copy(script.__file__, folder)
    made = Person(folder)
    made.home.mkdir()
    if os.geteuid() == 0:
        os.chown(made.home, NOBODY, NOBODY)
    yield made
    shutil.rmtree(folder)


def other_version(person: Person, version: str) -> Path:
    """Give the add-in as it was, or will be, in another version."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build_addin())) as ours, zipfile.ZipFile(made, "w") as theirs:
        for name in ours.namelist():
            theirs.writestr(name, ours.read(name).replace(__version__.encode(), version.encode()))
    file = person.folder / "vsm.oxt"
    file.write_bytes(made.getvalue())
    return file


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.component
def test_a_person_who_installs_has_the_functions_in_calc_from_the_first_start_on(
    person: Person,
) -> None:
    person.installs()
    shown = person.sees(VERSION, AWARD, WHY)
    assert shown[:2] == [__version__, "4875"]
    assert shown[2].startswith("NEGATIVE_AMOUNT")
    assert person.sees(AWARD) == ["4875"]


@pytest.mark.component
def test_the_functions_outlive_an_upgrade_of_libreoffice(person: Person) -> None:
    person.installs()
    assert person.sees(AWARD) == ["4875"]
    person.has_upgraded_libreoffice()
    assert person.sees(AWARD) == ["4875"]


@pytest.mark.component
@pytest.mark.parametrize("version", ["0.0.1", "99.0.0"])
def test_another_version_is_replaced_and_what_was_installed_can_be_removed(
    person: Person, version: str
) -> None:
    unopkg = installations.find().unopkg
    assert person.run(unopkg, "add", "--force", other_version(person, version)).returncode == 0
    assert person.sees(VERSION) == [version]

    person.installs()
    assert person.sees(VERSION) == [__version__]

    assert person.python(TAKEN_OUT.format(shared=False)).stdout == "True\n"
    assert person.sees(VERSION) == [UNKNOWN]
    assert person.python(TAKEN_OUT.format(shared=False)).stdout == "False\n"


@pytest.mark.component
def test_installing_while_libreoffice_runs_takes_effect_at_its_next_start(person: Person) -> None:
    runs = person.home / "runs"
    with ThreadPoolExecutor(1) as other:
        before = other.submit(person.sees, VERSION, waits=str(runs))
        while not runs.exists() and not before.done():
            time.sleep(0.1)
        try:
            person.installs()
        finally:
            runs.unlink(missing_ok=True)
        assert before.result() == [UNKNOWN]
    assert person.sees(VERSION) == [__version__]


@pytest.mark.component
def test_a_profile_that_may_not_be_written_to_is_named_with_what_to_do(person: Person) -> None:
    if os.geteuid() == 0:
        os.chown(person.home, 0, 0)
    person.home.chmod(0o555)
    done = person.python(PUT_IN.format(shared=False))
    person.home.chmod(0o755)
    assert done.returncode != 0
    assert "may not write to the folder in which it keeps your settings" in done.stderr


@pytest.mark.component
def test_what_is_installed_for_everybody_is_there_for_one_who_used_libreoffice_before(
    person: Person,
) -> None:
    """The shared place is one of the test's own: the computer's is left alone."""
    found = installations.find()
    place = person.folder / "shared"
    place.mkdir()
    if os.geteuid() == 0:
        os.chown(place, NOBODY, NOBODY)
    for program in (found.program, found.unopkg):
        script(
            person.folder / "bin" / program.name,
            f'exec {program} "$@" -env:UNO_SHARED_PACKAGES={place.as_uri()}',
        )
    everybody = {VARIABLE: str(person.folder / "bin" / found.program.name)}
    assert person.sees(VERSION, **everybody) == [UNKNOWN]

    person.installs(shared=True, **everybody)
    assert person.sees(VERSION, **everybody) == [__version__]
    person.has_upgraded_libreoffice()
    assert person.sees(AWARD, **everybody) == ["4875"]

    done = person.python(TAKEN_OUT.format(shared=True), **everybody)
    assert done.stdout == "True\n", done.stderr
    assert person.sees(VERSION, **everybody) == [UNKNOWN]


@pytest.mark.component
def test_a_cell_says_what_libreoffices_python_lacks_and_no_figure_is_made_up(
    person: Person,
) -> None:
    words = "its own Python is 3.9, and 3.11 or newer is needed"
    person.installs()
    place = person.folder / "lacking"
    place.mkdir()
    (place / "sitecustomize.py").write_text("import sys; sys.version_info = (3, 9, 1, 'final', 0)")
    shown = person.sees(VERSION, AWARD, f"=SUM(1;{AWARD[1:]})", WHY, PYTHONPATH=str(place))
    assert words in shown[0]
    assert shown[1:3] == [UNKNOWN, UNKNOWN]
    assert words in shown[3]
    # Nothing of it stays: where all is there again, so are the figures.
    assert person.sees(VERSION, AWARD) == [__version__, "4875"]


@pytest.mark.component
def test_a_cell_shows_its_figure_where_libreoffices_python_has_no_numpy(person: Person) -> None:
    person.installs()
    (person.folder / "lacking").mkdir()
    (person.folder / "lacking/numpy.py").write_text("raise RuntimeError('a broken numpy')")
    place = str(person.folder / "lacking")
    assert person.sees(VERSION, AWARD, WHY, PYTHONPATH=place) == person.sees(VERSION, AWARD, WHY)


@pytest.mark.component
def test_a_return_is_not_filled_with_unknown_names_where_the_functions_do_not_answer(
    tmp_path: Path,
) -> None:
    """As where another Python than LibreOffice's own was asked beforehand."""
    found = installations.find()
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking/sitecustomize.py").write_text(
        "import sys; sys.version_info = (3, 9, 1, 'final', 0)"
    )
    program = script(
        tmp_path / "bin" / found.program.name,
        f'PYTHONPATH={tmp_path}/lacking exec {found.program} "$@"',
    )
    script(tmp_path / "bin" / found.unopkg.name, f'exec {found.unopkg} "$@"')
    package = blank_template(1, "return.xlsx", staff_rows=2)
    with (
        Office(Installation(program, found.python)) as office,
        pytest.raises(UnusableInput) as refused,
    ):
        recalculate(package, engine="libreoffice", office=office)
    said = str(refused.value)
    assert said.startswith("return.xlsx: ")
    assert "its own Python is 3.9" in said
    assert "traceback" not in said


@pytest.mark.component
def test_a_return_edited_in_calc_is_calculated_by_vsm_xl(person: Person) -> None:
    """Calc does not take the names of our functions in an .xlsx for those of the add-in.

    So what is edited there shows #NAME? even with the add-in installed, which is why Cover and
    documentation call LibreOffice a reader; what was entered is saved, and calculated by us.
    """
    person.installs()
    blank = blank_template(5, "return.xlsx", staff_rows=2)
    organisation: dict[str, Any] = {
        "kind": "Provider", "pay_year": "2025/26", "date": date(2025, 4, 1), "league_segment": 3.0,
        "programme": "No",
    }  # fmt: skip
    director: dict[str, Any] = {
        "post": "Director", "role": "Director", "decision": "Annual award only",
        "in_post_from": date(2024, 8, 5), "salary": 170_000.0,
    }  # fmt: skip
    before = fill(blank, organisation, [director])
    place = layout_of(before).places["people"]
    salary = place.cell("salary")
    file, saved = person.home / "return.xlsx", person.home / "saved.xlsx"
    file.write_bytes(recalculate(before).package.to_bytes())
    awarded = layout_of(before).places["decisions"].cell("award")

    assert person.sees(AWARD) == ["4875"]
    shown = person.edits(
        file, saved, "People", salary, 190_000.0, f"People.{salary}", f"Decisions.{awarded}"
    )
    assert shown == ["£190,000.00", UNKNOWN]

    wanted = recalculate(fill(blank, organisation, [{**director, "salary": 190_000.0}]))
    found = recalculate(Package.open(saved))
    assert found.value("Decisions", awarded) == wanted.value("Decisions", awarded) == 6175
    assert read_results(found) == read_results(wanted)


@pytest.mark.component
def test_root_alone_is_told_to_install_for_everybody() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root is refused")
    with pytest.raises(UnusableInput, match="with --shared for everybody"):
        install(installations.find(), shared=False)
