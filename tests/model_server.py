"""A real HTTP server on loopback that speaks OpenAI's language: it writes and paints what is asked, slowly or wrongly on demand."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from drawn import JPEG, WEBP, png
from model_answers import LESSON, title_in, written

FLOOD = 64 * 1_048_576  # bytes


@dataclass
class Call:
    """One request, as the server saw it."""

    name: str
    title: str
    body: dict[str, Any]
    authorization: str
    began: float
    broken: bool = False
    refused: bool = False

    @property
    def part(self) -> str:
        """Which Part of which curriculum it asks for: no two Parts of a batch have the same system prompt, name and unit."""
        asked = self.body["messages"][0]["content"] if "messages" in self.body else self.body["prompt"]
        return f"{hash(asked)} {self.name} {self.title}"


@dataclass
class ModelServer:
    """The server's state, which tests read and change."""

    latency: float = 0.0
    faults: dict[str, list[str]] = field(default_factory=dict)
    """What goes wrong with the next calls of that name (or of `any`): `429`, `500`, `401`, `404`, `html`, `nonsense`,
    `cut`, `torn`, `hang`; and with pictures, which are calls of the name `image`, `policy`, `wish`, `page`, `large`,
    `none`, `jpeg`, `webp`, `link`, `stray`, `moved`, `flood` and `linked-flood`."""
    answers: dict[str, Any] = field(default_factory=dict)
    """Other answers than the right ones, by name."""
    calls: list[Call] = field(default_factory=list)
    refuse: int = 0
    """Every so-many-th call is answered `429`; none by default."""
    pace: float = 0.0
    """Seconds between two pieces of a text that comes as a stream."""
    picture_usage: dict[str, int] = field(default_factory=dict)
    """What an answer with a picture says of its tokens; nothing by default."""
    flooded: int = 0
    """Bytes of floods that were taken."""
    fetched: list[str] = field(default_factory=list)
    """The keys that came with requests for linked pictures."""
    key: str = ""
    """The key that calls must bring, if any."""
    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> list[str]:
        return [call.name for call in self.calls]

    def fault(self, name: str) -> str:
        with self.lock:
            for queue in (self.faults.get(name), self.faults.get("any")):
                if queue:
                    return queue.pop(0)
            self.asked += 1
            return "429" if self.refuse and self.asked % self.refuse == 0 else ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement of its headers
    server: _Http

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        """A picture that an answer only links to."""
        with self.server.state.lock:
            self.server.state.fetched.append(self.headers.get("authorization", ""))
        if self.path == "/flood":
            self._flood()
        elif self.path == "/picture":
            self._raw(200, png(32, 32), {"content-type": "image/png"})
        else:
            self._raw(302, b"", {"location": "/picture"})

    def do_POST(self) -> None:
        state = self.server.state
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/images/generations"):
            self._counted(
                state, Call("image", "", body, self.headers.get("authorization", ""), time.monotonic()), ""
            )
            return
        prompt = body["messages"][-1]["content"]
        schema = body.get("response_format", {}).get("json_schema")
        name = schema["name"] if schema else "lesson" if body.get("stream") else "summary"
        call = Call(name, title_in(prompt), body, self.headers.get("authorization", ""), time.monotonic())
        self._counted(state, call, prompt)

    def _counted(self, state: ModelServer, call: Call, prompt: str) -> None:
        with state.lock:
            state.calls.append(call)
            state.at_once += 1
            state.most_at_once = max(state.most_at_once, state.at_once)
        try:
            self._answer(state, call, prompt)
        except (BrokenPipeError, ConnectionResetError):
            call.broken = True
        finally:
            with state.lock:
                state.at_once -= 1

    def _answer(self, state: ModelServer, call: Call, prompt: str) -> None:
        if state.key and call.authorization != f"Bearer {state.key}":
            self._send(
                401,
                {
                    "error": {
                        "message": f"Incorrect API key provided: {call.authorization}",
                        "code": "invalid_api_key",
                    }
                },
            )
            return
        fault = state.fault(call.name)
        if fault == "hang":
            self._hang(call)
            return
        time.sleep(state.latency)
        codes = {
            "429": "rate_limit_exceeded",
            "500": "server_error",
            "401": "invalid_api_key",
            "404": "model_not_found",
        }
        if fault in codes:
            call.refused = True
            headers = {"retry-after": "0.2"} if fault == "429" else {}
            self._send(int(fault), {"error": {"message": "no", "code": codes[fault]}}, headers)
        elif fault == "html":
            self._raw(200, b"<!doctype html><title>Welcome</title>", {"content-type": "text/html"})
        elif call.name == "image":
            self._picture(call, fault)
        elif call.name == "lesson":
            self._stream(state.answers.get("lesson", LESSON), call, torn=fault == "torn")
        else:
            answer = state.answers.get(call.name) or (
                "They go round." if call.name == "summary" else written(call.name, prompt)
            )
            text = answer if isinstance(answer, str) else json.dumps(answer)
            self._send(
                200, self._completion("{ no json" if fault == "nonsense" else text, call, cut=fault == "cut")
            )

    def _picture(self, call: Call, fault: str) -> None:
        """A picture of a colour that depends on its prompt, or what goes wrong with it."""
        root = self.server.state.url.removesuffix("/v1")
        wrong = {
            "policy": ("content_policy_violation", "Your request was rejected by the safety system."),
            "wish": ("unknown_parameter", "Unknown parameter: 'response_format'."),
        }
        if fault in wrong:
            code, said = wrong[fault]
            self._send(400, {"error": {"message": said, "code": code}})
            return
        if fault == "flood":
            self._flood()
            return
        red, green, blue, *_ = hashlib.sha256(call.body["prompt"].encode()).digest()
        data = {"page": b"<!doctype html>", "large": b"\0" * 9_000_000, "jpeg": JPEG, "webp": WEBP}.get(fault)
        item: dict[str, str] = {
            "b64_json": base64.b64encode(data or png(480, 320, (red, green, blue))).decode()
        }
        links = {"link": f"{root}/picture", "moved": f"{root}/moved", "stray": "file:///etc/hostname"}
        links["linked-flood"] = f"{root}/flood"
        item = {"url": links[fault]} if fault in links else {} if fault == "none" else item
        usage = self.server.state.picture_usage
        self._send(200, {"created": 1, "data": [item]} | ({"usage": usage} if usage else {}))

    def _flood(self) -> None:
        """Far more than any picture has, for as long as somebody listens."""
        self.send_response(200)
        self.send_header("content-length", str(FLOOD))
        self.end_headers()
        with suppress(OSError):
            for _ in range(0, FLOOD, 65_536):
                self.wfile.write(b" " * 65_536)
                self.server.state.flooded += 65_536
        self.close_connection = True

    def _completion(self, text: str, call: Call, *, cut: bool) -> dict[str, Any]:
        message = {"role": "assistant", "content": text[: len(text) // 2] if cut else text}
        return {
            "id": "x", "object": "chat.completion", "created": 1, "model": call.body["model"],
            "choices": [{"index": 0, "finish_reason": "length" if cut else "stop", "message": message}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
        }  # fmt: skip

    def _hang(self, call: Call) -> None:
        """Says nothing until the other side gives up."""
        self.connection.settimeout(60)
        with suppress(OSError):
            call.broken = self.connection.recv(1) == b""
        self.close_connection = True

    def _stream(self, text: str, call: Call, *, torn: bool) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        words = text.split(" ")
        pieces = [" ".join(words[at : at + 20]) + " " for at in range(0, len(words), 20)]
        for at, piece in enumerate(pieces):
            if torn and at == len(pieces) // 2:
                return
            time.sleep(self.server.state.pace)
            self._event(
                {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}, call
            )
        self._event({"index": 0, "delta": {}, "finish_reason": "stop"}, call)
        usage = {"prompt_tokens": 100, "completion_tokens": 400, "total_tokens": 500}
        last = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [],
            "usage": usage,
        }
        self.wfile.write(f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n".encode())

    def _event(self, choice: dict[str, Any], call: Call) -> None:
        chunk = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": call.body["model"],
            "choices": [choice],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _send(self, code: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._raw(code, json.dumps(value).encode(), {"content-type": "application/json", **(headers or {})})

    def _raw(self, code: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    state: ModelServer


@contextmanager
def serving(state: ModelServer | None = None, **settings: Any) -> Iterator[ModelServer]:
    """A server while the block runs; where tests forbid requests to models, those to this one are allowed."""
    state = state or ModelServer(**settings)
    server = _Http(("127.0.0.1", 0), _Handler)
    server.state = state
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    models = sys.modules.get("pydantic_ai.models")
    calls = sys.modules.get("curriculum_widgets.authors.llm.calls")
    for known in [key for key in calls._servers if state.url in key] if calls else ():
        del calls._servers[known]  # an earlier one had the same port
    try:
        with models.override_allow_model_requests(True) if models else nullcontext():
            yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Remote:
    """A server in a process of its own, so that what it does costs its caller nothing.

    Args:
        *arguments: As `main` takes them.
    """

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = self._line()

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def answered(self) -> dict[str, int]:
        """How often each Part was answered since the last time; `refused` counts the calls that were not."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    """Serves until nobody listens any more: tells its address, and at each line what it was asked since the last one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--refuse", type=int, default=0)
    with serving(**vars(parser.parse_args())) as state:
        print(state.url, flush=True)  # noqa: T201 - what the process that asked for it reads
        for _ in sys.stdin:
            with state.lock:
                calls, state.calls = state.calls, []
            told = Counter("refused" if call.refused else call.part for call in calls)
            print(json.dumps(told), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
