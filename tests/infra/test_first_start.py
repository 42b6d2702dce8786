"""The first start on a machine without network: real venv, real pip, a wheel folder made here, files checked by hash."""

import base64
import hashlib
import json
import zipfile

import pytest

from tests.infra.checkout import run_py, small_checkout

pytestmark = pytest.mark.long

MAIN = """\
import sys

def main():
    import stone
    print(stone.WEIGHT, sys.argv[1:])
    return 7
"""


def make_wheel(folder, name, version, text):
    """A wheel with one module of that name; the path."""
    files = {
        f"{name}.py": text,
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={url_safe_sha256(body)},{len(body)}" for path, body in files.items()]
    files[f"{name}-{version}.dist-info/RECORD"] = "\n".join([*record, f"{name}-{version}.dist-info/RECORD,,", ""])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for path, body in files.items():
            packed.writestr(path, body)
    return wheel


def url_safe_sha256(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def pinned(wheel):
    name, version, *_ = wheel.name.split("-")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path):
    """A small checkout whose product needs one package, with the folder `wheels` that holds it; no uv anywhere."""
    small_checkout(tmp_path)
    (tmp_path / "src" / "qingshan" / "cli").mkdir(parents=True)
    (tmp_path / "src" / "qingshan" / "cli" / "main.py").write_text(MAIN, encoding="utf-8")
    (tmp_path / "wheels").mkdir()
    wheel = make_wheel(tmp_path / "wheels", "stone", "1.0", "WEIGHT = 3\n")
    (tmp_path / "requirements" / "start.txt").write_text(f"uv==99 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    (tmp_path / "requirements" / "run.txt").write_text(pinned(wheel), encoding="utf-8")
    return tmp_path


def test_the_first_start_installs_from_the_folder_and_the_second_needs_nothing(checkout):
    first = run_py(checkout, "demo", "--no-serve", "--wheels", "wheels")
    assert (first.returncode, first.stdout) == (7, "3 ['demo', '--no-serve']\n")
    assert "安装 1 个组件" in first.stderr
    assert "改用 pip" in first.stderr

    second = run_py(checkout, "demo", "--port", "8123")
    assert (second.returncode, second.stdout, second.stderr) == (7, "3 ['demo', '--port', '8123']\n", "")


def test_a_half_made_environment_is_made_anew(checkout):
    run_py(checkout, "demo", "--wheels", "wheels")
    (checkout / ".venv" / "qingshan.json").unlink()
    (stone,) = (checkout / ".venv").glob("lib/python*/site-packages/stone.py")
    stone.write_text("", encoding="utf-8")

    repaired = run_py(checkout, "demo", "--wheels", "wheels")
    assert (repaired.returncode, repaired.stdout) == (7, "3 ['demo']\n")


def test_a_new_release_in_the_lock_replaces_the_old_one(checkout):
    run_py(checkout, "demo", "--wheels", "wheels")
    wheel = make_wheel(checkout / "wheels", "stone", "2.0", "WEIGHT = 4\n")
    (checkout / "requirements" / "run.txt").write_text(pinned(wheel), encoding="utf-8")

    newer = run_py(checkout, "demo", "--wheels", "wheels")
    assert (newer.returncode, newer.stdout) == (7, "4 ['demo']\n")


def test_a_package_that_was_tampered_with_is_refused_and_nothing_counts_as_installed(checkout):
    make_wheel(checkout / "wheels", "stone", "1.0", "WEIGHT = 5\n")
    refused = run_py(checkout, "demo", "--wheels", "wheels")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.splitlines()[-1] == (
        "[run.py] 下载的组件与锁定的哈希不符，已停止安装 / a package does not match its locked hash; nothing was installed"
    )
    assert json.loads((checkout / ".venv" / "qingshan.json").read_text()) == {"place": str(checkout)}


def test_more_that_cannot_be_had_leaves_what_is_installed(checkout):
    run_py(checkout, "demo", "--wheels", "wheels")
    (checkout / "requirements" / "test.txt").write_text(f"grass==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")

    refused = run_py(checkout, "test", "--wheels", "wheels")
    assert refused.returncode == 3
    assert refused.stderr.splitlines()[-1].startswith("[run.py] 安装组件失败")
    assert run_py(checkout, "demo").returncode == 7


def test_a_checkout_in_a_folder_with_a_blank_starts_too(checkout):
    moved = checkout.parent / "a folder with blanks"
    checkout.rename(moved)
    started = run_py(moved, "demo", "--wheels", "wheels")
    assert (started.returncode, started.stdout) == (7, "3 ['demo']\n")
