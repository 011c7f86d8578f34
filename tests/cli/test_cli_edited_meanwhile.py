"""What somebody else saves while a command works is not written over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.returns import Return
from vsm_xl.ooxml.write import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THEIRS = b"what somebody else has saved"


@pytest.fixture
def saved_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Have a file saved by somebody else after it was read and recalculated."""

    def arrange(path: Path) -> None:
        save = Return.save

        def after_theirs(*words: Any, **options: Any) -> Any:
            path.write_bytes(THEIRS)
            return save(*words, **options)

        monkeypatch.setattr(Return, "save", after_theirs)

    return arrange


def words(command: str, file: Path, demo: Path) -> list[object]:
    if command == "recalc":
        return ["recalc", file]
    if command == "recalc -o":
        # The same file by another name.
        return ["recalc", file, "-o", file.parent / "." / ".." / file.parent.name / file.name]
    if command == "fill":
        return [
            "fill", file, "--organisation", demo / "rr8-organisation.csv",
            "--people", demo / "rr8-people.csv", "-o", file, "--replace",
        ]  # fmt: skip
    return ["ranges", "import", demo / "rr8-ranges.csv", "-o", file]


@pytest.mark.parametrize("command", ["recalc", "recalc -o", "fill", "ranges import"])
def test_an_edit_that_was_saved_meanwhile_stays(
    run: Callable[..., Any],
    blank: Path,
    demo_folder: Path,
    saved_meanwhile: Callable[[Path], None],
    command: str,
    enter: Callable[..., None],
) -> None:
    enter(blank, "Organisation", {"B6": "RZZ"})
    saved_meanwhile(blank)

    ended = run(*words(command, blank, demo_folder))

    assert (ended.code, ended.out) == (2, "")
    assert "was changed by someone else while this command worked on it; nothing was" in ended.err
    assert blank.read_bytes() == THEIRS
    assert [path.name for path in blank.parent.iterdir()] == [blank.name]


def test_a_return_that_appears_meanwhile_is_not_replaced_by_a_new_one(
    run: Callable[..., Any],
    tmp_path: Path,
    demo_folder: Path,
    saved_meanwhile: Callable[[Path], None],
) -> None:
    new = tmp_path / "new.xlsx"
    saved_meanwhile(new)

    ended = run(*words("ranges import", new, demo_folder))

    assert ended.code == 2
    assert new.read_bytes() == THEIRS


def test_an_output_that_appears_meanwhile_is_replaced_only_where_asked(
    run: Callable[..., Any], blank: Path, saved_meanwhile: Callable[[Path], None]
) -> None:
    other = blank.with_name("other.xlsx")
    saved_meanwhile(other)

    assert run("recalc", blank, "-o", other).code == 2
    assert other.read_bytes() == THEIRS
    assert run("recalc", blank, "-o", other, "--replace").code == 1
    assert other.read_bytes().startswith(b"PK")


def test_a_fingerprint_is_of_what_a_file_holds(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"a")
    other.write_bytes(b"a")
    assert fingerprint(one) == fingerprint(other) != ""
    other.write_bytes(b"b")
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(tmp_path) == fingerprint(tmp_path / "none") == ""
