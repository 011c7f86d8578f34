"""The database of a collation: one file in its folder, which grows by the returns that are new.

Rows are kept by the file they came from.  Which return counts for an organisation and year is
decided when all files are known, so that the order in which they were given never matters.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import duckdb

from vsm_xl.errors import UnusableInput
from vsm_xl.national.schema import MANIFEST, TABLES, StoreTable
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

#: The database in the folder of a collation.
DATABASE: Final = "collation.duckdb"
#: Changed whenever the tables change; a database of another number is made again.
LAYOUT: Final = 5
_MEMORY: Final = "1GB"


class Store:
    """The tables of a collation.

    Args:
        connection: an open connection to its database.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(
        self, query: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[dict[str, Any]]:
        """Return the rows of a query as records.

        Args:
            query: SQL; values are given as parameters, never written into it.
            parameters: the values.
        """
        found = self._connection.execute(query, parameters)
        names = [column[0] for column in found.description or ()]
        # Amounts are added up as exact pennies in the database; a finished sum fits a float.
        return [
            {
                name: float(value) if isinstance(value, Decimal) else value
                for name, value in zip(names, row, strict=True)
            }
            for row in found.fetchall()
        ]

    def value(self, query: str, parameters: Sequence[object] = ()) -> Any:
        """Return the one value of a query, None where it has none."""
        row = self._connection.execute(query, list(parameters)).fetchone()
        return None if row is None else row[0]

    def known_files(self) -> dict[str, str]:
        """Return the SHA-256 of every file that was read, by the file's name."""
        return dict(self._connection.execute("SELECT file, sha256 FROM all_manifest").fetchall())

    def forget(self, files: Sequence[str]) -> None:
        """Removes everything that came from some files."""
        for table in TABLES if files else ():
            self._connection.execute(
                f"DELETE FROM all_{table.name} WHERE file IN (SELECT unnest(?))",  # noqa: S608 - names of the schema
                [list(files)],
            )

    def add(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Adds rows, each with the file that it came from.

        Args:
            tables: the rows by the name of their table.
        """
        for table in TABLES:
            if not (rows := tables.get(table.name)):
                continue
            names = _stored(table)
            # One value for all rows: a value for each cell takes fifty times as long.
            given = json.dumps(
                [{name: row.get(name) for name in names} for row in rows],
                ensure_ascii=False, default=date.isoformat,
            )  # fmt: skip
            self._connection.execute(
                f"INSERT INTO all_{table.name} ({', '.join(names)}) "
                "SELECT unnest(from_json_strict(?, ?), recursive := true)",
                [_plain(given), json.dumps([_types(table)])],
            )

    def absorb(self, folder: Path) -> None:
        """Adds everything of another collation; files that are here already stay as they are.

        Args:
            folder: the folder of the other collation.

        Raises:
            UnusableInput: its database cannot be read, or has another layout.
        """
        path = str(folder / DATABASE).replace("'", "''")
        try:
            self._connection.execute(f"ATTACH '{path}' AS other (READ_ONLY)")
            try:
                if self.rows("SELECT number FROM other.layout") != [{"number": LAYOUT}]:
                    raise UnusableInput(
                        f"{folder} was collated with another version: collate its returns again."
                    )
                self._connection.execute(
                    "CREATE TEMP TABLE new_files AS SELECT file FROM other.all_manifest "
                    "WHERE file NOT IN (SELECT file FROM all_manifest)"
                )
                self.begin()
                for table in TABLES:
                    names = ", ".join(_stored(table))
                    self._connection.execute(
                        f"INSERT INTO all_{table.name} ({names}) SELECT {names} "  # noqa: S608 - names of the schema
                        f"FROM other.all_{table.name} WHERE file IN (SELECT file FROM new_files)"
                    )
                self.commit()
                self._connection.execute("DROP TABLE new_files")
            finally:
                self._connection.execute("DETACH other")
        except duckdb.Error as problem:
            raise UnusableInput(f"{folder} cannot be read as a collation: {problem}.") from None

    def forget_differences(self, kinds: Sequence[str]) -> None:
        """Removes the differences of some kinds, which follow from all files together."""
        self._connection.executemany(
            "DELETE FROM all_differences WHERE difference = ?", [(kind,) for kind in kinds]
        )

    def warn(self, file: str, outcome: str, words: str) -> None:
        """Records a warning about a file, once."""
        self._connection.execute(
            "UPDATE all_manifest SET outcome = ?, why = trim(why || ' ' || ?) "
            "WHERE file = ? AND position(? IN why) = 0",
            [outcome, words, file, words],
        )

    def begin(self) -> None:
        """Begins a change that either happens whole or not at all."""
        self._connection.begin()

    def commit(self) -> None:
        """Makes the change last."""
        self._connection.commit()

    def decide(self, counted: Sequence[str]) -> None:
        """Records which files count; the public tables then hold these and no others."""
        self._connection.execute(
            "UPDATE all_manifest SET counted = file IN (SELECT unnest(?))", [list(counted)]
        )

    def write_files(self, folder: Path) -> list[Path]:
        """Writes every public table as Parquet and as CSV.

        Args:
            folder: where to.

        Returns:
            The files written.
        """
        written = []
        for table in TABLES:
            if not table.public:
                continue
            order = ", ".join(table.key)
            for ending, options in (("parquet", "FORMAT parquet"), ("csv", "FORMAT csv, HEADER")):
                path = folder / f"{table.name}.{ending}"
                beside = path.with_name(f".{path.name}.writing")
                quoted = str(beside).replace("'", "''")
                source = table.name if ending == "parquet" else _guarded(table)
                self._connection.execute(
                    f"COPY (SELECT * FROM {source} ORDER BY {order}) TO '{quoted}' ({options})"  # noqa: S608 - names of the schema, a quoted path
                )
                os.replace(beside, path)  # noqa: PTH105 - one step
                written.append(path)
        return written


def _stored(table: StoreTable) -> tuple[str, ...]:
    """Return the columns of a table as it is stored: its fields, and the file they came from."""
    names = tuple(field.name for field in table.fields)
    return names if "file" in names else (*names, "file")


def _types(table: StoreTable) -> dict[str, str]:
    types: dict[str, str] = {field.name: field.type for field in table.fields}
    return {name: types.get(name, "VARCHAR") for name in _stored(table)}


def _plain(text: str) -> str:
    """Returns JSON without halves of characters, which a file can hold and no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\\u0000", "?")


def _guarded(table: StoreTable) -> str:
    """Returns a table in which no text begins as a formula does, for files that Excel opens."""
    fields = ", ".join(
        f"CASE WHEN regexp_matches({field.name}, '^[=+\\-@\\t\\r]') THEN '''' || {field.name} "
        f"ELSE {field.name} END AS {field.name}"
        if field.type == "VARCHAR"
        else field.name
        for field in table.fields
    )
    return f"(SELECT {fields} FROM {table.name})"  # noqa: S608 - names of the schema


@contextmanager
def open_store(
    folder: Path, *, read_only: bool = False, given: Collection[str] = ()
) -> Iterator[Store]:
    """Opens the database of a collation, and makes it where there is none.

    Args:
        folder: the folder of the collation.
        read_only: whether it must be there already and is not changed.
        given: files that are about to be read; a database of another version is made anew for them.

    Raises:
        UnusableInput: there is none to read, it is not a database of ours, or another version made it.
    """
    path = folder / DATABASE
    if read_only and not path.exists():
        raise UnusableInput(
            f"{folder} holds no collation: run vsm-xl collate RETURNS -o {folder} first."
        )
    try:
        connection = duckdb.connect(
            str(path), read_only=read_only, config={"memory_limit": _MEMORY, "threads": 2}
        )
    except duckdb.Error as problem:
        raise UnusableInput(
            f"{path} cannot be opened as the database of a collation: {problem}. Another program "
            f"may have it open; if it is damaged, delete it and collate again."
        ) from None
    try:
        if not read_only:
            _refuse_loss(connection, folder, given)
            _prepare(connection)
        elif _layout(connection) != LAYOUT:
            raise UnusableInput(
                f"{folder} was collated with another version: run vsm-xl collate RETURNS -o {folder} "
                "again. It then reads every return again."
            )
        yield Store(connection)
    finally:
        connection.close()


def _layout(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the number of the layout of a database, None where it has none."""
    try:
        found = connection.execute("SELECT number FROM layout").fetchone()
    except duckdb.Error:
        return None
    return None if found is None else int(found[0])


def _refuse_loss(
    connection: duckdb.DuckDBPyConnection, folder: Path, given: Collection[str]
) -> None:
    """Refuses to make a database of another version anew while it holds files that are not given.

    Raises:
        UnusableInput: it does.
    """
    if _layout(connection) in {None, LAYOUT}:
        return
    held = [row[0] for row in connection.execute("SELECT file FROM all_manifest").fetchall()]
    if lost := sorted(set(held) - set(given)):
        raise UnusableInput(
            f"{folder} was collated with another version, and {number_of(len(lost), 'file')} of it "
            f"{'is' if len(lost) == 1 else 'are'} not given, such as {lost[0]}. Give all returns "
            "again, or name a new folder."
        )


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables; those of another layout are dropped, and every file is read again."""
    connection.execute("CREATE TABLE IF NOT EXISTS layout (number BIGINT)")
    found = connection.execute("SELECT number FROM layout").fetchall()
    if found != [(LAYOUT,)]:
        for table in TABLES:
            connection.execute(f"DROP VIEW IF EXISTS {table.name}")
            connection.execute(f"DROP TABLE IF EXISTS all_{table.name}")
        connection.execute("DELETE FROM layout")
        connection.execute("INSERT INTO layout VALUES (?)", [LAYOUT])
    for table in TABLES:
        columns = ", ".join(f"{name} {of_type}" for name, of_type in _types(table).items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS all_{table.name} ({columns})")
    for table in TABLES:
        names = ", ".join(field.name for field in table.fields)
        counted = (
            ""
            if table is MANIFEST or table.name == "differences"
            else "WHERE file IN (SELECT file FROM all_manifest WHERE counted)"
        )
        connection.execute(
            f"CREATE OR REPLACE VIEW {table.name} AS SELECT {names} FROM all_{table.name} {counted}"  # noqa: S608 - names of the schema
        )
