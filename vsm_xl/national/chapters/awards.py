"""Annual awards: given, withheld and exempt, and their cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, named, sentence
from vsm_xl.national.schema import OPEN_AWARD
from vsm_xl.national.secret_amounts import SecretAmounts
from vsm_xl.national.suppression import HIDDEN, suppressed

if TYPE_CHECKING:
    from collections.abc import Hashable

#: Fields by which awards are broken down: field of ``returns``, heading, words for what is missing.
_BREAKDOWNS: Final = (
    ("segment", "Segment in force", "Segment {}", "not segmented or not known"),
    ("kind", "Kind of organisation", "{}", "not known"),
    ("region", "Region", "{}", "not known"),
    ("size_group", "Size group of the pay ranges", "{}", "not known"),
)
#: How a sentence says where something was, if not "in" before the name of the group.
_IN: Final = {
    "ICB": "at integrated care boards",
    "Provider": "at trusts",
    "East": "in the East",
    "Midlands": "in the Midlands",
    "North East and Yorkshire": "in the North East and Yorkshire",
    "North West": "in the North West",
    "South East": "in the South East",
    "South West": "in the South West",
}
_HIDDEN_AWARDS: Final = "hidden awards"
#: The fields by which awards are broken down.
BREAKDOWNS: Final = tuple(field for field, *_ in _BREAKDOWNS)


def chapter(data: Chapters) -> Section:
    """Return the chapter on annual awards."""
    _, secret = secret_awards(data)
    blocks = [_block(data, secret[breakdown[0]], *breakdown) for breakdown in _BREAKDOWNS]
    return Section(
        "awards",
        "Annual awards",
        "Awards given, withheld and exempt, and what they cost in a full year with on-costs. "
        "A post that was first filled in the year is counted among the posts; no award was due for it.",
        tuple(blocks),
    )


def secret_awards(data: Chapters) -> tuple[set[str], dict[str, set[Hashable]]]:
    """Return whose awards are shown without their amounts: organisations, and groups by field."""
    found: tuple[set[str], dict[str, set[Hashable]]] | None = data.known.get(_HIDDEN_AWARDS)
    if found is None:
        found = data.known[_HIDDEN_AWARDS] = _secret_awards(data)
    return found


def _secret_awards(data: Chapters) -> tuple[set[str], dict[str, set[Hashable]]]:
    fields = ", ".join(f"coalesce(nullif(trim(r.{name}), ''), '') AS {name}" for name in BREAKDOWNS)
    rows = data.rows(f"""
        SELECT r.code AS code, {fields}, count(*) FILTER (p.award > 0) AS awarded
        FROM posts p JOIN returns r USING (code, pay_year)
        WHERE p.pay_year = $year GROUP BY ALL ORDER BY ALL
        """)  # noqa: S608 - names of fields from above
    secret = SecretAmounts(
        [row["awarded"] for row in rows],
        {name: [row[name] for row in rows] for name in BREAKDOWNS},
        data.least,
    )
    return {rows[at]["code"] for at in secret.members}, secret.groups


def _block(
    data: Chapters, secret: set[Hashable], field: str, title: str, words: str, missing: str
) -> Block:
    rows = data.rows(f"""
        SELECT coalesce(nullif(trim(r.{field}), ''), '') AS name,
               count(*) AS posts,
               count(*) FILTER (p.award > 0 AND p.exempt IS NOT TRUE) AS given,
               count(*) FILTER (p.eligible = 'No') AS withheld,
               count(*) FILTER (p.award > 0 AND p.exempt IS TRUE) AS exempt,
               count(*) FILTER ({OPEN_AWARD}) AS undetermined,
               sum(p.award) AS total_award, sum(p.award_cost) AS cost
        FROM posts p JOIN returns r USING (code, pay_year)
        WHERE p.pay_year = $year GROUP BY 1 ORDER BY name = '', name
        """)  # noqa: S608 - field is one of four names above
    undetermined = sum(row["undetermined"] for row in rows)
    for row in rows:
        row["known"] = bool(row["name"])
        row["secret"] = row["name"] in secret
        row["name"] = named(row["name"], words, missing)
        if row["undetermined"]:
            row.update(dict.fromkeys(("given", "withheld", "exempt", "total_award", "cost")))
    awarded = [(row["given"] or 0) + (row["exempt"] or 0) for row in rows]
    shown = [
        row | dict.fromkeys(("total_award", "cost"), HIDDEN) if row["secret"] else row
        for row in suppressed(rows, ("posts",), data.least)
    ]
    total = sum(awarded)
    posts = sum(row["posts"] for row in rows)
    given = f"{data.share(total, posts, shown)} were given an award"
    finding = sentence(f"{given}.")
    if undetermined:
        finding = sentence(
            f"the award is not determined for {data.share(undetermined, posts, shown)}, so how many were "
            "given is not known."
        )
    elif field == "segment":
        withheld = sum(row["withheld"] for row in rows)
        finding = sentence(
            f"{given}; it was withheld from "
            f"{data.at_least(withheld, 'post', 'posts', shown) if withheld else 'none'}."
        )
    if field != "segment":
        finding = most_and_least(shown) or finding
    chart = charts.bars("name", "awarded", title="Posts given an award, exempt ones included") | {
        "data": {
            "values": [
                {"name": row["name"], "awarded": row["given"] + row["exempt"]}
                for row in shown
                if row["given"] not in {HIDDEN, None}
            ]
        }
    }
    return Block(
        f"awards-by-{field.replace('_', '-')}",
        f"By {title[0].lower()}{title[1:]}",
        finding,
        (
            ReportColumn("name", title),
            ReportColumn("posts", "Posts", "count"),
            ReportColumn("given", "Award given", "count"),
            ReportColumn("withheld", "Withheld", "count"),
            ReportColumn("exempt", "Exempt, given", "count"),
            ReportColumn("undetermined", "Not determined", "count"),
            ReportColumn("total_award", "Awards", "pounds"),
            ReportColumn("cost", "Cost with on-costs", "pounds"),
        ),
        shown,
        chart if chart["data"]["values"] else None,
    )


def most_and_least(rows: list[dict[str, Any]]) -> str:
    """Return where awards were given most and least often, empty where that is one place."""
    shares = sorted(
        ((row["given"] + row["exempt"]) / row["posts"], str(row["name"]))
        for row in rows
        if row["posts"] != HIDDEN and row["posts"] and not row["undetermined"] and row["known"]
    )
    if len(shares) < len(("least", "most")) or f"{shares[0][0]:.0%}" == f"{shares[-1][0]:.0%}":
        return ""
    (low, least), (high, most) = shares[0], shares[-1]
    lowest = "no post" if low == 0 else f"{low:.0%} of posts"
    return (
        f"An award was given to {lowest} {_IN.get(least, f'in {least}')} and to {high:.0%} of posts "
        f"{_IN.get(most, f'in {most}')}."
    )
