"""Local policy: what the organisation has settled for itself, or what a later circular says."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Line, Sheet, lines_table
from vsm_xl.annual_return.template.field_types import CHOICE, SHORT_TEXT, WHOLE_POUNDS

# The key of a line is the name by which the functions know the policy.
_LINES: Final = (
    Line("award.criteria", "Is it settled since who receives the award of the pay year?", CHOICE, "list",
         "settled, or empty: who receives the award is decided although the edition holds it as pending.",
         choices="vsm_list_criteria"),
    Line("award.withheld", "Is the organisation on the national list that must not pay the award?", CHOICE, "list",
         "yes, or empty: the organisation is on the national list of those that must not pay the award.",
         choices="vsm_list_withheld"),
    Line("award.withheld_segments", "From which segments is the award withheld?", SHORT_TEXT, "text",
         "Segments whose award is withheld, such as 5 or 4,5; acts in years not settled only."),
    Line("award.capability", "Which capability rating was published for the organisation?", SHORT_TEXT, "text",
         "In words, such as Amber-green; only in a year whose criteria depend on it."),
    Line("approval.basis", "Which salary is compared with the approval limit?", CHOICE, "list",
         "FTE or Actual: which salary is compared with the approval limit.",
         choices="vsm_list_approval_bases"),
    Line("approval.provider_threshold", "Which limit replaces the national one for providers?", WHOLE_POUNDS, "£ per year",
         "A limit that replaces the national one for providers.", name="vsm_local_threshold"),
)  # fmt: skip

#: The names by which the functions know the policy, in the order of the lines.
KEYS: Final = tuple(line.key for line in _LINES)


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Local policy",
        "input",
        "Leave every line empty unless something was settled locally or by a later circular; the "
        "reasons then say so. Input cells are pale yellow with a border.",
        (
            lines_table(
                "policy",
                "LocalPolicy",
                _LINES,
                item_header="Question",
                keys="Name in the functions",
            ),
        ),
        widths=(44, 24, 14, 66, 28),
        about="Decisions of the organisation that change what the functions answer",
    )
