"""Worksheet functions that show the figures themselves, and what stands behind them."""

from __future__ import annotations

from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.functions.library.arguments import day
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import AS_IT_IS, TEXT
from vsm_xl.functions.types.choices import Choice, Name
from vsm_xl.rules import figures
from vsm_xl.rules.working import Outcome, Working
from vsm_xl.version import __version__

_CATEGORY = "Words, figures and lists"
_NAME = Arg(
    "name",
    Name("the name of a figure, such as award.percent"),
    'Name of a figure, such as award.percent; VSM_LIST("rates") lists them.',
)
_VERSION_GIVEN = reason(
    "VERSION_GIVEN",
    "The functions are those of vsm_xl {version}.",
    "Quote it with every return.",
)
_EDITION_GIVEN = reason(
    "EDITION_GIVEN",
    "The figures are those of the data edition {edition}.",
    "Quote it with every return, and look for a newer edition before the next one.",
)


def _version() -> Outcome:
    return Outcome(__version__, _VERSION_GIVEN.number)


def _edition() -> Outcome:
    return Outcome(edition.current().label, _EDITION_GIVEN.number)


def _about() -> Working:
    label = edition.current().label
    shown = Working({"version": __version__, "edition": label})
    shown.step("Software", f"vsm_xl {__version__}")
    shown.step("Data edition", label)
    return shown


Function(
    name="VSM_RATE",
    purpose="Returns a figure of the framework as it stands on a date; #N/A outside the dates it is held for.",
    category=_CATEGORY,
    args=(_NAME, day),
    rule=figures.rate,
    working=figures.working,
    result=AS_IT_IS,
    returns="a number (percentages as fractions), a truth or a text",
    example=("award.percent", "2025-09-01"),
)
Function(
    name="VSM_SOURCE",
    purpose="Returns the citation of a figure: title, place in it, address, when it was read, and its status; or one part of it.",
    category=_CATEGORY,
    args=(
        _NAME,
        day,
        Arg(
            "part",
            Choice(figures.PARTS),
            "Citation (default), Status, Document, Paragraph, Link, Read, In force or Note.",
            default=lambda: figures.PARTS[0],
        ),
    ),
    rule=figures.source,
    working=lambda name, day, _part: figures.working(name, day),
    result=TEXT,
    returns="text",
    example=("bonus.limit",),
)
Function(
    name="VSM_VERSION",
    purpose="Returns the version of the software.",
    category=_CATEGORY,
    args=(),
    rule=_version,
    working=_about,
    result=TEXT,
    returns="text",
)
Function(
    name="VSM_EDITION",
    purpose="Returns the name and date of the data edition that the figures come from.",
    category=_CATEGORY,
    args=(),
    rule=_edition,
    working=_about,
    result=TEXT,
    returns="text",
)
