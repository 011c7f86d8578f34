"""LibreOffice as a process: warm, alone, ended in every case, and never made to fetch anything."""

from __future__ import annotations

import http.server
import io
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.libreoffice import installations
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.calc import bridge
from vsm_xl.recalc.calc.office import Office
from vsm_xl.recalc.calc.profile import SHARED, USER, new_folder
from vsm_xl.recalc.calc.profile import fill as fill_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.component


def book(cells: dict[str, object], name: str = "book.xlsx") -> Package:
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    for ref, value in cells.items():
        sheet[ref] = value
    file = io.BytesIO()
    workbook.save(file)
    return Package.from_bytes(file.getvalue(), name)


AWARD = book({"A1": 150_000, "B1": '=VSM_AWARD(A1,"2025/26","Provider",3)'})


def award(office: Office) -> object:
    return recalculate(AWARD, engine="libreoffice", office=office).value("S", "B1")


@pytest.fixture
def office() -> Iterator[Office]:
    with Office(installations.find(), limit=600) as made:
        yield made


def group(number: int) -> list[int]:
    """The processes of a group."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True
    ).stdout
    return [int(pid) for pid, of in map(str.split, listed.splitlines()) if int(of) == number]


def gone(number: int) -> bool:
    for _ in range(600):
        if not group(number):
            return True
        time.sleep(0.1)
    return False


def profiles(office: Office) -> Path:
    bridge_process = office._bridge  # noqa: SLF001 - that its folder is removed is what is tested
    assert bridge_process is not None
    return bridge_process.folder


def test_one_warm_process_computes_one_workbook_after_the_other(office: Office) -> None:
    assert award(office) == 4875.0
    first = office.process
    assert award(office) == 4875.0
    assert office.process == first


def test_closing_ends_every_process_and_removes_the_profile() -> None:
    with Office(installations.find()) as office:
        award(office)
        number, folder = office.process, profiles(office)
        assert number is not None
        assert len(group(number)) > 1
    assert gone(number)
    assert not folder.exists()


def test_a_libreoffice_that_was_killed_is_started_again(office: Office) -> None:
    award(office)
    number = office.process
    assert number is not None
    for process in group(number):
        if process != number:
            os.kill(process, signal.SIGKILL)
    assert award(office) == 4875.0
    assert gone(number)


def test_a_libreoffice_killed_again_and_again_in_mid_run_is_reported_with_the_file(
    office: Office,
) -> None:
    award(office)
    cells: dict[str, object] = {
        f"A{row}": f'=LEN(VSM_WHY("VSM_AWARD",{row},"2025/26","Provider",3))'
        for row in range(1, 20_000)
    }
    heavy = book(cells, "heavy.xlsx")
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(0.1):
            number = office.process
            for process in group(number) if number else []:
                if process != number:
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(UnusableInput, match=r"heavy\.xlsx|could not be started"):
            recalculate(heavy, engine="libreoffice", office=office)
    finally:
        stop.set()
        killer.join()
    assert award(office) == 4875.0


def test_one_that_hangs_is_ended_after_the_limit_and_the_file_is_named() -> None:
    with Office(installations.find()) as office:
        # The first start of all may take longer than this limit.
        award(office)
        patient, office.limit = office.limit, 3
        number = office.process
        assert number is not None
        for process in group(number):
            if process != number:
                os.kill(process, signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(
            UnusableInput, match=r"book\.xlsx: LibreOffice did not finish .* 3 seconds"
        ):
            award(office)
        assert time.monotonic() - began < patient
        assert gone(number)
        office.limit = patient
        assert award(office) == 4875.0


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_program_that_started_it_is_gone_so_is_libreoffice(end: signal.Signals) -> None:
    lines = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_office as t; import time\n"
        "o = t.Office(t.installations.find()); t.award(o); print(o.process, o._bridge.folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", lines, str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
        # A run in the background hands interrupts down as ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - before any thread
    )
    assert started.stdout is not None
    number, folder = started.stdout.readline().split()
    assert group(int(number))
    started.send_signal(end)
    started.communicate()
    assert gone(int(number))
    assert not Path(folder).exists()


def test_two_at_once_do_not_disturb_each_other() -> None:
    with Office(installations.find()) as one, Office(installations.find()) as other:
        answers: list[object] = []

        def work(office: Office) -> None:
            answers.extend(award(office) for _ in range(5))

        threads = [threading.Thread(target=work, args=(office,)) for office in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [4875.0] * 10
        assert one.process != other.process


def test_a_file_that_wants_something_fetched_gets_nothing(office: Office) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/secret"
        package = book(
            {
                "A1": f'=_xlfn.WEBSERVICE("{url}")', "A2": f'=IFERROR(WEBSERVICE("{url}"),"none")',
                "A3": f'=HYPERLINK("{url}","link")', "A4": f'=_xlfn.IMAGE("{url}")',
            }
        )  # fmt: skip
        computed = recalculate(package, engine="libreoffice", office=office)
        server.shutdown()
    assert computed.value("S", "A1") == XlError("#NAME?")
    assert computed.value("S", "A2") == "none"
    assert computed.value("S", "A3") == "link"
    assert asked == []


def test_a_circle_is_refused_by_name_even_where_the_file_allows_iteration(office: Office) -> None:
    package = book({"A1": "=B1+1", "B1": "=A1+1"})
    xml = package.parts["xl/workbook.xml"]
    allowed = package.replace("xl/workbook.xml", xml.replace(b"<calcPr ", b'<calcPr iterate="1" '))
    with pytest.raises(UnusableInput, match=r"cell A1: .* circular reference"):
        recalculate(allowed, engine="libreoffice", office=office)


def test_an_unknown_function_is_listed_with_its_cells(office: Office) -> None:
    computed = recalculate(
        book({"A1": "=NOSUCH(1)", "A2": "=_xlfn.XLOOKUP(1,B1:B2,C1:C2)"}),
        engine="libreoffice",
        office=office,
    )
    assert computed.unknown_functions == {"NOSUCH": ["S!A1"]}


def test_the_functions_are_in_calcs_wizard_and_can_be_typed_by_their_names() -> None:
    """In Calc itself: a new sheet, plain names, semicolons, a spill, an error."""
    found = installations.find()
    folder = new_folder()
    fill_profile(folder, found)
    script = f"""
import sys; sys.path.insert(0, {str(Path(bridge.__file__).parent)!r}); import bridge, json
o = bridge._Office({str(found.program)!r}, {str(folder / USER)!r}, {str(folder / SHARED)!r}, "vsmxltest")
d = o._create("com.sun.star.frame.Desktop").loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
s = d.Sheets.getByIndex(0)
def typed(formula):
    c = s.getCellByPosition(0, 0); c.setFormula(formula)
    return [c.getValue(), c.getString(), c.getError()]
out = {{"award": typed('=VSM_AWARD(150000;"2025/26";"Provider";3)'),
       "error": typed('=VSM_AWARD(-1;"2025/26";"Provider";3)'),
       "na": typed('=ISNA(VSM_AWARD(1;"2026/27";"Provider";3))'),
       "words": typed('=IF(VSM_POSITION(1;"Chief executive";"ICB";1500000)="";"blank";"answered")')}}
r = s.getCellRangeByPosition(2, 0, 2, 1); s.getCellByPosition(1, 0).setValue(150000); s.getCellByPosition(1, 1).setValue(277500)
r.setArrayFormula('=VSM_AWARD_ROWS(B1:B2;"2025/26";"Provider";3)'); out["column"] = r.getDataArray()
r = s.getCellRangeByPosition(3, 0, 3, 1); r.setArrayFormula('=VSM_LIST("org kinds")'); out["list"] = r.getDataArray()
f = o._create("com.sun.star.sheet.FunctionDescriptions")
for i in range(f.Count):
    p = {{x.Name: x.Value for x in f.getByIndex(i)}}
    if p["Name"] == "VSM_AWARD":
        out["described"] = [p["Description"], [[a.Name, a.Description] for a in p["Arguments"]]]
print(json.dumps(out)); o.end()
"""
    import json  # noqa: PLC0415
    import shutil  # noqa: PLC0415

    from vsm_xl.functions.registry import FUNCTIONS  # noqa: PLC0415

    environment = {**os.environ, "PATH": f"{found.python.parent}:{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(found.python), "-I", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    function = FUNCTIONS["VSM_AWARD"]
    assert said["award"] == [4875.0, "4875", 0]
    assert said["error"][2] == 503
    assert said["na"][0] == 1.0
    assert said["words"][1] == "answered" or said["words"][2]
    assert said["column"] == [[4875.0], [9018.75]]
    assert said["list"] == [["Provider"], ["ICB"]]
    assert said["described"] == [function.purpose, [[arg.name, arg.text] for arg in function.args]]
