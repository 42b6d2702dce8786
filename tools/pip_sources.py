"""Where pip would fetch packages from, told to uv, which does not read pip's configuration."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


def read_pip_configuration(listing: str) -> dict[str, str]:
    """The options that `pip install` would use, from the output of `pip config list`.

    pip's own order: the command's section beats [global], the environment (PIP_*) beats both.
    """
    found: dict[str, str] = {}
    for prefix in ("global.", "install.", ":env:."):
        for line in listing.splitlines():
            key, _, quoted = line.partition("=")
            if key.startswith(prefix) and quoted:
                with contextlib.suppress(ValueError, SyntaxError):
                    found[key[len(prefix) :]] = str(ast.literal_eval(quoted))
    return found


def uv_environment(pip: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Pip's configured sources as uv's variables; what the user has already set for uv (`given`) stays.

    uv takes the first index that knows a name; pip the best release of all. The release is pinned and its hash is
    checked, so pip's way is safe here and the only one that works with a partial mirror. pip warns of a folder that is
    not there, uv stops: such folders are left out. pip's `constraint` is not handed on: every release is pinned.
    """
    extra = [place for place in pip.get("extra-index-url", "").split() if is_reachable(place)]
    links = [absolute_place(place) for place in pip.get("find-links", "").split() if is_reachable(place)]
    wanted = {
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in {"1", "true", "yes", "on", "y", "t"} else "",
        "UV_DEFAULT_INDEX": pip.get("index-url", "").strip(),
        "UV_INDEX": " ".join(extra),
        "UV_INDEX_STRATEGY": "unsafe-best-match" if extra else "",
        "UV_FIND_LINKS": ",".join(links),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("timeout", pip.get("default-timeout", "")),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "HTTPS_PROXY": pip.get("proxy", ""),
        "HTTP_PROXY": pip.get("proxy", ""),
    }
    older_names = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}
    return {
        name: value
        for name, value in wanted.items()
        if value and not {name, name.lower(), older_names.get(name, name)} & set(given)
    }


def is_reachable(place: str) -> bool:
    """Whether a source can be asked at all: any address, or a file or folder that is there."""
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path)).exists()
    return is_address(place) or Path(place).expanduser().exists()


def absolute_place(place: str) -> str:
    """A source as it can be named from any working folder."""
    return place if is_address(place) else str(Path(place).expanduser().absolute())


def is_address(place: str) -> bool:
    """Whether it is an address and not a path. One letter before a colon is a drive of Windows."""
    return len(urlsplit(place).scheme) > 1
