"""Which names are those of files, and which of papers on a shelf."""

from __future__ import annotations

import re

_FILE_NAME = re.compile(
    r".*\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,5}|[A-Za-z]:[\\/].*|\\\\.*|[~./].*[/\\].*|/.*", re.DOTALL
)
"""What has an ending (附图.dwg, 现场.heic) or is a path is a file and must be there; any other name is a paper on the shelf."""


def is_file_name(name: str) -> bool:
    """Whether a title names a file: it ends in a dot and up to five letters or digits, or is a path."""
    return _FILE_NAME.fullmatch(name) is not None
