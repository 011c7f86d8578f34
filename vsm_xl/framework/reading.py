"""Reads the data files of one edition.

Every ``*.toml`` file of the folder holds records under three headings: ``[[figure]]``,
``[[information]]`` and ``[[source]]``.  ``edition.toml`` holds the edition's name and date.

Here the records are taken to be sound, as those of the package are (a test checks them all);
:mod:`vsm_xl.framework.checking` reads a folder of which that is not known.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.framework.records import Figure, Information, Records, Source, Title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE_FILE: Final = "edition.toml"


class EditionError(UnusableInput):
    """The data of an edition cannot be used; each problem names file, record and field."""


def parse_files(folder: Path, problems: list[str]) -> dict[str, dict[str, Any]]:
    """Give what each TOML file of a folder holds, by file name, in alphabetical order.

    A file that cannot be parsed adds to ``problems`` and counts as empty.
    """
    return {
        file.name: _parse(file, problems)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".toml")
    }


def read_records(folder: Path) -> Records:
    """Read the sound TOML files of one edition.

    Args:
        folder: its directory on disk.

    Raises:
        EditionError: a file is damaged, with one line for each that is.
    """
    problems: list[str] = []
    contents = parse_files(folder, problems)
    if problems:
        raise EditionError(problems)
    title = Title.from_record(contents.pop(TITLE_FILE))

    def under(heading: str) -> Iterator[dict[str, Any]]:
        return (raw for content in contents.values() for raw in content.get(heading, ()))

    return Records(
        title,
        tuple(map(Figure.from_record, under("figure"))),
        tuple(map(Information.from_record, under("information"))),
        tuple(map(Source.from_record, under("source"))),
    )


def _parse(file: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        problems.append(f"{file.name}: it is not well-formed TOML: {fault}; correct that line")
    except RecursionError:
        problems.append(f"{file.name}: its values are nested too deeply; write plain records")
    except OSError as fault:
        problems.append(f"{file.name}: it cannot be read: {fault}")
    except UnicodeDecodeError:
        problems.append(f"{file.name}: it is not UTF-8 text; save it as UTF-8")
    return {}
