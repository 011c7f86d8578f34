"""An annual return in words and tables, for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.results import NOTHING, PASS, SETTLED
from vsm_xl.cli import output
from vsm_xl.cli.output import PrintedColumn, money, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.annual_return.reading.results import CheckResult, Results

#: More than so many are not read by anybody who only wanted a file written.
MOST_OUTSTANDING: Final = 12
_RESULTS: Final = (PASS, "Fail", "Not complete", NOTHING)
_MEASURES: Final = (
    ("25th percentile", "p25"), ("Median", "median"), ("75th percentile", "p75"),
)  # fmt: skip


def everything(says: Results) -> None:
    """Show organisation, posts, fair pay and checks."""
    organisation(says)
    output.line()
    posts(says)
    output.line()
    fair_pay(says)
    output.line()
    checks(says)


def organisation(says: Results) -> None:
    """Show what was entered about the organisation."""
    output.line("ORGANISATION")
    rows = [
        (name.replace("_", " "), shown(value))
        for name, value in says.organisation.items()
        if value is not None
    ]
    if not rows:
        output.line("Nothing is entered yet.")
        return
    output.table((PrintedColumn("Item"), PrintedColumn("Value")), rows)


def posts(says: Results) -> None:
    """Show each post with what was decided, then the reasons."""
    output.line("DECISIONS")
    if not says.posts:
        output.line("No post is entered.")
        return
    _posts_table(says, list(_POSTS))
    output.line()
    _reasons(says)


def decisions(says: Results) -> None:
    """Show each post with what was decided, in short: narrow enough for a small window."""
    _posts_table(says, ["post", "salary", "award", "new_salary", "position"])
    _reasons(says)
    setters = Counter(shown(post["approval"]) for post in says.posts)
    counted = ", ".join(f"{who} {count}" for who, count in setters.most_common())
    output.line(f"Who would set these salaries: {counted}.")


def _reasons(says: Results) -> None:
    """Show the reason of each award, once for all posts that share it."""
    reasons: dict[str, list[str]] = {}
    for post in says.posts:
        # A post without a decision on the award has no reason for it either.
        if words := shown(post["reason"]).strip():
            reasons.setdefault(words, []).append(shown(post["post"]))
    for words, of in reasons.items():
        whom = "all posts" if len(of) == len(says.posts) else "; ".join(of)
        output.line(f"Reason for the award, {whom}: {words}")


def _yes_or_no(value: object) -> str:
    # In the words of the workbook.
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return shown(value)


#: The header of each column of posts, and how what stands in it is written.
_POSTS: Final = {
    "post": ("Post", shown), "salary": ("Salary £", money), "eligible": ("Eligible", _yes_or_no),
    "award": ("Award £", money), "new_salary": ("New salary £", money),
    "position": ("Position", shown), "approval": ("Approval", shown),
}  # fmt: skip


def _posts_table(says: Results, keys: Sequence[str]) -> None:
    columns = [PrintedColumn(_POSTS[key][0], right=_POSTS[key][1] is money) for key in keys]
    rows = [[_POSTS[key][1](post[key]) for key in keys] for post in says.posts]
    output.table(columns, rows)


def fair_pay(says: Results) -> None:
    """Show the fair pay ratios of each year that has figures."""
    found = says.fair_pay
    output.line("FAIR PAY")
    rows = [
        (
            shown(found[f"pay_year{last}"]), shown(found[f"highest_paid{last}"]), words,
            money(found[f"{key}{last}"]), money(found[f"ratio_{key}{last}"]),
        )
        for last in ("", "_last_year")
        for words, key in _MEASURES
        if found[f"{key}{last}"] is not None
    ]  # fmt: skip
    if not rows:
        output.line("No figures are entered.")
        return
    heads = (
        PrintedColumn("Year"), PrintedColumn("Highest-paid director £000"), PrintedColumn("Percentile of staff pay"),
        PrintedColumn("Pay £", right=True), PrintedColumn("Ratio", right=True),
    )  # fmt: skip
    output.table(heads, rows)


def checks(says: Results, *, every: bool = True) -> None:
    """Show the checks, or those that do not pass, with what to do."""
    output.line("CHECKS" if every else "OUTSTANDING")
    _checks_table(says.checks if every else says.outstanding)
    output.line()
    output.line(master(says))
    settled = len(says.checks) - len(says.outstanding)
    if not every and settled:
        output.line(f"{settled} that leave nothing to do are not shown; --all shows them.")


def outstanding(says: Results) -> None:
    """Show the checks that do not pass, the first of them where there are many."""
    shown_here = says.outstanding[:MOST_OUTSTANDING]
    if shown_here:
        _checks_table(shown_here)
    if more := len(says.outstanding) - len(shown_here):
        output.line(f"… and {more} more; vsm-xl check shows them.")


def _checks_table(found: Sequence[CheckResult]) -> None:
    if not found:
        output.line("Nothing: every check passes.")
        return
    rows = [
        (
            check.code, check.result, check.what, check.where,
            "" if check.result in SETTLED else check.says + check.action,
        )
        for check in found
    ]  # fmt: skip
    heads = (
        PrintedColumn("Check"), PrintedColumn("Result", coloured=True), PrintedColumn("What is checked"),
        PrintedColumn("Where"), PrintedColumn("What to do"),
    )  # fmt: skip
    output.table(heads, rows)


def master(says: Results) -> str:
    """Return the master check in one line."""
    results = Counter(check.result for check in says.checks)
    counts = ", ".join(f"{results[word]} {word}" for word in _RESULTS if results[word])
    return f"Master check: {says.master} ({counts})."
