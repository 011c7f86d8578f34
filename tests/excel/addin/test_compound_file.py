from __future__ import annotations

import io

import olefile  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.excel.addin import compound_file

_NAMES = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20)
_FILES = st.dictionaries(
    st.builds(lambda folder, name: folder + name, st.sampled_from(["", "VBA/"]), _NAMES),
    st.one_of(st.binary(max_size=200), st.integers(4000, 9000).map(lambda size: b"x" * size)),
    min_size=1,
    max_size=12,
).filter(lambda files: len({name.upper() for name in files} | {"VBA"}) == len(files) + 1)


@given(_FILES)
def test_another_reader_finds_every_stream(files: dict[str, bytes]) -> None:
    written = compound_file.write(files)

    assert compound_file.read(written) == files
    with olefile.OleFileIO(io.BytesIO(written), raise_defects=olefile.DEFECT_POTENTIAL) as seen:
        assert seen.parsing_issues == []
        found = {"/".join(path): seen.openstream(path).read() for path in seen.listdir()}
    assert found == files


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 512 * 128, 512 * 128 * 3 + 1])
def test_streams_at_the_edges_of_sectors_come_back(size: int) -> None:
    files = {"A": b"a" * size, "B": b"b"}

    written = compound_file.write(files)

    assert compound_file.read(written) == files
    with olefile.OleFileIO(io.BytesIO(written), raise_defects=olefile.DEFECT_POTENTIAL) as seen:
        assert seen.openstream("A").read() == files["A"]


def test_the_same_streams_give_the_same_bytes() -> None:
    files = {"VBA/dir": b"1", "PROJECT": b"2"}

    assert compound_file.write(files) == compound_file.write(dict(files))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", compound_file.write({"A": b"a"})[:600]])
def test_what_is_no_compound_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="compound file"):
        compound_file.read(data)


def test_a_chain_that_runs_in_a_circle_is_refused() -> None:
    data = bytearray(compound_file.write({"A": b"a" * 9000}))
    table = len(data) - 512
    data[table : table + 4] = bytes(4)

    with pytest.raises(ValueError, match="circle"):
        compound_file.read(bytes(data))


def test_more_than_a_vba_project_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file.write({"A": bytes(8 * 1024 * 1024)})
