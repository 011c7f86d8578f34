"""Notes: what the marks in other sheets refer to, and the record of how the file was made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vsm_xl.annual_return.template.description import (
    Content,
    Line,
    Sheet,
    lines_table,
    words_table,
)
from vsm_xl.annual_return.template.field_types import ANY, COUNT, DATE, FieldType
from vsm_xl.framework.edition import current

#: The notes in order; a mark such as [note 1] stands where one applies.
NOTES: Final = (
    (
        "Salary covers the time in post in the pay year only: whole calendar months are twelfths "
        "of a year, part months count by the calendar days of that month. Nil reads as a dash. The table of "
        "pension benefits with cash equivalent transfer values (CETV) is not here: the administrator of "
        "the pension scheme supplies it."
    ),
    (
        "Total of salary and fees, expenses, performance pay and bonuses and other payments; "
        "pension-related benefits are not part of it."
    ),
    (
        "Staff pay is full-time equivalent and annualised, at 31 March, with agency and temporary"
        " staff, without severance, employer pension contributions and transfer values of "
        "pensions."
    ),
)


def _record(
    key: str,
    label: str,
    guidance: str,
    kind: FieldType = ANY,
    unit: str = "text",
    content: Content = None,
) -> Line:
    return Line(key, label, kind, unit, guidance, name=f"vsm_audit_{key}", recorded=True,
                content=content)  # fmt: skip


_AUDIT: Final = (
    _record("software", "Software version", "Of vsm_xl, which filled or stamped this workbook."),
    _record("engine", "Calculation engine", "The program that computed the stored values."),
    _record("recalculated_on", "Date of recalculation", "Given by whoever ran it, or the clock of that machine.", DATE,
            "date"),
    _record("inputs_sha256", "Fingerprint of the inputs",
            "SHA-256 of all entries: the same entries give the same fingerprint everywhere."),
)  # fmt: skip


_AGAIN: Final = (
    "Set when the workbook is built or filled; vsm-xl recalc sets it again where there are more."
)


def sheet(posts: int, cases: int) -> Sheet:
    """Describe the sheet, with how many posts and pay cases print when the workbook is built."""
    printed = (
        _record("people", "Posts that the print areas cover", _AGAIN, COUNT, "number", posts),
        _record("cases", "Pay cases that the print areas cover", _AGAIN, COUNT, "number", cases),
    )
    # Named from the beginning: a return is never computed with another edition without a word.
    edition = _record(
        "data_edition", "Data edition", "The edition of the framework's figures that it is computed with.",
        content=current().label,
    )  # fmt: skip
    notes = words_table(
        "notes", "Notes", {"mark": "Mark", "note": "Note"},
        [(f"[note {at}]", note) for at, note in enumerate(NOTES, start=1)],
        heading="Notes to marks in other sheets",
    )  # fmt: skip
    return Sheet(
        "Notes",
        "reference",
        "Notes to the marks in other sheets, and the record of how this file was filled.",
        (
            notes,
            replace(lines_table(
                "audit", "AuditTrail", (_AUDIT[0], edition, *_AUDIT[1:], *printed), heading="Audit trail, written by the software",
                value_header="Value",
            ), print_columns=2),
        ),
        widths=(34, 86, 12, 60),
        about="Notes to marks, and the audit trail",
    )  # fmt: skip
