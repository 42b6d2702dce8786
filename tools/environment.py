"""The checkout's own `.venv`: what it must hold, whether it does, and how it is made. Standard library only.

`prepare(need, …)` makes `.venv` with the Python that runs it, puts uv into it with pip and lets uv install what a
requirement file names, every file checked against its hash. A stamp in `.venv` makes later starts quick; without the
stamp the folder counts as half made and is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.pip_sources import read_pip_configuration, uv_environment

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "qingshan.json"
ON_WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if ON_WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if ON_WINDOWS else "python")
MINIMUM = (3, 11)
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

REQUIREMENTS = {"start": ("start",), "run": ("start", "run"), "test": ("start", "run", "test")}
"""What a command needs, as the requirement files that decide it; the last one is what gets installed."""


class EnvironmentTrouble(Exception):
    """This machine lacks something. One sentence in Chinese and in English; `details` is the end of a tool's output."""

    def __init__(self, chinese: str, english: str, details: str = "") -> None:
        super().__init__(f"{chinese} / {english}")
        self.details = details


class StepFailed(Exception):
    """A child process ended with an error. `output` is all it printed."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output


# What children are given


def child_environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of every child: the system's certificates, which neither uv nor Node takes by itself."""
    environment = dict(given)
    environment.setdefault("UV_SYSTEM_CERTS", "1")
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    if Path(SYSTEM_CERTIFICATES).exists():
        environment.setdefault("SSL_CERT_FILE", SYSTEM_CERTIFICATES)
    environment.pop("PYTHONHOME", None)  # another Python's library would be loaded into ours
    return environment


# The stamp


def requirement_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def fingerprint(need: str) -> str:
    """What an installation depends on: the requirement files, the Python release and the place of the checkout."""
    digest = hashlib.sha256()
    for name in REQUIREMENTS[need]:
        digest.update(requirement_file(name).read_bytes())
    digest.update(f"{venv_version()} {ROOT}".encode())
    return digest.hexdigest()


def venv_version() -> str:
    """The Python release `.venv` was made with, as its own note says; empty when there is none."""
    with contextlib.suppress(OSError):
        for line in (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "version":
                return value.strip()
    return ""


def read_stamp() -> dict[str, str]:
    """The fingerprints of what is installed, by need; empty when `.venv` is missing, half made or unreadable."""
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return stamp if isinstance(stamp, dict) else {}
    return {}


def write_stamp(stamp: Mapping[str, str]) -> None:
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def is_installed(need: str) -> bool:
    """Whether `.venv` holds all that `need` names. What a larger need installed serves a smaller one."""
    if not PYTHON.exists():  # also false for a link to a Python that was taken away
        return False
    stamp = read_stamp()
    larger = [other for other, files in REQUIREMENTS.items() if need in files]
    return any(stamp.get(other) == fingerprint(other) for other in larger)


# Making .venv


def prepare(need: str, wheels: Path | None, environment: dict[str, str]) -> None:
    """Afterwards `.venv` holds what `need` names, or EnvironmentTrouble was raised."""
    for name in REQUIREMENTS[need]:
        if not requirement_file(name).exists():
            raise EnvironmentTrouble(f"检出不完整：缺少 requirements/{name}.txt", "the checkout is incomplete")
    if is_installed(need):
        return
    with only_one_at_a_time():
        if is_installed(need):  # another run.py was quicker
            return
        started = time.monotonic()
        stamp = read_stamp()
        if not is_worth_keeping(stamp):
            make_venv(environment)
            stamp = {"place": str(ROOT)}
        STAMP.unlink(missing_ok=True)  # killed from here on, the folder counts as half made
        try:
            has_uv = install_uv(wheels, environment)
            if need != "start":
                install(need, wheels, environment, has_uv=has_uv)
                place_package(environment)
        except EnvironmentTrouble:
            write_stamp(stamp)  # what was there before is still whole: the same releases, only more of them
            raise
        write_stamp({**stamp, need: fingerprint(need)})
        tell(f"环境就绪，共 {time.monotonic() - started:.0f} 秒", "environment ready")


def is_worth_keeping(stamp: Mapping[str, str]) -> bool:
    """Whether `.venv` may be added to. Half made, moved, or holding what is no longer asked for, it is made anew."""
    if stamp.get("place") != str(ROOT) or not PYTHON.exists() or version_of(venv_version()) < MINIMUM:
        return False
    return all(stamp[need] == fingerprint(need) for need in REQUIREMENTS if need in stamp)


def version_of(text: str) -> tuple[int, ...]:
    """3.11.7 → (3, 11, 7); anything else → ()."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def make_venv(environment: dict[str, str]) -> None:
    """`.venv` with pip and nothing else, made by the Python that runs this file; an earlier folder is cleared."""
    try:
        import venv  # noqa: F401, PLC0415 - asked for here only: Debian ships both in a package of their own
        from ensurepip import bootstrap  # noqa: F401, PLC0415 - a removed package may leave the empty folder
    except ImportError:
        raise EnvironmentTrouble(
            "这个 Python 不能建立虚拟环境，请先运行：apt install python3-venv",
            "this Python cannot make a virtual environment; run that command first",
        ) from None
    # Run from inside .venv, this Python would clear itself away; its base lies outside.
    base = getattr(sys, "_base_executable", None) or sys.executable
    python = f"Python {sys.version.split()[0]}"
    try:
        step(f"建立 .venv（{python}）", "making .venv", [base, "-m", "venv", "--clear", str(VENV)], environment)
    except StepFailed as failed:
        raise EnvironmentTrouble(
            "建立 .venv 失败，原因见上；请删除 .venv 后再试",
            "making .venv failed, see above; remove .venv and try again",
            failed.output,
        ) from None


def install_uv(wheels: Path | None, environment: dict[str, str]) -> bool:
    """Put uv into `.venv`. False where there is no uv for this platform; raises where it cannot be fetched at all."""
    try:
        step("安装 uv（安装工具）", "installing uv", [*pip_install(wheels), *hashed("start")], environment)
        step("试用 uv", "trying uv", [str(PYTHON), "-m", "uv", "--version"], environment)
    except StepFailed as failed:
        if wheels is None and not is_about_platform(failed.output):
            raise install_trouble(failed.output) from None
        tell("这里没有可用的 uv，改用 pip，会慢一些", "no uv for this platform; pip does it, more slowly")
        return False
    return True


def is_about_platform(output: str) -> bool:
    """Whether uv is missing because of what this machine is, not because nothing could be fetched."""
    unreachable = ("Retrying (", "ConnectionError", "ProxyError", "(from versions: none)")
    return not any(sign in output for sign in unreachable) and "DO NOT MATCH THE HASHES" not in output


def install(need: str, wheels: Path | None, environment: dict[str, str], *, has_uv: bool) -> None:
    """Install what the requirement file of `need` names, every file checked against its hash, nothing built here."""
    command = uv_install(wheels) if has_uv else pip_install(wheels)
    sources = {} if wheels or not has_uv else uv_environment(pip_configuration(environment), environment)
    cleared = {name: value for name, value in environment.items() if not (wheels and name in SOURCE_VARIABLES)}
    count = sum("==" in line for line in requirement_file(need).read_text(encoding="utf-8").splitlines())
    try:
        step(f"安装 {count} 个组件", f"installing {count} packages", [*command, *hashed(need)], {**cleared, **sources})
    except StepFailed as failed:
        raise install_trouble(failed.output) from None


SOURCE_VARIABLES = {
    *("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"),
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"),
}


def hashed(name: str) -> list[str]:
    return ["--require-hashes", "--only-binary", ":all:", "-r", str(requirement_file(name))]


def uv_install(wheels: Path | None) -> list[str]:
    places = ["--no-index", "--find-links", str(wheels)] if wheels else []
    return [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON), *places]


def pip_install(wheels: Path | None) -> list[str]:
    # --no-user: a pip.conf with user = true must not lead out of .venv.
    places = ["--no-index", "--find-links", str(wheels)] if wheels else []
    return [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-user", *places]


def pip_configuration(environment: dict[str, str]) -> dict[str, str]:
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listing = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return read_pip_configuration(listing.stdout.decode("utf-8", "replace"))


def install_trouble(output: str) -> EnvironmentTrouble:
    """The one sentence that helps, chosen by what the installer printed."""
    if "DO NOT MATCH THE HASHES" in output or "Hash mismatch" in output:
        return EnvironmentTrouble(
            "下载的组件与锁定的哈希不符，已停止安装",
            "a package does not match its locked hash; nothing was installed",
            output,
        )
    return EnvironmentTrouble(
        "安装组件失败：请检查网络和 pip 的软件源设置，或用 --wheels DIR 从文件夹安装",
        "installing failed: check the network and pip's index, or install from a folder with --wheels DIR",
        output,
    )


def place_package(environment: dict[str, str]) -> None:
    """Make `import qingshan` and `.venv/bin/qingshan` lead to this checkout. Needs no build tool and no network."""
    command = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.check_output(command, env=environment).decode().strip())
    (packages / "qingshan.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    script = BIN / "qingshan"
    # /bin/sh first: a kernel takes no interpreter whose path holds a space or passes 127 bytes.
    script.write_text(
        f"#!/bin/sh\n'''exec' \"{PYTHON}\" \"$0\" \"$@\"\n' '''\n"
        'import sys\n\nfrom qingshan.cli.main import main\n\nif __name__ == "__main__":\n    sys.exit(main())\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    if ON_WINDOWS:
        (BIN / "qingshan.cmd").write_text('@"%~dp0python.exe" "%~dp0qingshan" %*\n', encoding="utf-8")


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Two first starts in one checkout wait for each other. Where the system has no such lock, they do not.

    Children hold the lock too: an installer that outlives a killed run.py is waited for.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    with Path(__file__).open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            tell("另一个 run.py 正在准备环境，等待它结束", "waiting for another run.py")
            fcntl.flock(held, fcntl.LOCK_EX)
        os.set_inheritable(held.fileno(), True)
        yield


# Saying what goes on


def tell(chinese: str, english: str) -> None:
    print(f"[run.py] {chinese} / {english}", file=sys.stderr, flush=True)


def step(chinese: str, english: str, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a child, say what it is for and how long it has taken; its output, or StepFailed with it."""
    tell(chinese, english)
    on_screen = sys.stderr.isatty()
    started, told = time.monotonic(), 0.0
    with tempfile.TemporaryFile() as printed:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            close_fds=False,  # the lock goes with it; Python opens nothing else for children to inherit
        )
        try:
            while child.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(0.5)
                elapsed = time.monotonic() - started
                if child.returncode is None and elapsed - told >= (1 if on_screen else 15):
                    told = elapsed
                    end = "\r" if on_screen else "\n"
                    print(f"         … {elapsed:.0f} 秒 s", end=end, file=sys.stderr, flush=True)
        except BaseException:
            child.kill()
            child.wait()
            raise
        printed.seek(0)
        output = printed.read().decode("utf-8", "replace")
    if child.returncode:
        raise StepFailed(output)
    return output
