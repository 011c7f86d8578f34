"""Runs the code of a workbook as xlwings Lite does, under Node and in Chromium.

``pyodide`` (npm) is found beside the other npm programs; the environment variable
``VSM_XL_XLWINGS_WASM`` names xlwings' wheel for WebAssembly, which ``.ci/run`` fetches.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import Any, Final

PARTS: Final = Path(__file__).parent / "parts"
PATIENCE: Final = 600
_WHEEL: Final = "VSM_XL_XLWINGS_WASM"


def pyodide() -> Path:
    program = shutil.which("ooxml-validate")
    assert program, "the npm packages have to be installed for this test (see .ci/run)"
    folder = Path(program).parent.parent / "pyodide"
    assert folder.is_dir(), "the npm package pyodide has to be installed for this test"
    return folder


def wheel() -> Path:
    named = os.environ.get(_WHEEL, "")
    assert Path(named).is_file(), f"{_WHEEL} has to name xlwings' wheel for WebAssembly"
    return Path(named)


def in_node(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Start, answer requests or run commands, and return what the program said."""
    asked, said = folder / "given.json", folder / "said.json"
    given = {"pyodide": str(pyodide()), "wheel": str(wheel()), **given}
    asked.write_text(json.dumps(given), encoding="utf-8")
    node = shutil.which("node")
    assert node, "node has to be installed for this test"
    done = subprocess.run(
        [node, str(PARTS / "in_node.mjs"), str(asked), str(said)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, [line for line in done.stderr.splitlines() if len(line) < 400]
    answers: dict[str, Any] = json.loads(said.read_text(encoding="utf-8"))
    return answers


class _Server(http.server.BaseHTTPRequestHandler):
    """Serves the page with what it needs, and takes its answers."""

    _KINDS: Final = {".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}

    def __init__(
        self, given: dict[str, Any], said: list[Any], done: threading.Event, *rest: Any
    ) -> None:
        self._given, self._said, self._done = given, said, done
        super().__init__(*rest)

    def do_GET(self) -> None:
        self.close_connection = True
        if self.path == "/given.json":
            self._send(json.dumps(self._given).encode(), "application/json")
        elif self.path == "/wheel":
            self._send(wheel().read_bytes(), "application/zip")
        else:
            first, _, name = self.path.lstrip("/").partition("/")
            file = {"parts": PARTS, "pyodide": pyodide()}.get(first, PARTS / "none") / name
            kind = self._KINDS.get(file.suffix, "application/octet-stream")
            if file.is_file():
                self._send(file.read_bytes(), kind)
            else:
                self.send_error(404)

    def do_POST(self) -> None:
        self._said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(b"", "text/plain")
        self._done.set()

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def in_chromium(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Start the page in a browser without a window, and return what it posted."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "chromium has to be installed for this test"
    said: list[Any] = []
    done = threading.Event()
    handler: Any = partial(_Server, given, said, done)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={folder / 'browser'}", "--remote-debugging-port=0",
             f"http://127.0.0.1:{server.server_port}/parts/page.html"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            assert done.wait(PATIENCE), "the browser did not answer"
        finally:
            browser.terminate()
            browser.wait(60)
            server.shutdown()
    answers: dict[str, Any] = said[0]
    assert "problem" not in answers, answers["problem"]
    return answers
