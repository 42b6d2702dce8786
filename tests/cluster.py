"""A PostgreSQL of the tests' own: made, started, thrown away. It listens on a socket in its own folder alone.

It sorts by pinyin, as a server in a Chinese office may, so that a test notices what is left to the server's collation.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

PACKAGES = "postgresql postgresql-15-postgis-3"
OWNER = "postgres"
QUICK = "fsync=off synchronous_commit=off full_page_writes=off max_connections=60 shared_buffers=64MB"


class Lacking(Exception):
    """There is no server to be started here, and why."""


def programs() -> Path:
    """The folder of the newest server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise Lacking(f"no PostgreSQL server: apt install {PACKAGES}")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server without the database's name. Lacking when there is none, or no PostGIS."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="qs-pg-"))
    store = folder / "store"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root:
        shutil.chown(folder, OWNER)
    before = ["runuser", "-u", OWNER, "--"] if as_root else []

    def run(program: str, *words: str) -> None:
        line = [*before, str(bin_folder / program), *words]
        subprocess.run(line, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        sorting = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh")
        run("initdb", "-D", str(store), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", *sorting)
        options = " ".join(f"-c {one}" for one in QUICK.split())
        listening = f"-k {folder} -c listen_addresses='' {options}"
        run("pg_ctl", "-D", str(store), "-w", "-l", str(folder / "log"), "-o", listening, "start")
        address = f"postgres://{OWNER}@{quote(str(folder), safe='')}"
        with_postgis(address)
        yield address
    finally:
        if (store / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(store), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def with_postgis(address: str) -> None:
    """Every database made from here on has PostGIS from the beginning, which is quicker than making it in each."""
    try:
        with psycopg.connect(f"{address}/template1", autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")
    except psycopg.Error as fault:
        raise Lacking(f"no PostGIS: apt install {PACKAGES} ({fault})") from fault
