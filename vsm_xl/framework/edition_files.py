"""Reads the data files of one edition.

Every ``*.toml`` file of the folder holds records under four headings: ``[[figure]]``,
``[[information]]``, ``[[source]]`` and ``[[criterion]]``.  ``edition.toml`` holds the edition's name and date.

Here the records are taken to be sound, as those of the package are (a test checks them all);
:mod:`vsm_xl.framework.checking` reads a folder of which that is not known.
"""

from __future__ import annotations

# os, because pathlib is slow to import and Excel waits for it.
import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.framework.records import Criterion, Figure, Information, Records, Source, Title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE_FILE: Final = "edition.toml"
_HEADING: Final = re.compile(r"\[\[([a-z_]+)\]\]")
_QUOTED: Final = r'"[^"\\\x00-\x1f\x7f]*"'
_ESCAPED: Final = re.compile(r'\\(["\\])')
_TEXT: Final = re.compile(_QUOTED.replace("[^", "([^").replace(']*"', ']*)"'))
_PAIR: Final = re.compile(
    rf'(?P<key>[a-z_]+) = (?:"(?P<text>(?:[^"\\\x00-\x1f\x7f]|\\["\\])*)"|(?P<truth>true|false)'
    rf"|(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|(?P<number>0|[1-9][0-9]{{0,8}})"
    rf"|\[(?P<list>(?:{_QUOTED}(?:, {_QUOTED})*)?)\])"
)


class EditionError(UnusableInput):
    """The data of an edition cannot be used; each problem names file, record and field."""


def parse_files(folder: str | Path, problems: list[str]) -> dict[str, dict[str, Any]]:
    """Return what each TOML file of a folder holds, by file name, in alphabetical order.

    A file that cannot be parsed adds to ``problems`` and counts as empty.
    """
    return {
        name: _parse(os.path.join(folder, name), problems)
        for name in sorted(os.listdir(folder))
        if name.endswith(".toml")
    }


def read_records(folder: str | Path) -> Records:
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
        tuple(map(Criterion.from_record, under("criterion"))),
    )


def plain_records(text: str) -> dict[str, Any] | None:
    r"""Read TOML that is written as our files are: headings, one key a line, no escapes.

    That is a third of what Excel waits for when it starts.  None where anything else is in it;
    a full reader has to decide then.

    >>> plain_records('[[figure]]\nname = "a.b"\nalso = ["X", "Y"]\n')
    {'figure': [{'name': 'a.b', 'also': ['X', 'Y']}]}
    >>> plain_records('name = "a" # more') is None
    True
    """
    found: dict[str, Any] = {}
    record: dict[str, Any] = found
    for line in text.split("\n"):
        if not line or line[0] == "#":
            continue
        if heading := _HEADING.fullmatch(line):
            record = {}
            listed = found.setdefault(heading[1], [])
            if not isinstance(listed, list):
                return None
            listed.append(record)
            continue
        pair = _PAIR.fullmatch(line)
        if pair is None or pair["key"] in record:
            return None
        record[pair["key"]] = _plain_value(pair)
    return found


def _plain_value(pair: re.Match[str]) -> Any:
    if (words := pair["text"]) is not None:
        return _ESCAPED.sub(r"\1", words) if "\\" in words else words
    if (day := pair["day"]) is not None:
        return date.fromisoformat(day)
    if (listed := pair["list"]) is not None:
        return _TEXT.findall(listed)
    return int(pair["number"]) if pair["number"] else pair["truth"] == "true"


def _parse(file: str, problems: list[str]) -> dict[str, Any]:
    name = os.path.basename(file)
    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
    except OSError as fault:
        problems.append(f"{name}: it cannot be read: {fault}")
        return {}
    except UnicodeDecodeError:
        problems.append(f"{name}: it is not UTF-8 text; save it as UTF-8")
        return {}
    try:
        if (found := plain_records(text)) is not None:
            return found
    except ValueError:
        # A day that is not in the calendar; the full reader states what is wrong.
        pass
    import tomllib  # noqa: PLC0415 - seldom needed, and slow to import

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        problems.append(f"{name}: it is not well-formed TOML: {fault}; correct that line")
    except RecursionError:
        problems.append(f"{name}: its values are nested too deeply; write plain records")
    return {}
