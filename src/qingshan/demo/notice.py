"""The notice of the demonstration district: the shipped one, with a made-up district in place of the real one."""

from __future__ import annotations

import re
from pathlib import Path

from qingshan.rulebook.load import shipped_programmes

from .people import STREETS, Street

SOURCE = "shuimogou-2018"
CODE = "demo-2018"
REGION = "650199"
DISTRICT = "示范区（虚构）"

_WORDS = (
    ("水磨沟区", DISTRICT),
    ("水政办", "示政办"),
    (SOURCE, CODE),
    ('region = "650105"', f'region = "{REGION}"'),
)
_PARTY = "[[party]]"
_STREET_KIND = re.compile(r'^kind = "street"$', re.MULTILINE)


def write_demo_notice(target: Path) -> Path:
    """Write the demonstration's programme folder below `target` and answer it.

    Every clause, stage, gate and ledger is the shipped one, word for word; only the district, its region, its document
    number and its streets differ.
    """
    folder = target / CODE
    folder.mkdir(parents=True)
    for source in sorted(shipped_programmes()[SOURCE].glob("*.toml")):
        text = source.read_text("utf-8")
        for old, new in _WORDS:
            text = text.replace(old, new)
        if source.name == "organisation.toml":
            text = _with_our_streets(text)
        (folder / source.name).write_text(text, "utf-8")
    return folder


def _with_our_streets(text: str) -> str:
    """The parties of the notice without its streets, and ours after them."""
    head, *parties = text.split(_PARTY)
    kept = [party for party in parties if not _STREET_KIND.search(party)]
    return head + "".join(_PARTY + party for party in kept).rstrip() + "\n\n" + "\n".join(map(_party, STREETS))


def _party(street: Street) -> str:
    code, name = street.code, street.name
    office = name.replace("片区管委会", "片区管理委员会") if "管委会" in name else f"{name}办事处"
    return f'{_PARTY}\ncode = "{code}"\nname = "{name}"\nkind = "street"\nclause = "三(一)-1"\naliases = ["{office}"]\n'
