"""Local policy: what the organisation has settled for itself, or what a later circular says."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Line, Named, Sheet, lines_table
from vsm_xl.annual_return.template.field_types import CHOICE, SHORT_TEXT, WHOLE_POUNDS

# The key of a line is the name by which the functions know the policy.
_LINES: Final = (
    Line("award.criteria", "award.criteria", CHOICE, "list",
         "settled: who receives the award is decided although the edition holds it as pending.",
         choices="vsm_list_criteria"),
    Line("award.withheld", "award.withheld", CHOICE, "list",
         "yes: the organisation is on the national list of those that must not pay the award.",
         choices="vsm_list_withheld"),
    Line("award.withheld_segments", "award.withheld_segments", SHORT_TEXT, "text",
         "Segments whose award is withheld, such as 5 or 4,5; acts in years not settled only."),
    Line("approval.basis", "approval.basis", CHOICE, "list",
         "FTE or Actual: which salary is held against the limit of approval.",
         choices="vsm_list_approval_bases"),
    Line("approval.provider_threshold", "approval.provider_threshold", WHOLE_POUNDS, "£ per year",
         "A limit that replaces the national one for providers.", name="vsm_local_threshold"),
)  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Local policy",
        "Local policy",
        "input",
        "Leave every line empty unless something was settled locally or by a later circular; the "
        "reasons then say so. Input cells are pale yellow with a border.",
        (
            lines_table(
                "policy",
                "LocalPolicy",
                _LINES,
                item_header="Name",
                names=(Named("vsm_policy", "item", "value"),),
            ),
        ),
        widths=(34, 24, 14, 80),
        about="Decisions of the organisation that change what the functions answer",
    )
