"""Unpacks an edition that comes as a zip file, which is opened as untrusted.

Only the two kinds of file that an edition consists of are taken, each by its plain name; their
number and sizes are bounded before anything is unpacked.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.framework.edition_files import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.framework.edition import Edition

MOST_FILES: Final = 100
MOST_BYTES: Final = 2_000_000
MOST_TOGETHER: Final = 8_000_000
_FILE: Final = re.compile(
    r"(?:(?!ranges/)[A-Za-z0-9][A-Za-z0-9-]*/)?((?:ranges/)?[A-Za-z0-9_][A-Za-z0-9_-]*\.(?:toml|csv))",
    re.ASCII,
)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack an edition's zip into a folder of its own, which is removed afterwards.

    Args:
        path: the zip file; its files stand at the top, or all in one folder.

    Raises:
        EditionError: it is not a zip, holds another kind of file, or is too large.
    """
    with tempfile.TemporaryDirectory(prefix="vsm-xl-edition-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(folder), path.name)
        except FileNotFoundError:
            raise EditionError(f"{path}: there is no such file or folder.") from None
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as fault:
            raise EditionError(f"{path}: it is not a zip file that can be read: {fault}") from None
        yield Path(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path, name: str) -> None:
    members = [
        entry
        for entry in archive.infolist()
        # Notes for people, such as the checklist of a new edition, are left where they are.
        if not entry.is_dir() and not entry.filename.endswith(".md")
    ]
    if len(members) > MOST_FILES:
        raise EditionError(f"{name}: {len(members):,} files; an edition has at most {MOST_FILES}.")
    taken: dict[str, zipfile.ZipInfo] = {}
    tops = set()
    for entry in members:
        found = _FILE.fullmatch(entry.filename)
        if found is None:
            raise EditionError(
                f"{name}: {entry.filename[:80]!r} is not a file of an edition; it holds *.toml and "
                "ranges/*.csv, and nothing else."
            )
        plain = found[1]
        tops.add(entry.filename.removesuffix(plain))
        if plain in taken:
            raise EditionError(f"{name}: {plain} appears twice.")
        taken[plain] = entry
    if len(tops) > 1:
        raise EditionError(f"{name}: its files are in several folders; zip one edition alone.")
    left = MOST_TOGETHER
    for plain, entry in taken.items():
        with archive.open(entry) as source:
            content = source.read(MOST_BYTES + 1)
        left -= len(content)
        if len(content) > MOST_BYTES or left < 0:
            raise EditionError(f"{name}: {plain} is larger than an edition's file can be.")
        target = folder / plain
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of an edition's files, by name and content, whatever their line ends."""
    sum_ = hashlib.sha256()
    for file in sorted((*folder.glob("*.toml"), *folder.glob("ranges/*.csv"))):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        sum_.update(f"{file.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    return sum_.hexdigest()


@contextmanager
def source_folder(edition: Edition) -> Iterator[Path]:
    """Return the folder that holds an edition's files; that of a zip is there for a while only."""
    place = edition.origin or Path(__file__).parent / "data" / edition.name
    if place.is_dir():
        yield place
        return
    with unpacked(place) as folder:
        yield folder
