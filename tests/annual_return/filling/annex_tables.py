"""Ten annexes of made-up pay ranges, each laid out as another author would.

The amounts are invented (no figure of the framework): all ten say the same, so that one table of
expected values serves them all.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

ROLES = ("Chief executive", "Executive director", "Director below executive level")
#: Upper edges of the size groups in £m, and of the ICBs in millions of people.
TURNOVER = (200, 400, 750, None)
POPULATION = (1, 1.5, None)


def amounts(kind: str, at: int, role: int) -> tuple[int, int, int]:
    """Return minimum, operational maximum and exception maximum in pounds."""
    low = 100_000 + 20_000 * at - 12_000 * role + (5_000 if kind == "ICB" else 0)
    return low, low + 30_000, low + 42_000


def expected() -> set[tuple[Any, ...]]:
    """Return every range: kind, lower and upper edge, role, and the three points, in pounds."""
    found: set[tuple[Any, ...]] = set()
    for kind, edges, scale in (("Provider", TURNOVER, 10**6), ("ICB", POPULATION, 10**6)):
        for at, edge in enumerate(edges):
            below = 0 if at == 0 else (edges[at - 1] or 0) * scale
            above = None if edge is None else edge * scale
            for role, name in enumerate(ROLES):
                found.add((kind, below, above, name, *amounts(kind, at, role)))
    return found


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _book(*titles: str) -> tuple[Workbook, list[Worksheet]]:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book, [book.create_sheet(title) for title in titles]


def _turnover(at: int) -> str:
    low, high = (TURNOVER[at - 1] if at else None), TURNOVER[at]
    if low is None:
        return f"Up to £{high}m"
    return f"£{low}m to £{high}m" if high else f"£{low}m or more"


def _people(at: int) -> str:
    low, high = (POPULATION[at - 1] if at else None), POPULATION[at]
    if low is None:
        return f"Under {high} million"
    return f"{low}-{high} million" if high else f"{low} million and over"


_KINDS = (("Provider", _turnover, len(TURNOVER)), ("ICB", _people, len(POPULATION)))


def block_per_role() -> bytes:
    """A sheet for each kind; a block for each role; merged headings; footnotes below."""
    book, (providers, boards) = _book("Providers", "ICBs")
    for sheet, (kind, label, groups) in zip((providers, boards), _KINDS, strict=True):
        sheet.append([f"NHS very senior managers: {kind} pay ranges from 1 April 2031"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=4)
        for role, name in enumerate(ROLES):
            sheet.append([])
            sheet.append([f"{name} [1]" if role == 0 else name])
            sheet.merge_cells(
                start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=4
            )
            sheet.append(["Size", "Minimum", "Operational maximum", "Exception zone maximum [2]"])
            for at in range(groups):
                sheet.append([label(at), *amounts(kind, at, role)])
        sheet.append([])
        sheet.append(["[1] Medically qualified chief executives are on the same ranges."])
        sheet.append(["[2] Above 150,000 only with approval, see paragraph 4."])
    return _bytes(book)


def wide_merged() -> bytes:
    """One row a size group; the roles merged over their three points; amounts in £000."""
    book, sheets = _book("Trusts", "Integrated care boards")
    for sheet, (kind, label, groups) in zip(sheets, _KINDS, strict=True):
        sheet.append(["Pay ranges 2031/32, £000 a year"])
        sheet.append(["Size group", *(name for name in ROLES for _ in range(3))])
        for role in range(len(ROLES)):
            sheet.merge_cells(
                start_row=2, start_column=2 + 3 * role, end_row=2, end_column=4 + 3 * role
            )
        sheet.append(["", *("Min", "Op max", "Exception max") * 3])
        for at in range(groups):
            cells = [amount / 1000 for role in range(3) for amount in amounts(kind, at, role)]
            sheet.append([label(at), *cells])
    return _bytes(book)


def roles_down_groups_across() -> bytes:
    """One row a role; the size groups merged over their points; pounds as text with £."""
    book, sheets = _book("Annex A providers", "Annex B ICBs")
    for sheet, (kind, label, groups) in zip(sheets, _KINDS, strict=True):
        sheet.append([f"{kind} ranges in force from 1 April 2031"])
        sheet.append(["Role", *(label(at) for at in range(groups) for _ in range(3))])
        for at in range(groups):
            sheet.merge_cells(
                start_row=2, start_column=2 + 3 * at, end_row=2, end_column=4 + 3 * at
            )
        sheet.append(
            ["", *("Minimum (£)", "Operational maximum (£)", "Max of exception zone (£)") * groups]
        )
        for role, name in enumerate(ROLES):
            texts = [f"£{amount:,}" for at in range(groups) for amount in amounts(kind, at, role)]
            sheet.append([name, *texts])
    return _bytes(book)


def long_list() -> bytes:
    """A plain list with its own headers, one row a range, both kinds in one table (CSV)."""
    lines = ["Effective from 1 April 2031"]
    lines.append(
        "Organisation type,Role,Size group,Minimum £,Mid-point £,Operational maximum £,Exception maximum £"
    )
    for kind, label, groups in _KINDS:
        for role, name in enumerate(ROLES):
            for at in range(groups):
                low, high, most = amounts(kind, at, role)
                lines.append(
                    f'{kind},{name},{label(at)},"{low:,}","{(low + high) // 2:,}","{high:,}","{most:,}"'
                )
    return "\n".join(lines).encode()


def one_cell_ranges() -> bytes:
    """Minimum and operational maximum in one cell, with a dash; the exception beside it."""
    book, (sheet,) = _book("Pay ranges")
    sheet.append(["From 1 April 2031"])
    for kind, label, groups in _KINDS:
        sheet.append([])
        sheet.append(
            [
                "NHS trusts, by turnover"
                if kind == "Provider"
                else "Integrated care boards, by population"
            ]
        )
        for role, name in enumerate(ROLES):
            sheet.append([name])
            sheet.append(["Group", "Range", "Exception maximum"])
            for at in range(groups):
                low, high, most = amounts(kind, at, role)
                sheet.append(
                    [f"Group {at + 1} ({label(at)})", f"£{low:,} – £{high:,}", f"£{most:,}*"]
                )
    sheet.append(["* Only where the case is approved."])
    return _bytes(book)


def semicolons_in_thousands() -> bytes:
    """A CSV with semicolons, amounts such as 131k, roles only where they change."""
    lines = ["Ranges for providers and ICBs, 2031/32;;;;;"]
    lines.append("Type;Post;Turnover or population;Min;Operational max;Exception zone max")
    for kind, label, groups in _KINDS:
        for role, name in enumerate(ROLES):
            for at in range(groups):
                texts = ";".join(f"{amount // 1000}k" for amount in amounts(kind, at, role))
                lines.append(f"{kind};{name};{label(at)};{texts}")
    return "\r\n".join(lines).encode("cp1252")


def points_down() -> bytes:
    """A block for each role: the points stand in rows, the size groups in columns."""
    book, sheets = _book("Provider", "ICB")
    for sheet, (kind, label, groups) in zip(sheets, _KINDS, strict=True):
        sheet["A1"] = "Very senior managers"
        sheet["A2"] = "With effect from 1 April 2031. All amounts are in £ a year."
        for role, name in enumerate(ROLES):
            sheet.append([])
            sheet.append([name, *(label(at) for at in range(groups))])
            for number, point in enumerate(("Minimum", "Operational maximum", "Exception maximum")):
                sheet.append([point, *(amounts(kind, at, role)[number] for at in range(groups))])
    return _bytes(book)


def edges_in_columns() -> bytes:
    """The edges of a group in two columns (£m; persons for ICBs), the roles merged downwards."""
    book, sheets = _book("Providers", "ICBs")
    for sheet, (kind, _, groups) in zip(sheets, _KINDS, strict=True):
        edges: tuple[Any, ...] = TURNOVER if kind == "Provider" else POPULATION
        unit, scale = ("£m", 1) if kind == "Provider" else ("persons", 10**6)
        what = "Turnover" if kind == "Provider" else "Weighted population"
        sheet.append(["Pay ranges in force from 1 April 2031"])
        sheet.append(
            [
                "Role",
                f"{what} from ({unit})",
                f"{what} below ({unit})",
                "Minimum",
                "Operational maximum",
                "Exception maximum",
            ]
        )
        for role, name in enumerate(ROLES):
            first = sheet.max_row + 1
            for at in range(groups):
                below = (edges[at - 1] if at else 0) * scale
                above = None if edges[at] is None else edges[at] * scale
                sheet.append([name if at == 0 else None, below, above, *amounts(kind, at, role)])
            sheet.merge_cells(start_row=first, start_column=1, end_row=sheet.max_row, end_column=1)
    return _bytes(book)


def printed_as_published() -> bytes:
    """Title, blank columns, notes between, edges such as £399.9m, letters for groups, wide CSV header."""
    book, sheets = _book("Table 1 (providers)", "Table 2 (ICBs)")
    for sheet, (kind, _, groups) in zip(sheets, _KINDS, strict=True):
        sheet["B2"] = f"Table: {kind} pay ranges"
        sheet["B3"] = "Applies from 1 April 2031¹"
        row = 5
        for role, name in enumerate(ROLES):
            sheet.cell(row, 2, name)
            heads = ("Group", "Annual turnover" if kind == "Provider" else "Weighted population",
                     "Minimum £000", "Operational maximum £000", "Maximum exception zone £000")  # fmt: skip
            for column, head in enumerate(heads, start=2):
                sheet.cell(row + 1, column, head)
            for at in range(groups):
                sheet.cell(row + 2 + at, 2, "ABCD"[at])
                sheet.cell(row + 2 + at, 3, _shy(kind, at))
                for number, amount in enumerate(amounts(kind, at, role)):
                    sheet.cell(row + 2 + at, 4 + number, amount / 1000)
            row += groups + 4
        sheet.cell(row, 2, "¹ Earlier ranges stay in force until then.")
    return _bytes(book)


def _shy(kind: str, at: int) -> str:
    if kind == "Provider":
        return ("£0 - £199.9m", "£200m - £399.9m", "£400m - £749.9m", "£750m+")[at]
    return ("Less than 1,000,000", "1,000,000 to 1,499,999", "1,500,000 or more")[at]


def comma_spans() -> bytes:
    """A CSV saved from a sheet with merged headers: the role only above its first column."""
    lines = []
    for kind, label, groups in _KINDS:
        lines.append(f"{kind} pay ranges from 1 April 2031 (£)")
        lines.append("," + ",".join(f"{name},," for name in ROLES))
        lines.append("Size," + ",".join(["Minimum,Operational maximum,Exception maximum"] * 3))
        for at in range(groups):
            cells = [str(amount) for role in range(3) for amount in amounts(kind, at, role)]
            lines.append(f"{label(at)},{','.join(cells)}")
        lines.append("")
    return "\n".join(lines).encode("utf-8-sig")


#: Each layout: its file name, and what makes it.
LAYOUTS: dict[str, Callable[[], bytes]] = {
    "block-per-role.xlsx": block_per_role,
    "wide-merged.xlsx": wide_merged,
    "roles-down.xlsx": roles_down_groups_across,
    "long-list.csv": long_list,
    "one-cell-ranges.xlsx": one_cell_ranges,
    "semicolons.csv": semicolons_in_thousands,
    "points-down.xlsx": points_down,
    "edges-in-columns.xlsx": edges_in_columns,
    "as-published.xlsx": printed_as_published,
    "comma-spans.csv": comma_spans,
}
