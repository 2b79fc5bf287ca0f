"""One warm subprocess per process that draws charts, started when the first is wanted."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import Any

from curriculum_widgets.errors import CurriculumError

_KEPT = 64  # pictures, of a tenth of a megabyte or so
_PATIENCE = 60.0  # seconds until a picture that doesn't come is given up
_WORKER = "curriculum_widgets.rendering.chart_worker"


class DrawingProcess:
    """Draws pictures elsewhere, one after another, for all threads of this process; the last ones are remembered.

    Several formats want the same picture, often at once.

    Args:
        *words: What its subprocess is told when it starts, as `chart_worker.main` understands them.
    """

    def __init__(self, *words: str) -> None:
        self._words = words
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._drawn: dict[str, str] = {}

    def draw(self, **order: object) -> dict[str, Any]:
        """Draws one picture.

        Args:
            **order: What `chart_worker.answer` understands.

        Returns:
            Its answer.

        Raises:
            CurriculumError: The picture can't be drawn.
        """
        line = json.dumps(order) + "\n"
        with self._lock:
            # A worker that died is started again, once.
            reply = self._drawn.pop(line, "") or self._ask(line) or self._ask(line)
            if reply and not reply.startswith('{"error"'):
                self._drawn[line] = reply
            if len(self._drawn) > _KEPT:
                del self._drawn[next(iter(self._drawn))]
        if not reply:
            msg = "This picture can't be drawn: the drawing process ended twice. Is there enough memory?"
            raise CurriculumError(msg)
        answer: dict[str, Any] = json.loads(reply)
        if "error" in answer:
            msg = f"This picture can't be drawn: {answer['error']}"
            raise CurriculumError(msg)
        return answer

    def begin(self) -> None:
        """Starts the subprocess, so that it is ready when the first picture is wanted, a third of a second later."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """Ends the subprocess, if there is one; the next picture starts another."""
        with self._lock:
            self._end()

    def _ask(self, line: str) -> str:
        process = self._running()
        assert process.stdin  # noqa: S101 - for mypy: both are pipes
        assert process.stdout  # noqa: S101
        timer = threading.Timer(_PATIENCE, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            reply = process.stdout.readline()
        except OSError:
            return ""
        finally:
            timer.cancel()
        return reply if reply.endswith("\n") else ""  # half a line: it died while it answered

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            here = os.pathsep.join(filter(None, sys.path))
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", _WORKER, *self._words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": here},
                encoding="utf-8",
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


DRAWING, PAINTING = DrawingProcess("ready"), DrawingProcess()
"""Those of this process: for charts, which takes a third of a second to begin with, and for pixels, which need not wait."""

for _one in (DRAWING, PAINTING):
    atexit.register(_one.close)
