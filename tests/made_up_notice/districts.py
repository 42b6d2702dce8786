"""The made-up districts of the tests."""

from __future__ import annotations

from tests.made_up_notice import District
from tests.messy.vocabulary import STREETS

COUNTIES = District(
    code="far-counties-2018",
    name="远乡区",
    region="990101",
    streets={
        "990101001": ("Trinity",),
        "990101002": ("Siskiyou",),
        "990101003": ("MATANUSKA-SUSITNA", "Matanuska"),
    },
    headers={
        "name": ("ftr_name", "Problem Area Name"),
        "street": ("county",),
        "source_no": ("gid", "AMLIS Key"),
        "longitude": ("longitude",),
        "latitude": ("latitude",),
        "note": ("ftr_type", "Problem Type"),
    },
    defaults={"category": '"4"', "is_licensed": "false"},
    unnamed="无名采点{n}",
    code_format="{region}-YX-{n:04d}",
    total=531,
)
"""Its register files are lists of other countries' surveys, with English heads; its streets are their counties."""

MESSY = District(
    code="green-stone-2018",
    name="青石区",
    region="990105",
    streets={code: (name,) for code, name in STREETS.items()},
    defaults={"category": '"3"', "is_licensed": "true"},
    total=26,
)
"""The district whose offices send the messy register."""
