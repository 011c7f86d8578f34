"""Charts drawn in a process of their own, while this one makes the tables and the pages.

The renderer takes half a second to start and as long for the charts of a report, and holds Python's lock
meanwhile.  Where no process can be started it draws in this one.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from threading import Thread
from typing import Any, Final, Self

from vsm_xl.errors import UnusableInput
from vsm_xl.national.charts import VERSION, fitted
from vsm_xl.programs import unrestrained

#: Reads specifications, and answers with the drawings.  The first one, of nothing, lets the renderer start
#: at once.  It is a program without our package, whose parts take longer to load.
_PROGRAM: Final = """\
import json, sys
sys.path[:] = {path!r}
import vl_convert
draw = lambda spec: vl_convert.vegalite_to_svg(spec, vl_version={version!r})
draw({{"data": {{"values": []}}, "mark": "bar", "encoding": {{}}}})
json.dump({{key: draw(spec) for key, spec in json.load(sys.stdin).items()}}, sys.stdout)
"""


class Drawing:
    """Draws charts beside this process; used as a context, which ends it.

    Attributes:
        charts: Specifications of Vega-Lite, each with its data, by key.

    Raises:
        UnusableInput: the renderer is not installed.

    >>> with Drawing() as drawing:
    ...     drawing.begin({"n": {"data": {"values": [{"n": 1}]}, "mark": "bar", "encoding": {}}})
    ...     drawn = drawing.drawn()
    >>> drawn["n"][:4]
    '<svg'
    """

    def __init__(self) -> None:
        if importlib.util.find_spec("vl_convert") is None:
            raise UnusableInput(
                "Charts need the package vl-convert-python: install vsm_xl[national]."
            )
        self.charts: dict[str, dict[str, Any]] = {}
        self._answer = ""
        self._thread: Thread | None = None
        self._process = _started()

    def __enter__(self) -> Self:
        """Return the drawing itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
        if self._thread is not None:
            self._thread.join()
        if self._process is not None:
            # Closes its pipes.
            self._process.communicate()

    def begin(self, charts: dict[str, dict[str, Any]]) -> None:
        """Begin to draw.

        Args:
            charts: specifications of Vega-Lite, each with its data, by key.
        """
        self.charts = charts
        self._thread = Thread(target=self._ask, daemon=True)
        self._thread.start()

    def drawn(self) -> dict[str, str]:
        """Return the drawings as SVG, sized to their container, by key."""
        if self._thread is not None:
            self._thread.join()
        try:
            found: dict[str, str] = json.loads(self._answer)
        except ValueError:
            # The process could not be started or has ended: what is wrong shows here.
            import vl_convert  # noqa: PLC0415 - a large package

            draw = vl_convert.vegalite_to_svg
            found = {key: draw(one, vl_version=VERSION) for key, one in self.charts.items()}
        return {key: fitted(drawing) for key, drawing in found.items()}

    def _ask(self) -> None:
        if self._process is not None:
            self._answer, _ = self._process.communicate(json.dumps(self.charts))


def _started() -> subprocess.Popen[str] | None:
    if not sys.executable:
        # Another program that holds Python need not say where it is.
        return None
    program = _PROGRAM.format(path=[one for one in sys.path if one], version=VERSION)
    try:
        return subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-I", "-c", program],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", preexec_fn=unrestrained(),  # noqa: PLW1509 - before any thread
        )  # fmt: skip
    except OSError:
        return None
