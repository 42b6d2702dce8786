"""Copies of the shipped programme in which one thing is changed."""

from __future__ import annotations

from pathlib import Path

from qingshan.rulebook.load import shipped_programmes

SHIPPED = shipped_programmes()["shuimogou-2018"]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.toml")}


def write_copy(folder: Path, **changed: str) -> Path:
    """The shipped programme in `folder`, with the text of some files replaced (`gates="…"` for gates.toml)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(changed.get(name.removesuffix(".toml"), text), encoding="utf-8")
    return folder


def changed(file: str, old: str, new: str) -> str:
    """The text of a file in which `old`, which must be there, became `new` at its first place."""
    text = TEXTS[f"{file}.toml"]
    assert old in text, f"{file}.toml holds no {old!r}"
    return text.replace(old, new, 1)
