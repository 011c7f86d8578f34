"""The locked and the lowest versions, held against ``pyproject.toml``.

They are written by uv, from the top of the project:

    uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes \
        --no-header --no-annotate pyproject.toml -o requirements/locked.txt
    uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate pyproject.toml -c requirements/locked.txt -o requirements/runtime.txt
    uv pip compile --universal --resolution lowest-direct --python-version 3.11 --extra test \
        --no-header --no-annotate pyproject.toml -o requirements/lowest.txt
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: Which parts of the project each file covers.
FILES = {
    "locked.txt": ("", "national", "test", "release", "dev"),
    "runtime.txt": ("",),
    "lowest.txt": ("", "national", "test"),
}


def direct(parts: tuple[str, ...]) -> list[Requirement]:
    """Returns what the project asks for itself."""
    lines = [
        line
        for part in parts
        for line in (PROJECT["optional-dependencies"][part] if part else PROJECT["dependencies"])
    ]
    return [one for one in map(Requirement, lines) if canonicalize_name(one.name) != "vsm-xl"]


def held(name: str) -> dict[str, list[Requirement]]:
    """Returns the requirements of a file by name; one name may have a version for each Python."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(re.split(r"\s+--hash=", line.strip())[0].strip())
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def version(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    return pin.version


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_versions_holds_everything_that_the_project_asks_for(name: str) -> None:
    pinned = held(name)
    wrong = [
        str(wanted)
        for wanted in direct(FILES[name])
        if not pinned.get(canonicalize_name(wanted.name))
        or not all(
            wanted.specifier.contains(version(one))
            for one in pinned[canonicalize_name(wanted.name)]
        )
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["locked.txt", "runtime.txt"])
def test_every_locked_version_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]

    assert [entry[:60] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    pinned = held("lowest.txt")
    wrong = []
    for wanted in direct(("", "national")):
        bounds = [pin.version for pin in wanted.specifier if pin.operator in {">=", "=="}]
        found = version(pinned[canonicalize_name(wanted.name)][0])
        if not any(Requirement(f"x=={bound}").specifier.contains(found) for bound in bounds):
            wrong.append(f"{wanted}: {found}")

    assert wrong == []
