"""The command line as an office runs it: a process of its own (tests/cli/nursery.py), its answer as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.cli import nursery
from tests.stores import environment_of

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered. `data` is its JSON, {} when it printed none."""

    code: int
    out: str
    err: str
    data: dict[str, Any]

    @property
    def error(self) -> str:
        return self.data.get("error", {}).get("code", "")

    @property
    def text(self) -> str:
        return self.out + self.err


def qingshan(*words: object, cwd: Path | None = None, as_json: bool = True, more: dict[str, str] | None = None) -> Said:
    """Runs `qingshan words…`, with `more` in its environment; a traceback is never an answer."""
    line = [*map(str, words), *(["--json"] if as_json else [])]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("QINGSHAN", "DJANGO", "COV", "DATABASE"))}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    environment |= environment_of(_data_folder(words, cwd)) | (more or {})
    with TemporaryDirectory() as scratch:
        out, err = Path(scratch, "out"), Path(scratch, "err")
        code = nursery.run(line, cwd, environment, out, err)
        printed = out.read_text(encoding="utf-8")
        said = Said(code, printed, err.read_text(encoding="utf-8"), _json(printed) if as_json else {})
    assert "Traceback" not in said.text, said.text
    assert said.error != "bug", said.text
    return said


def done(*words: object, cwd: Path | None = None, more: dict[str, str] | None = None) -> dict[str, Any]:
    """As `qingshan`, and it must have succeeded."""
    said = qingshan(*words, cwd=cwd, more=more)
    assert said.code == 0, said.text
    return said.data


def _data_folder(words: Sequence[object], cwd: Path | None) -> Path | None:
    return Path(cwd or ".", str(words[words.index("--data") + 1])) if "--data" in words else None


def _json(text: str) -> dict[str, Any]:
    return json.loads(text) if text.startswith("{") else {}
