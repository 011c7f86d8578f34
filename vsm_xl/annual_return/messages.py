"""Puts many problems of one file into one message that people can still read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Sequence

#: No more of a value than this is shown in a message.
_SHOWN: Final = 60
#: More lines than this are not read by anybody; most often they have one cause.
MOST_LINES: Final = 20


def unusable(problems: Sequence[str]) -> UnusableInput:
    """Return the exception for some problems: the first twenty, and how many more there are.

    >>> len(unusable([f"problem {n}" for n in range(30)]).problems)
    21
    """
    listed = list(problems[:MOST_LINES])
    if len(problems) > MOST_LINES:
        listed.append(f"… and {len(problems) - MOST_LINES} more.")
    return UnusableInput(listed)


def repair_words(file: str) -> str:
    """Return how the inputs of a damaged return get into a sound one.

    >>> repair_words("return.xlsx")
    'Carry the inputs into a new template: vsm-xl repair return.xlsx -o NEW.xlsx'
    """
    name = f'"{file}"' if any(mark.isspace() for mark in file) else file
    return f"Carry the inputs into a new template: vsm-xl repair {name} -o NEW.xlsx"


def short(text: object) -> str:
    """Return a value in quotes, no longer than a message can bear.

    >>> short("Nurse"), short("x" * 70_000)[-21:]
    ("'Nurse'", '… (70,000 characters)')
    """
    said = str(text)
    return repr(said) if len(said) <= _SHOWN else f"{said[:_SHOWN]!r}… ({len(said):,} characters)"


def lower(words: str) -> str:
    """Let words begin with a small letter, within a sentence.

    >>> lower("Carry it over")
    'carry it over'
    """
    return words[0].lower() + words[1:]
