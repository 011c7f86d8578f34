"""What the Cover and the head of Checks say, held against the checks themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import record_of, rows_of
from vsm_xl.annual_return.template.sheets.checks import LISTED

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

_WORST = ("Fail", "Not complete", "Pass")


def checks(result: Recalculated) -> list[dict[str, object]]:
    return list(rows_of(result, layout_of(result.package).places["checks"]))  # type: ignore[arg-type]


def outstanding(result: Recalculated) -> list[dict[str, object]]:
    return [row for row in checks(result) if row["result"] in {"Fail", "Not complete"}]


def test_what_is_outstanding_stands_first_with_where_and_how_many_more(
    blank: Recalculated, complete: Recalculated
) -> None:
    for result in (blank, complete):
        place = layout_of(result.package).places["outstanding"]
        expected = [
            {
                "code": row["code"], "what": row["what"], "where": row["where"],
                "result": row["outcome"], "action": row["action"],
            }
            for row in outstanding(result)
        ]  # fmt: skip
        shown = [
            {key: row[key] for key in ("code", "what", "where", "result", "action")}
            for row in rows_of(result, place)
        ]

        assert shown == expected[:LISTED]
        more = [row["more"] for row in rows_of(result, place)]
        assert all(isinstance(one, int) and one >= 0 for one in more), more
    assert outstanding(blank) != []
    assert outstanding(complete) == []


def test_a_blank_form_passes_nothing_that_it_does_not_hold(blank: Recalculated) -> None:
    of_posts = [row for row in checks(blank) if str(row["where"]).startswith("People, column")]

    assert len(of_posts) > 10
    assert {row["result"] for row in of_posts} == {"Nothing to check"}


def test_the_cover_leads_with_whose_return_it_is_and_its_status(
    blank: Recalculated, complete: Recalculated
) -> None:
    counts = record_of(blank, layout_of(blank.package).places["master"])

    assert complete.value("Cover", "A1") == "Example NHS Trust, 2025/26"
    assert complete.value("Cover", "A2") == "Ready to sign"
    assert str(blank.value("Cover", "A1")).startswith("Annual return on very senior managers")
    assert blank.value("Cover", "A2") == (
        f"Not ready: {counts['failed']} failing, {counts['waiting']} outstanding"
    )
    assert (
        blank.value("Committee paper", "A2")
        == f"DRAFT, n{str(blank.value('Cover', 'A2'))[1:].lower()}"
    )


def test_the_contents_show_the_state_of_every_sheet(
    blank: Recalculated, complete: Recalculated
) -> None:
    for result in (blank, complete):
        place = layout_of(result.package).places["contents"]
        for row in rows_of(result, place):
            found = [one["result"] for one in checks(result) if one["sheet"] == row["sheet"]]
            worst = next((word for word in _WORST if word in found), None)

            assert row["state"] == worst, row
            assert row["fails"] == found.count("Fail"), row
            assert row["open"] == found.count("Not complete"), row
