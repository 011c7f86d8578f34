"""The chapters of the national report, worked out from the tables of a collation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, Column, Section
from vsm_xl.national.suppression import HIDDEN, HIDDEN_MEANS, suppressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.national.store import Store

_ROLES: Final = "Chief executive, Director, Director below executive level"
#: Fields by which awards are broken down: field of ``returns``, heading, words for what is missing.
_BREAKDOWNS: Final = (
    ("segment", "Segment in force", "Segment {}", "not segmented or not known"),
    ("kind", "Kind of organisation", "{}", "not known"),
    ("region", "Region", "{}", "not known"),
    ("size_group", "Size group of the pay ranges", "{}", "not known"),
)
_POSITIONS: Final = (
    "Below minimum", "Within range", "Above operational maximum", "Above exception maximum",
)  # fmt: skip


class Aggregates:
    """Works out the chapters for one pay year.

    Args:
        store: the collation.
        pay_year: such as ``2025/26``.
        least: the smallest group that is shown.
    """

    def __init__(self, store: Store, pay_year: str, least: int) -> None:
        self._store = store
        self._year = pay_year
        self._least = least

    def sections(self) -> tuple[Section, ...]:
        """Returns the chapters in the order of the report."""
        return (
            self._awards(), self._rewards(), self._against_ranges(), self._departures(),
            self._benchmarks(), self._movements(), self._ratios(),
        )  # fmt: skip

    def _rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        return self._store.rows(query, parameters)

    def _awards(self) -> Section:
        blocks = [self._award_block(*breakdown) for breakdown in _BREAKDOWNS]
        return Section(
            "awards",
            "Annual awards",
            "Awards given, withheld and exempt, and what they cost in a full year with on-costs. "
            "Posts without an award before their appointment are counted as not due.",
            tuple(blocks),
        )

    def _award_block(self, field: str, title: str, words: str, missing: str) -> Block:
        rows = self._rows(
            f"""
            SELECT coalesce(nullif(trim(r.{field}), ''), '') AS name,
                   count(*) AS posts,
                   count(*) FILTER (p.award > 0 AND p.exempt IS NOT TRUE) AS given,
                   count(*) FILTER (p.eligible = 'No') AS withheld,
                   count(*) FILTER (p.award > 0 AND p.exempt IS TRUE) AS exempt,
                   count(*) FILTER (p.award IS NULL AND p.eligible LIKE '#%') AS undetermined,
                   CASE WHEN count(*) FILTER (p.award IS NULL AND p.eligible LIKE '#%') = 0
                        THEN sum(p.award) END AS total_award,
                   CASE WHEN count(*) FILTER (p.award IS NULL AND p.eligible LIKE '#%') = 0
                        THEN sum(p.award_cost) END AS cost
            FROM posts p JOIN returns r USING (code, pay_year)
            WHERE p.pay_year = ? GROUP BY 1 ORDER BY 1
            """,  # noqa: S608 - field is one of four names above
            self._year,
        )
        for row in rows:
            row["name"] = _named(row["name"], words, missing)
        total = sum(row["given"] + row["exempt"] for row in rows)
        posts = sum(row["posts"] for row in rows)
        finding = f"{total:,} of {posts:,} posts were given an award."
        if field == "segment":
            withheld = sum(row["withheld"] for row in rows)
            finding = (
                f"{total:,} of {posts:,} posts were given an award; it was withheld from "
                f"{withheld:,}."
            )
        shown = suppressed(rows, "posts", self._least, lambda name: name == "name")
        chart = charts.bars("name", "given", title="Posts given an award")
        return Block(
            f"awards-by-{field.replace('_', '-')}",
            f"By {title[0].lower()}{title[1:]}",
            finding,
            (
                Column("name", title),
                Column("posts", "Posts", "count"),
                Column("given", "Award given", "count"),
                Column("withheld", "Withheld", "count"),
                Column("exempt", "Exempt, given", "count"),
                Column("undetermined", "Not determined", "count"),
                Column("total_award", "Awards", "pounds"),
                Column("cost", "Cost with on-costs", "pounds"),
            ),
            shown,
            chart if any(row["given"] != HIDDEN for row in shown) else None,
            _small(shown),
        )

    def _rewards(self) -> Section:
        rows = self._rows(
            """
            SELECT b.reward AS name, count(*) AS posts, sum(b.amount) AS amount,
                   median(b.percent) AS middle, max(b.percent) AS highest,
                   count(*) FILTER (b.explained) AS explained
            FROM bonuses_and_premiums b WHERE b.pay_year = ? GROUP BY 1 ORDER BY 1
            """,
            self._year,
        )
        shown = suppressed(rows, "posts", self._least, lambda name: name == "name")
        words = " and ".join(
            f"{row['posts']:,} {'bonus' if row['name'] == 'Bonus' else 'premium'}"
            f"{'' if row['posts'] == 1 else 'es' if row['name'] == 'Bonus' else 's'}"
            for row in rows
        )
        return Section(
            "rewards",
            "Bonuses and premiums",
            "Bonuses for exceptional performance, and temporary premiums of challenged "
            "organisations, with their stated grounds.",
            (
                Block(
                    "rewards",
                    "Bonuses and premiums paid",
                    f"{words} paid." if words else "No bonus and no premium was paid.",
                    (
                        Column("name", "Reward"),
                        Column("posts", "Posts", "count"),
                        Column("amount", "Amount", "pounds"),
                        Column("middle", "Median share of salary", "percent"),
                        Column("highest", "Highest share of salary", "percent"),
                        Column("explained", "With stated grounds", "count"),
                    ),
                    shown,
                    None,
                    _small(shown),
                ),
            ),
        )

    def _against_ranges(self) -> Section:
        rows = self._rows(
            """
            SELECT role AS name, position, count(*) AS posts FROM posts
            WHERE pay_year = ? AND role IS NOT NULL GROUP BY 1, 2
            """,
            self._year,
        )
        roles = sorted({row["name"] for row in rows})
        tall, table = [], []
        above = measured = 0
        for role in roles:
            counts = {
                position: sum(
                    row["posts"]
                    for row in rows
                    if row["name"] == role and row["position"] == position
                )
                for position in _POSITIONS
            }
            everybody = sum(row["posts"] for row in rows if row["name"] == role)
            counts["Not determined"] = everybody - sum(counts.values())
            parts = [{"part": part, "posts": posts} for part, posts in counts.items()]
            visible = suppressed(parts, "posts", self._least, lambda name: name == "part")
            table.append(
                {"name": role, "all": everybody} | {part["part"]: part["posts"] for part in visible}
            )
            tall += [
                {"name": role, "part": part["part"], "posts": part["posts"], "part_order": at}
                for at, part in enumerate(visible)
                if part["posts"] != HIDDEN
            ]
            above += counts["Above operational maximum"] + counts["Above exception maximum"]
            measured += everybody - counts["Not determined"]
        parts = [*_POSITIONS, "Not determined"]
        return Section(
            "ranges",
            "Salaries against the pay ranges",
            "Where the salaries after the decisions lie on the pay ranges that each return used.",
            (
                Block(
                    "positions",
                    "Position on the range by role",
                    f"{above:,} of {measured:,} salaries are above the operational maximum.",
                    (
                        Column("name", "Role"),
                        Column("all", "Posts", "count"),
                        *(Column(part, part, "count") for part in parts),
                    ),
                    table,
                    charts.stacked("name", "part", "posts", title="Posts", parts=parts, order=roles)
                    | {"data": {"values": tall}}
                    if tall
                    else None,
                    _small(table),
                ),
            ),
        )

    def _departures(self) -> Section:
        rows = self._rows(
            """
            SELECT departure AS name, count(*) AS posts, count(*) FILTER (explained) AS explained
            FROM departures WHERE pay_year = ? GROUP BY 1 ORDER BY 1
            """,
            self._year,
        )
        cases = self._rows(
            """
            SELECT approval AS name, count(*) AS posts,
                   count(*) FILTER (approved_on IS NOT NULL) AS approved,
                   count(*) FILTER (approved_on IS NULL) AS outstanding
            FROM pay_cases WHERE pay_year = ? GROUP BY 1 ORDER BY 1
            """,
            self._year,
        )
        answers = self._rows(
            """
            SELECT CASE WHEN complies THEN 'States that it complies'
                        WHEN NOT complies THEN 'States that it departs, and explains'
                        ELSE 'Not answered' END AS name, count(*) AS organisations
            FROM returns WHERE pay_year = ? GROUP BY 1 ORDER BY 1
            """,
            self._year,
        )
        departing = sum(row["posts"] for row in rows)
        outstanding = sum(row["outstanding"] for row in cases)
        return Section(
            "departures",
            "Approvals and departures",
            "Decisions that need approval above the committee, and departures from the framework, "
            "which an organisation explains in its annual report (comply or explain).",
            (
                Block(
                    "compliance", "Statement on compliance",
                    f"{_organisations(sum(r['organisations'] for r in answers))} answered as "
                    "follows.",
                    (Column("name", "Statement"), Column("organisations", "Organisations", "count")),
                    answers,
                    charts.bars("name", "organisations", title="Organisations") if answers else None,
                ),
                Block(
                    "departures-by-kind", "Departures by kind",
                    f"{departing:,} decisions depart from the framework."
                    if departing else "No decision departs from the framework.",
                    (Column("name", "Departure"), Column("posts", "Posts", "count"),
                     Column("explained", "Explained", "count")),
                    suppressed(rows, "posts", self._least, lambda name: name == "name"),
                    None, _small(suppressed(rows, "posts", self._least, lambda name: name == "name")),
                ),
                Block(
                    "cases", "Pay cases",
                    f"{outstanding:,} of {sum(r['posts'] for r in cases):,} pay cases have no day "
                    "of approval yet." if cases else "No decision needed approval above the "
                    "committee.",
                    (Column("name", "Who decides"), Column("posts", "Cases", "count"),
                     Column("approved", "Approved", "count"),
                     Column("outstanding", "Without a day of approval", "count")),
                    cases,
                ),
            ),
        )  # fmt: skip

    def _benchmarks(self) -> Section:
        rows = self._rows(
            """
            SELECT p.role AS role, r.kind || ', ' || coalesce(r.size_group, 'size not known')
                   AS group_name, count(p.new_salary) AS posts,
                   quantile_cont(p.new_salary / coalesce(p.fte, 1), 0.25) AS p25,
                   median(p.new_salary / coalesce(p.fte, 1)) AS median,
                   quantile_cont(p.new_salary / coalesce(p.fte, 1), 0.75) AS p75,
                   median(p.compa_ratio) AS compa
            FROM posts p JOIN returns r USING (code, pay_year)
            WHERE p.pay_year = ? AND p.new_salary IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
            """,
            self._year,
        )
        blocks = []
        for role in sorted({row["role"] for row in rows if row["role"]}):
            own = [
                {"name": row["group_name"]}
                | {k: row[k] for k in ("posts", "p25", "median", "p75", "compa")}
                for row in rows
                if row["role"] == role
            ]
            visible = suppressed(own, "posts", self._least, lambda name: name == "name")
            drawn = [row for row in visible if row["posts"] != HIDDEN]
            blocks.append(
                Block(
                    f"benchmark-{role.lower().replace(' ', '-')}", role,
                    f"{sum(row['posts'] for row in own):,} salaries, by kind of organisation and "
                    "size group.",
                    (Column("name", "Kind and size group"), Column("posts", "Posts", "count"),
                     Column("p25", "Lower quartile", "pounds"), Column("median", "Median", "pounds"),
                     Column("p75", "Upper quartile", "pounds"),
                     Column("compa", "Median compa-ratio", "number")),
                    visible,
                    charts.ranges("name", [row["name"] for row in drawn])
                    | {"data": {"values": drawn}} if drawn else None,
                    _small(visible),
                )
            )  # fmt: skip
        return Section(
            "benchmarks",
            "Benchmarks by role and size",
            "Full-time salaries after the decisions. Quartiles are interpolated between ranks "
            "(Excel's PERCENTILE.INC); the compa-ratio is the salary against the mid-point of the "
            "range that the return used.",
            tuple(blocks),
        )

    def _movements(self) -> Section:
        before = _year_before(self._year)
        joined = self._rows(
            """
            WITH now AS (SELECT code, role, count(*) AS n, sum(new_salary) AS pay FROM posts
                         WHERE pay_year = ? AND code IN (SELECT code FROM returns WHERE pay_year = ?)
                         GROUP BY 1, 2),
                 old AS (SELECT code, role, count(*) AS n, sum(new_salary) AS pay FROM posts
                         WHERE pay_year = ? AND code IN (SELECT code FROM returns WHERE pay_year = ?)
                         GROUP BY 1, 2)
            SELECT coalesce(now.role, old.role) AS name, sum(coalesce(old.n, 0)) AS last_year,
                   sum(coalesce(now.n, 0)) AS this_year, sum(old.pay) AS pay_last,
                   sum(now.pay) AS pay_now
            FROM now FULL JOIN old USING (code, role) GROUP BY 1 ORDER BY 1
            """,
            self._year, before, before, self._year,
        )  # fmt: skip
        joiners = self._store.value(
            "SELECT count(*) FROM posts WHERE pay_year = ? AND decision = 'New appointment'",
            [self._year],
        )
        leavers = self._store.value(
            "SELECT count(*) FROM posts WHERE pay_year = ? AND in_post_to IS NOT NULL", [self._year]
        )
        both = self._store.value(
            "SELECT count(*) FROM returns n JOIN returns o USING (code) "
            "WHERE n.pay_year = ? AND o.pay_year = ?",
            [self._year, before],
        )
        finding = f"{joiners:,} posts were newly filled, and {leavers:,} holders left in the year."
        if not both:
            finding += f" The collation holds no returns of {before} to compare with."
        return Section(
            "movements",
            "Movements since last year",
            "Organisations that made a return in both years; salaries at the end of each year.",
            (
                Block(
                    "movements", f"From {before} to {self._year}", finding,
                    (Column("name", "Role"), Column("last_year", f"Posts {before}", "count"),
                     Column("this_year", f"Posts {self._year}", "count"),
                     Column("pay_last", f"Salaries {before}", "pounds"),
                     Column("pay_now", f"Salaries {self._year}", "pounds")),
                    suppressed(joined, "this_year", self._least, lambda name: name == "name")
                    if both else [],
                ),
            ),
        )  # fmt: skip

    def _ratios(self) -> Section:
        rows = self._rows(
            """
            SELECT ratio_p25, ratio_median, ratio_p75, ratio_median_last_year AS last
            FROM returns WHERE pay_year = ? AND ratio_median IS NOT NULL ORDER BY ratio_median
            """,
            self._year,
        )
        summary = [
            _quartiles(label, [row[key] for row in rows if row[key] is not None])
            for label, key in (
                ("Against the 25th percentile", "ratio_p25"),
                ("Against the median", "ratio_median"),
                ("Against the 75th percentile", "ratio_p75"),
                ("Against the median, last year", "last"),
            )
        ]
        middle = summary[1]["median"]
        moved = [row["ratio_median"] - row["last"] for row in rows if row["last"] is not None]
        wider = sum(step > 0 for step in moved)
        finding = (
            f"The highest-paid director earns {middle:.1f} times the median of staff in the "
            f"typical organisation; the ratio rose in {wider:,} of {len(moved):,}."
            if middle is not None
            else "No return holds a fair pay ratio."
        )
        enough = len(rows) >= self._least
        return Section(
            "ratios",
            "Fair pay ratios",
            "Pay of the highest-paid director (mid-point of the band) against the pay of staff, as "
            "the accounts disclose it.",
            (
                Block(
                    "ratios", "Distribution over organisations", finding if enough else "",
                    (Column("name", "Ratio"), Column("organisations", "Organisations", "count"),
                     Column("lowest", "Lowest", "ratio"), Column("p25", "Lower quartile", "ratio"),
                     Column("median", "Median", "ratio"), Column("p75", "Upper quartile", "ratio"),
                     Column("highest", "Highest", "ratio")),
                    summary if enough else [],
                    charts.histogram("ratio_median", title="Highest-paid director against the median",
                                     step=0.5, mark=middle)
                    | {"data": {"values": [{"ratio_median": row["ratio_median"]} for row in rows]}}
                    if enough else None,
                ),
            ),
        )  # fmt: skip


def _quartiles(name: str, values: Sequence[float]) -> dict[str, Any]:
    """Returns lowest, quartiles and highest, interpolated as PERCENTILE.INC does."""
    ordered = sorted(values)

    def at(share: float) -> float | None:
        if not ordered:
            return None
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return {
        "name": name, "organisations": len(ordered), "lowest": at(0), "p25": at(1 / 4),
        "median": at(1 / 2), "p75": at(3 / 4), "highest": at(1),
    }  # fmt: skip


def _named(value: str, words: str, missing: str) -> str:
    if not value:
        return missing[0].upper() + missing[1:]
    return words.format(value) if value.isdigit() else value


def _organisations(count: int) -> str:
    return f"{count:,} organisation{'' if count == 1 else 's'}"


def _small(rows: Sequence[dict[str, Any]]) -> str:
    return HIDDEN_MEANS if any(HIDDEN in row.values() for row in rows) else ""


def _year_before(pay_year: str) -> str:
    first = int(pay_year[:4])
    return f"{first - 1}/{first % 100:02}"
