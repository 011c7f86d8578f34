"""The rows of a collation from the tables of one return.

The only file that knows both the keys of the workbook's tables and the fields of the collation.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.framework.edition import current
from vsm_xl.national.conventions import convention
from vsm_xl.national.names import seems_to_name, shared_role
from vsm_xl.national.organisations import PUBLICATION, known_organisations, named_as_published
from vsm_xl.national.simulated import RANGE_SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Record = Mapping[str, Any]
    Tables = Mapping[str, Record | Sequence[Record]]

#: The tables of a return that are read.
TABLES: Final = frozenset((
    "decisions", "fair_pay", "highest", "organisation", "people", "ranges", "return_facts",
    "return_stamp", "return_totals", "single_total", "staff_pay",
))  # fmt: skip
#: Columns of Decisions that name a departure, by the kind of departure.
_DEPARTURES: Final = {
    "departure_award": "award",
    "departure_salary": "salary",
    "departure_bonus": "bonus",
    "departure_premium": "premium",
}
_FREE_TEXT: Final = (
    "exempt_grounds", "bonus_achievement", "premium_grounds", "earn_back_terms", "justification",
)  # fmt: skip
_ANNUAL: Final = "Annual award only"


def rows_of(
    tables: Tables, checks: Sequence[Record], audit: Record
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table of the collation.

    Args:
        tables: the tables of the return by key, as the export of data has them.
        checks: its checks, each with code, what, where, result and action.
        audit: its audit trail, with template, master check and the fingerprint of its inputs.
    """
    organisation = _record(tables, "organisation")
    own = {"code": _code(organisation), "pay_year": organisation.get("pay_year")}
    roles = [row.get("role") for row in _rows(tables, "ranges")]
    posts = [
        _post(at, person, decision, shared_role(person.get("role"), roles))
        for at, (person, decision) in enumerate(_pairs(tables), start=1)
    ]
    found = {
        "returns": [_return(tables, posts, checks, audit)],
        "posts": posts,
        "checks": [
            _check(check) for check in checks if check["result"] in {"Fail", "Not complete"}
        ],
        "departures": [row for post in posts for row in _departures(post)],
        "pay_cases": [
            _some(post, "role", "decision", "new_salary", "approval", "approved_on")
            for post in posts
            if post["case_needed"]
        ],
        "exemptions": [
            _some(post, "role", "award") | {"explained": post["_exempt_explained"]}
            for post in posts
            if post["exempt"]
        ],
        "bonuses_and_premiums": [row for post in posts for row in _rewards(post)],
        "remuneration": list(_totals(tables, posts)),
        "texts": list(_texts(tables, posts)),
    }
    return {name: [own | row for row in rows] for name, rows in found.items()}


def differences_of(row: Record, tables: Tables) -> list[tuple[str, str]]:
    """Return what a collector must see in a single return: kind of difference, and words.

    Args:
        row: its row of ``returns``.
        tables: the tables of the return by key.
    """
    found = []
    known = known_organisations().get(row["code"] or "")
    if known is None and row["kind"] == "Provider":
        found.append(
            ("unknown_code", f"{row['code']} is not among the trusts of the publication used ({PUBLICATION}).")
        )  # fmt: skip
    if known is not None:
        entered = row["segment_entered"]
        if known.segment is not None and entered not in {None, str(known.segment)}:
            found.append(
                ("segment", f"Segment {entered} is entered; {known.segment} was published.")
            )
        most = convention("report.size_difference")
        if known.income and row["size"] and abs(row["size"] / known.income - 1) > most:
            found.append(
                ("size", (f"The size entered, £{row['size']:,.0f}, differs by more than "
                 f"{most * 100:g} % from the income published for the year before, "
                 f"£{known.income:,.0f}."))
            )  # fmt: skip
        if not named_as_published(known.code, row["organisation"]):
            found.append(
                ("name", (f"The name entered differs from that published for {known.code}, "
                 f"{known.name}."))
            )  # fmt: skip
    for at, person in enumerate(_rows(tables, "people"), start=1):
        title = str(person.get("post") or "")
        if seems_to_name(title):
            found.append(("name_of_a_person", f"The title of post {at} seems to hold a name."))
    return found


def _code(organisation: Record) -> str | None:
    """Return the code of an organisation in capitals, as the Organisation Data Service writes it."""
    code = _words(organisation.get("ods_code"))
    return code.upper() if code else None


def _record(tables: Tables, key: str) -> Record:
    found = tables.get(key, {})
    return found if isinstance(found, dict) else {}


def _rows(tables: Tables, key: str) -> Sequence[Record]:
    found = tables.get(key, [])
    return found if isinstance(found, list) else []


def _pairs(tables: Tables) -> list[tuple[Record, Record]]:
    return list(zip(_rows(tables, "people"), _rows(tables, "decisions"), strict=False))


def number(value: Any) -> float | None:
    """Returns a number, None for an error, a text or a blank: unknown is never a number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _yes(value: Any) -> bool | None:
    return {"Yes": True, "No": False, True: True, False: False}.get(value)


def _words(value: Any) -> str | None:
    if value is None:
        return None
    return f"{value:g}" if isinstance(value, float) else str(value)


def _some(post: Record, *names: str) -> dict[str, Any]:
    return {"post_number": post["post_number"]} | {name: post[name] for name in names}


@cache
def _local_bodies() -> frozenset[str]:
    """Return the labels of the body that decides locally, of all days."""
    return frozenset(str(figure.value) for figure in current().dated("approval.local_body"))


def _post(at: int, person: Record, decision: Record, role: str | None) -> dict[str, Any]:
    eligible = _words(decision.get("eligible"))
    approval = _words(decision.get("approval"))
    kind = _words(person.get("decision"))
    departing = [decision.get(key) for key in (*_DEPARTURES, "departure_rewards")]
    departures = [
        kind_of
        for (key, kind_of) in _DEPARTURES.items()
        if not _is_error(decision.get(key)) and decision.get(key) not in {None, ""}
    ]
    rewards = str(decision.get("departure_rewards") or "").lower()
    departures += [word for word in ("bonus", "premium") if word in rewards]
    case_needed = _case_needed(approval, kind, due=bool(decision.get("on_terms")))
    # A salary that needed a national case may have been paid without one.
    undetermined = case_needed is None or any(_is_error(value) for value in departing)
    reason = _words(decision.get("reason")) or ""
    return {
        "post_number": at,
        "role": role,
        "decision": kind,
        "fte": number(decision.get("fte")),
        "in_post_from": _day(person.get("in_post_from")),
        "in_post_to": _day(person.get("in_post_to")),
        "salary": number(decision.get("salary")),
        "eligible": eligible,
        "reason": reason.partition(":")[0] or None,
        "exempt": _yes(person.get("exempt")),
        "award": number(decision.get("award")),
        "change": number(decision.get("change")),
        "new_salary": number(decision.get("new_salary")),
        "minimum": number(decision.get("minimum")),
        "operational_maximum": number(decision.get("operational_maximum")),
        "exception_maximum": number(person.get("_exception_maximum")),
        "position": _words(decision.get("position")),
        "compa_ratio": number(decision.get("new_compa_ratio")),
        "approval": approval,
        "case_needed": case_needed,
        "approved_on": _day(person.get("approved_on")),
        "bonus": number(decision.get("bonus")),
        # As Decisions has it: People may hold an amount instead of a share.
        "bonus_percent": number(decision.get("bonus_percent")),
        "bonus_explained": bool(person.get("bonus_achievement")),
        "premium": number(decision.get("premium")),
        "premium_percent": number(person.get("premium_percent")),
        "premium_explained": bool(person.get("premium_grounds")),
        "forgone": number(decision.get("earn_back")),
        "award_cost": number(decision.get("award_cost")),
        "departs": None if undetermined and not departures else bool(departures),
        "departure_explained": bool(person.get("departure")),
        "salary_cell": person.get("_cell"),
        "_departures": departures,
        "_exempt_explained": bool(person.get("exempt_grounds")),
    }


def _case_needed(approval: str | None, kind: str | None, *, due: bool) -> bool | None:
    """Return whether a decision needs a national case; None where that is not determined.

    Args:
        approval: who decides; None where nobody has to, or where that waits for an entry.
        kind: the kind of the decision; None where it is not entered.
        due: whether the post is under the framework's award.
    """
    if not due or kind == _ANNUAL or approval in _local_bodies():
        return False
    if _is_error(approval) or approval is None or kind is None:
        return None
    return True


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("#")


def _departures(post: Record) -> list[dict[str, Any]]:
    return [
        _some(post, "role") | {"departure": kind, "explained": post["departure_explained"]}
        for kind in post["_departures"]
    ]


def _rewards(post: Record) -> list[dict[str, Any]]:
    return [
        _some(post, "role")
        | {
            "reward": name.capitalize(),
            "percent": post[f"{name}_percent"],
            "amount": post[name],
            "explained": post[f"{name}_explained"],
        }
        for name in ("bonus", "premium")
        if post[name] or post[f"{name}_percent"]
    ]


def _check(check: Record) -> dict[str, Any]:
    return {
        "check_code": check["code"],
        "what": check["what"],
        "where_found": check["where"],
        "result": check["result"],
        "settles_it": check["action"],
    }


def _totals(tables: Tables, posts: Sequence[Record]) -> list[dict[str, Any]]:
    return [
        _some(post, "role")
        | {
            "salary_band": _words(total.get("salary")),
            "expenses": _words(total.get("expenses")),
            "bonus_band": _words(total.get("bonus")),
            "other_band": _words(total.get("other")),
            "pension_band": _words(total.get("pension")),
            "total_band": _words(total.get("total")),
            "last_total_band": _words(total.get("last_total")),
        }
        for post, total in zip(posts, _rows(tables, "single_total"), strict=False)
    ]


def _texts(tables: Tables, posts: Sequence[Record]) -> list[dict[str, Any]]:
    organisation = _record(tables, "organisation")
    found = [
        {"post_number": 0, "item": item, "words": str(organisation[item])}
        for item in ("explanation", "exemption_policy")
        if organisation.get(item)
    ]
    if words := _record(tables, "staff_pay").get("ratios_explained"):
        found.append({"post_number": 0, "item": "narrative", "words": str(words)})
    for post, (person, decision) in zip(posts, _pairs(tables), strict=True):
        words = {item: person.get(item) for item in ("post", *_FREE_TEXT)}
        words |= {"departure": person.get("departure"), "reason": decision.get("reason")}
        found += [
            {"post_number": post["post_number"], "item": item, "words": str(value)}
            for item, value in words.items()
            if value
        ]
    return found


def _total(values: Sequence[float | None], blank: Sequence[bool]) -> float | None:
    """Returns a total, None where a part of it is not known."""
    if any(value is None and not empty for value, empty in zip(values, blank, strict=True)):
        return None
    return round(sum(value or 0 for value in values), 2)


def _return(
    tables: Tables, posts: Sequence[Record], checks: Sequence[Record], audit: Record
) -> dict[str, Any]:
    entered = _record(tables, "organisation")
    facts = {**_record(tables, "return_facts"), **_record(tables, "return_totals")}
    highest, staff = _record(tables, "highest"), _record(tables, "staff_pay")
    ratios = list(_rows(tables, "fair_pay"))
    known = known_organisations().get(_code(entered) or "")

    def ratio(at: int, key: str = "ratio") -> float | None:
        return number(ratios[at].get(key)) if at < len(ratios) else None

    costs = [post["award_cost"] for post in posts]
    blank = [decision.get("award_cost") is None for _, decision in _pairs(tables)]
    ranges = _rows(tables, "ranges")
    return {
        "organisation": _words(entered.get("organisation")),
        "kind": _words(entered.get("kind")),
        "region": known.region or None if known else None,
        "type": known.type or None if known else None,
        "size": number(entered.get("size")),
        "size_group": _group(facts.get("group")),
        "segment_entered": _words(entered.get("league_segment")),
        "segment": _words(facts.get("segment")),
        "segment_published": str(known.segment) if known and known.segment else None,
        "programme": _yes(entered.get("programme")),
        "segment_date": _day(entered.get("segment_date")),
        "committee_date": _day(entered.get("committee_date")),
        "first_paid": _day(entered.get("first_paid")),
        "complies": _yes(entered.get("complies")),
        "posts": len(posts),
        "total_salary": number(facts.get("total_salary")),
        "total_award": number(facts.get("total_award")),
        "total_new_salary": number(facts.get("total_new_salary")),
        "award_cost": _total(costs, blank),
        "fair_pay_year": _words(staff.get("staff_pay_year")),
        "highest_paid": number(highest.get("highest_paid_midpoint")),
        "staff_median": number(ratios[1].get("pay")) if len(ratios) > 1 else None,
        "ratio_p25": ratio(0),
        "ratio_median": ratio(1),
        "ratio_p75": ratio(2),
        "ratio_median_last_year": ratio(1, "last_ratio"),
        "ratio_p25_last_year": ratio(0, "last_ratio"),
        "ratio_p75_last_year": ratio(2, "last_ratio"),
        "ratio_explained": bool(staff.get("ratios_explained")),
        "range_table": _fingerprint(ranges),
        "simulated": any(row.get("source") == RANGE_SOURCE for row in ranges),
        "range_status": ", ".join(sorted({str(row.get("status")) for row in ranges})) or None,
        "master_check": _words(audit.get("master")),
        "checks_failed": sum(check["result"] == "Fail" for check in checks),
        "checks_waiting": sum(check["result"] == "Not complete" for check in checks),
        "template": _words(audit.get("template")),
        "edition": _words(audit.get("data_edition")),
        "software": _words(audit.get("software")),
        "recalculated_on": _day(audit.get("recalculated_on")),
        "fingerprint": _words(audit.get("inputs_sha256")),
    }


def _group(value: Any) -> str | None:
    words = _words(value)
    return None if words is None or words.startswith("#") else words


def _fingerprint(ranges: Sequence[Record]) -> str | None:
    """Return the fingerprint of a range table, whatever the order of its rows."""
    if not ranges:
        return None
    rows = sorted(json.dumps(row, sort_keys=True, default=str) for row in ranges)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]
