"""The LibreOffice extension as a file."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.libreoffice import uno_names
from vsm_xl.libreoffice.addin import OLDEST_PYTHON, build_addin
from vsm_xl.version import __version__


@pytest.fixture(scope="module")
def addin() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(build_addin()))


def test_the_same_functions_give_the_same_bytes() -> None:
    assert build_addin() == build_addin()


def test_every_function_has_its_name_and_the_texts_of_its_arguments(addin: zipfile.ZipFile) -> None:
    texts = json.loads(addin.read("functions.json"))
    shown = {text["name"] for text in texts.values()}
    assert shown >= set(NAMES)
    assert {name.removesuffix(uno_names.ROWS) for name in shown} == set(NAMES)
    for name, function in FUNCTIONS.items():
        text = texts[uno_names.camel(name)]
        assert text["purpose"] == function.purpose
        assert text["arguments"] == [[arg.name, arg.text] for arg in function.args]


def test_every_function_is_declared_and_implemented_with_as_many_arguments(
    addin: zipfile.ZipFile,
) -> None:
    types = addin.read("vsm.idl").decode()
    component = addin.read("vsm_component.py").decode()
    compile(component, "vsm_component.py", "exec")
    for name, function in FUNCTIONS.items():
        method = uno_names.camel(name)
        declared = next(line for line in types.splitlines() if f" {method}(" in line)
        assert declared.count("[in] any") == len(function.args)
        implemented = next(line for line in component.splitlines() if f"def {method}(" in line)
        assert implemented.count(",") == len(function.args)


def test_what_people_install_has_nothing_that_only_recalculation_needs(
    addin: zipfile.ZipFile,
) -> None:
    assert uno_names.CELLS not in addin.read("vsm.idl").decode()
    assert uno_names.READER not in addin.read("vsm.components").decode()
    assert not [
        name for name in addin.namelist() if name.endswith("reading.py") and "libreoffice" in name
    ]


def test_the_descriptions_are_well_formed_and_name_the_version(addin: zipfile.ZipFile) -> None:
    for part in ("description.xml", "META-INF/manifest.xml", "vsm.components"):
        ET.fromstring(addin.read(part))  # noqa: S314 - our own
    assert f'<version value="{__version__}"/>' in addin.read("description.xml").decode()


def test_the_manifest_names_files_that_are_there(addin: zipfile.ZipFile) -> None:
    manifest = ET.fromstring(addin.read("META-INF/manifest.xml"))  # noqa: S314 - our own
    listed = {
        value for entry in manifest for key, value in entry.items() if key.endswith("full-path")
    }
    assert listed == {"vsm.idl", "vsm.components", "vsm.xcu"} <= set(addin.namelist())


def test_the_package_inside_computes_without_the_rest_of_us(
    addin: zipfile.ZipFile, tmp_path: Path
) -> None:
    addin.extractall(tmp_path)
    line = (
        "import sys; sys.path.insert(0, sys.argv[1]); import vsm_xl; from vsm_xl.libreoffice import "
        "values; assert vsm_xl.__file__.startswith(sys.argv[1]); "
        "sys.modules['pydantic'] = sys.modules['openpyxl'] = None; "
        "print(vsm_xl.call('VSM_AWARD', 150_000, '2025/26', 'Provider', 3))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", line, tmp_path / "pythonpath"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("4875.0\n", 0), done.stderr


def test_the_oldest_python_is_the_packages_own() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == ">=" + ".".join(map(str, OLDEST_PYTHON))


def test_the_component_can_be_read_by_a_much_older_python(addin: zipfile.ZipFile) -> None:
    """It is what says that the Python is too old."""
    ast.parse(addin.read("vsm_component.py"), feature_version=(3, 8))


def test_the_package_inside_is_what_computes_and_no_compiled_file(addin: zipfile.ZipFile) -> None:
    inside = [name for name in addin.namelist() if name.startswith("pythonpath/")]
    assert "pythonpath/vsm_xl/functions/registry.py" in inside
    assert "pythonpath/vsm_xl/libreoffice/values.py" in inside
    assert not [name for name in inside if name.endswith(".pyc") or "/cli/" in name]
