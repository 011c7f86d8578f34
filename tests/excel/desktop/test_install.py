"""What installation writes, and that exactly that goes away again."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build
from vsm_xl.excel.desktop import install, registration

if TYPE_CHECKING:
    from pathlib import Path


def _everything(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_excel_s_start_folder_gets_the_add_in_and_nothing_else(desktop: Any) -> None:
    desktop.install()

    # Whatever else lay there, Excel would open as a workbook.
    assert [path.name for path in desktop.start_folder.iterdir()] == [shared_names.ADD_IN]


def test_the_add_in_knows_the_python_without_a_window_and_its_page(desktop: Any) -> None:
    desktop.install()

    settings = build.described(desktop.addin.read_bytes()).settings
    assert settings[shared_names.INTERPRETER] == str(desktop.python.with_name("pythonw.exe"))
    page = desktop.root / "AppData" / "Local" / "vsm_xl" / shared_names.HELP_PAGE
    assert settings[shared_names.DOCUMENTATION] == str(page)
    assert page.is_file()


def test_uninstalling_leaves_everything_as_it_was(desktop: Any) -> None:
    before, keys = _everything(desktop.root), dict(desktop.registry)

    desktop.install()
    assert _everything(desktop.root) != before
    assert desktop.registry != keys
    install.uninstall(desktop.machine)

    assert _everything(desktop.root) == before
    assert desktop.registry == keys


def test_windows_is_told_how_to_start_the_server_for_this_person(desktop: Any) -> None:
    done = desktop.install()

    python = str(desktop.python.with_name("pythonw.exe"))
    assert sorted(done.registry.items()) == sorted(
        registration.entries(desktop.python.with_name("pythonw.exe")).items()
    )
    for number in range(1, shared_names.SERVER_CLASSES + 1):
        clsid = desktop.machine.value(rf"HKCU\Software\Classes\VsmXl.Server.{number}\CLSID")
        for view in ("CLSID", r"WOW6432Node\CLSID"):
            key = rf"HKCU\Software\Classes\{view}\{clsid}\LocalServer32"
            command = desktop.machine.value(key)
            assert command.startswith(f'"{python}" -I -B -c "import xlwings, ')
            assert command.endswith(f"xlwings.serve('{clsid}')\"")
    assert not build.described(desktop.addin.read_bytes()).uses_dll


def test_an_administrator_registers_it_for_everybody(desktop: Any) -> None:
    done = desktop.install(all_users=True)

    assert {key.partition("\\")[0] for key in done.registry} == {"HKLM"}
    assert install.uninstall(desktop.machine).keys == tuple(done.registry)


def test_without_their_rights_nothing_is_written(desktop: Any) -> None:
    before = _everything(desktop.root)
    desktop.refuse_registration()

    with pytest.raises(UnusableInput, match="as an administrator"):
        desktop.install(all_users=True)

    assert _everything(desktop.root) == before


def test_where_the_registration_is_refused_excel_starts_python_itself(with_dll: Any) -> None:
    assert build.described(with_dll.addin.read_bytes()).uses_dll
    assert install.uninstall(with_dll.machine).keys == ()


def test_a_registration_that_was_changed_since_is_left_and_named(installed: Any) -> None:
    key = r"HKCU\Software\Classes\VsmXl.Server.1\CLSID"
    installed.set(key, "", "{somebody's own}")

    assert install.uninstall(installed.machine).kept_keys == (key,)
    assert installed.machine.value(key) == "{somebody's own}"


def test_registering_for_everybody_afterwards_takes_the_first_registration_away(
    installed: Any,
) -> None:
    installed.install(all_users=True)

    assert [key for key in installed.registry if key.startswith("hkcu")] == []


def test_what_others_put_into_the_same_folders_stays(desktop: Any) -> None:
    desktop.install()
    other = desktop.start_folder / "PERSONAL.XLSB"
    other.write_bytes(b"x")

    install.uninstall(desktop.machine)

    assert list(desktop.start_folder.iterdir()) == [other]


def test_installing_again_changes_nothing_and_still_comes_off(desktop: Any) -> None:
    before = _everything(desktop.root)
    desktop.install()
    once = _everything(desktop.root)

    desktop.install()

    assert _everything(desktop.root) == once
    install.uninstall(desktop.machine)
    assert _everything(desktop.root) == before


def test_installing_elsewhere_takes_the_first_add_in_away(desktop: Any, tmp_path: Path) -> None:
    desktop.install()
    shared = tmp_path / "Shared add-ins"

    desktop.install(folder=shared)

    assert not desktop.addin.exists()
    found = {str(path.relative_to(shared)) for path in shared.rglob("*") if path.is_file()}
    # The page apart, because Excel opens every file of a folder that is named as a start folder.
    assert found == {shared_names.ADD_IN, os.path.join("help", shared_names.HELP_PAGE)}  # noqa: PTH118


def test_a_file_that_was_changed_since_is_left_and_named(installed: Any) -> None:
    installed.addin.write_bytes(b"somebody's own")

    removed = install.uninstall(installed.machine)

    assert removed.kept == (installed.addin,)
    assert installed.addin.read_bytes() == b"somebody's own"


def test_uninstalling_where_nothing_is_installed_removes_nothing(desktop: Any) -> None:
    before = _everything(desktop.root)

    removed = install.uninstall(desktop.machine)

    assert removed == install.Removed((), ())
    assert _everything(desktop.root) == before


def test_an_add_in_put_there_by_hand_is_replaced_only_when_told(desktop: Any) -> None:
    desktop.start_folder.mkdir(parents=True)
    desktop.addin.write_bytes(b"by hand")

    with pytest.raises(UnusableInput, match="--replace"):
        desktop.install()
    assert desktop.addin.read_bytes() == b"by hand"

    desktop.install(replace=True)
    assert build.described(desktop.addin.read_bytes()).version == vsm_version()


def vsm_version() -> str:
    from vsm_xl.version import __version__  # noqa: PLC0415

    return __version__


def test_for_the_dll_a_path_outside_the_code_page_is_given_in_its_short_form(with_dll: Any) -> None:
    machine = replace(
        with_dll.machine,
        in_code_page=lambda text: "NHS" not in text,
        short_path=lambda _: "C:\\VSMPAY~1\\pythonw.exe",
    )

    install.install(machine)

    settings = build.described(with_dll.addin.read_bytes()).settings
    assert settings[shared_names.INTERPRETER] == "C:\\VSMPAY~1\\pythonw.exe"


def test_a_path_that_macros_cannot_spell_is_refused_before_anything_is_written(
    desktop: Any,
) -> None:
    before = _everything(desktop.root)
    desktop.refuse_registration()
    machine = replace(desktop.machine, in_code_page=lambda _: False)

    with pytest.raises(UnusableInput, match="plain letters"):
        install.install(machine)

    assert _everything(desktop.root) == before


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"system": "linux"}, "is for Excel on Windows"),
        ({"environment": {}}, "LOCALAPPDATA is not set"),
        ({"python": "WindowsApps"}, "edition of the Microsoft Store"),
        ({"python": "no DLL"}, "refuses the registration of the server, and xlwings64"),
    ],
)
def test_where_it_cannot_work_nothing_is_written(
    desktop: Any, broken: dict[str, Any], words: str
) -> None:
    if "python" in broken:
        desktop.refuse_registration()
        broken = {"python": desktop.root / broken["python"] / "sub" / "python.exe"}
    before = _everything(desktop.root)

    with pytest.raises(UnusableInput, match=words):
        install.install(replace(desktop.machine, **broken))

    assert _everything(desktop.root) == before


def test_a_folder_that_cannot_be_made_is_named(desktop: Any) -> None:
    desktop.start_folder.parent.parent.mkdir(parents=True)
    desktop.start_folder.parent.write_bytes(b"a file in the place of a folder")

    with pytest.raises(UnusableInput, match="XLSTART cannot be made"):
        desktop.install()


def test_an_add_in_that_excel_has_open_is_not_replaced(installed: Any) -> None:
    before = _everything(installed.root)
    (installed.start_folder / f"~${shared_names.ADD_IN}").write_bytes(b"")
    installed.python.with_name("pythonw.exe").unlink()  # so that there is something to change

    with pytest.raises(UnusableInput, match="open in Excel"):
        installed.install()

    assert installed.addin.read_bytes() == before[str(installed.addin.relative_to(installed.root))]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"files": 1}', json.dumps({"version": "1"})]
)
def test_a_damaged_manifest_is_said_to_be_so(installed: Any, content: str) -> None:
    path = installed.root / "AppData" / "Local" / "vsm_xl" / "installed.json"
    assert path.is_file()
    path.write_text(content)

    with pytest.raises(UnusableInput, match="changed or damaged"):
        install.uninstall(installed.machine)
