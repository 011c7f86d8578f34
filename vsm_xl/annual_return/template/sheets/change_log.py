"""Change log: what changed in the template from version to version; the newest stands first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.description import Sheet, Table, given
from vsm_xl.annual_return.template.field_types import DATE, SHORT_TEXT, WORDS
from vsm_xl.version import TEMPLATE_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.annual_return.template.description import Content

_COLUMNS: Final = (
    given("version", "Version", SHORT_TEXT, 12),
    given("date", "Date", DATE),
    given("author", "Author", SHORT_TEXT, 24),
    given("change", "Change", WORDS, 70),
    given("reason", "Reason", WORDS, 50),
)

_CHANGES: Final[tuple[Mapping[str, Content], ...]] = (
    {
        "version": TEMPLATE_VERSION,
        "date": date(2026, 11, 26),
        "author": "The vsm_xl authors",
        "change": "Planning, Single total, Committee paper and Decisions in brief added; Picture is "
        "called Charts; Cover and Checks lead with what is outstanding; rows that published reports "
        "have can be entered.",
        "reason": "What users, committees and auditors found; data edition of 1 December 2026.",
    },
    {
        "version": "0.1.0",
        "date": date(2026, 11, 22),
        "author": "The vsm_xl authors",
        "change": "First version of the template.",
        "reason": "The framework in force from 1 April 2025, data edition of 1 November 2026.",
    },
)


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Change log",
        "reference",
        "Versions of this template, the newest first.",
        (Table("changelog", "ChangeLog", _COLUMNS, _CHANGES),),
        about="Versions of this template",
    )
