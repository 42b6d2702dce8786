"""Files that others made, read in place beside the checkout; a user's checkout has none, and the tests say so."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """The path of a shared file; skips the test with a sentence when the folder is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no shared test data beside this checkout: {name}")
    return path
