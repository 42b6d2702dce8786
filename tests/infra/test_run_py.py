"""What run.py understands, and what it says when something is missing. No network, no environment made."""

import ast
import json
from pathlib import Path

import pytest

import run
from tests.infra.checkout import run_py, small_checkout
from tools import environment
from tools.pip_sources import absolute_place, is_reachable, read_pip_configuration, uv_environment

# What was asked for


def test_demo_hands_its_arguments_on_with_the_data_folder_made_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    order = run.read_order(["demo", "--data", "d", "--port", "8123", "--no-serve"])
    assert order == run.Order("demo", None, False, ("--data", str(tmp_path / "d"), "--port", "8123", "--no-serve"))


def test_test_keeps_the_arguments_of_pytest_in_their_order(tmp_path):
    order = run.read_order(["test", "-k", "a or b", "--long", "tests/infra", "--wheels", str(tmp_path), "-x"])
    assert order == run.Order("test", tmp_path, True, ("-k", "a or b", "tests/infra", "-x"))


def test_the_quick_tests_run_on_two_workers_without_the_long_ones():
    command = run.pytest_command(run.Order("test", None, False, ("-x",)))
    assert command[1:] == ["-m", "pytest", "-n", "2", "--dist", "worksteal", "-m", "not long", "-x"]


def test_long_runs_the_long_ones_only():
    command = run.pytest_command(run.Order("test", None, True, ()))
    assert command[-2:] == ["-m", "long"]


def test_the_debugger_gets_one_process():
    command = run.pytest_command(run.Order("test", None, False, ("--pdb",)))
    assert command[1:] == ["-m", "pytest", "-m", "not long", "--pdb"]


def test_tests_run_on_sqlite_unless_another_database_is_named():
    def modules(*words):
        return [command[2] for command in run.test_commands(run.read_order(["test", *words]))]

    assert modules() == modules("tests/cli") == ["pytest"]
    assert modules("--database", "both") == ["pytest", "tests.on_postgresql"]
    assert modules("tests/cli", "--database", "postgresql") == ["tests.on_postgresql"]
    assert modules("--database=sqlite") == ["pytest"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dmeo"],
        ["demo", "--prot", "1"],
        ["demo", "--port", "x"],
        ["lock", "x"],
        ["test", "--wheels", "no/such/folder"],
    ],
)
def test_wrong_use_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        run.read_order(words)
    assert ended.value.code == 2
    assert "run.py" in capsys.readouterr().err


# What pip has configured


def test_the_environment_beats_the_install_section_and_that_beats_global():
    lines = [
        ":env:.index-url='https://c.invalid/simple'",
        "global.index-url='https://a.invalid/simple'",
        "global.timeout='60'",
        "install.index-url='https://b.invalid/simple'",
        "install.timeout='90'",
        "download.timeout='1'",
        "nonsense",
    ]
    listing = "\n".join(lines)
    assert read_pip_configuration(listing) == {"index-url": "https://c.invalid/simple", "timeout": "90"}


def test_a_setting_over_several_lines_is_one_setting():
    listing = "global.extra-index-url='\\nhttps://a.invalid/simple\\nhttps://b.invalid/simple'"
    handed = uv_environment(read_pip_configuration(listing), {})
    assert handed["UV_INDEX"] == "https://a.invalid/simple https://b.invalid/simple"


def test_each_source_of_pip_has_its_variable_of_uv(tmp_path):
    pip = {
        "index-url": "https://a.invalid/simple",
        "extra-index-url": f"https://b.invalid/simple {tmp_path.as_uri()}",
        "find-links": f"{tmp_path} https://c.invalid/links.html",
        "trusted-host": "a.invalid b.invalid",
        "timeout": "60",
        "cert": "/certs.pem",
        "proxy": "http://p.invalid:1",
        "constraint": "/some/constraints.txt",
        "no-index": "false",
    }
    assert uv_environment(pip, {}) == {
        "UV_DEFAULT_INDEX": "https://a.invalid/simple",
        "UV_INDEX": f"https://b.invalid/simple {tmp_path.as_uri()}",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": f"{tmp_path},https://c.invalid/links.html",
        "UV_INSECURE_HOST": "a.invalid b.invalid",
        "UV_HTTP_TIMEOUT": "60",
        "SSL_CERT_FILE": "/certs.pem",
        "HTTPS_PROXY": "http://p.invalid:1",
        "HTTP_PROXY": "http://p.invalid:1",
    }


def test_no_index_is_handed_on():
    assert uv_environment({"no-index": "true"}, {}) == {"UV_NO_INDEX": "1"}


def test_folders_that_are_not_there_are_left_out(tmp_path):
    gone = tmp_path / "gone"
    assert uv_environment({"find-links": str(gone), "extra-index-url": gone.as_uri()}, {}) == {}


@pytest.mark.parametrize("own", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_what_the_user_set_for_uv_stays(own):
    assert uv_environment({"index-url": "https://a.invalid/simple"}, {own: "https://own.invalid/"}) == {}


def test_a_proxy_in_lower_case_counts_as_set():
    assert "HTTPS_PROXY" not in uv_environment({"proxy": "http://p.invalid:1"}, {"https_proxy": "http://own.invalid:1"})


def test_a_relative_folder_is_named_from_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "links").mkdir()
    assert absolute_place("links") == str(tmp_path / "links")
    assert is_reachable("links")
    assert not is_reachable("lines")
    assert absolute_place("https://a.invalid/") == "https://a.invalid/"


def test_for_a_lock_only_the_main_index_counts(tmp_path):
    pip = {"index-url": "https://a.invalid/", "extra-index-url": "https://b.invalid/", "find-links": str(tmp_path)}
    assert run.lock_sources(pip, {}) == {"UV_DEFAULT_INDEX": "https://a.invalid/"}


def test_children_get_the_certificates_of_the_system_unless_others_are_set():
    own = environment.child_environment({"SSL_CERT_FILE": "/own.pem", "PYTHONHOME": "/elsewhere"})
    assert own == {
        "SSL_CERT_FILE": "/own.pem",
        "UV_SYSTEM_CERTS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "NODE_USE_SYSTEM_CA": "1",
    }


@pytest.mark.skipif(not Path(environment.SYSTEM_CERTIFICATES).exists(), reason="this system keeps them elsewhere")
def test_where_debian_keeps_its_certificates_children_are_told():
    assert environment.child_environment({})["SSL_CERT_FILE"] == environment.SYSTEM_CERTIFICATES


# The stamp


@pytest.fixture
def place(monkeypatch, tmp_path):
    """An empty checkout that `tools.environment` takes for its own."""
    for name, path in {
        "ROOT": "",
        "VENV": ".venv",
        "STAMP": ".venv/qingshan.json",
        "PYTHON": ".venv/bin/python",
    }.items():
        monkeypatch.setattr(environment, name, tmp_path / path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n", encoding="utf-8")
    (tmp_path / "requirements").mkdir()
    for name in ("start", "run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name, encoding="utf-8")
    return tmp_path


def stamp_as_installed(place, need):
    stamp = {"place": str(place), need: environment.fingerprint(need)}
    environment.STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    return stamp


def test_what_the_tests_need_serves_the_product_but_not_the_other_way_round(place):
    stamp_as_installed(place, "test")
    assert [environment.is_installed(need) for need in ("start", "run", "test")] == [True, True, True]
    stamp_as_installed(place, "run")
    assert [environment.is_installed(need) for need in ("start", "run", "test")] == [True, True, False]


def test_another_release_in_the_lock_asks_for_a_new_environment(place):
    stamp = stamp_as_installed(place, "test")
    assert environment.is_worth_keeping(stamp)
    (place / "requirements" / "run.txt").write_text("another", encoding="utf-8")
    assert not environment.is_installed("test")
    assert not environment.is_worth_keeping(stamp)


def test_an_environment_without_a_stamp_counts_as_half_made(place):
    assert environment.read_stamp() == {}
    assert not environment.is_worth_keeping({})
    environment.STAMP.write_text('{"place"', encoding="utf-8")
    assert environment.read_stamp() == {}


def test_an_environment_of_a_checkout_that_was_moved_is_made_anew(place):
    assert not environment.is_worth_keeping({**stamp_as_installed(place, "run"), "place": "/elsewhere"})


@pytest.mark.parametrize("version", ["3.9.18", "", "unknown"])
def test_an_environment_of_an_old_python_is_made_anew(place, version):
    stamp = stamp_as_installed(place, "run")
    (place / ".venv" / "pyvenv.cfg").write_text(f"version = {version}\n", encoding="utf-8")
    assert not environment.is_worth_keeping(stamp)


def test_an_environment_whose_python_was_taken_away_is_made_anew(place):
    stamp = stamp_as_installed(place, "run")
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to(place / "gone")
    assert not environment.is_installed("run")
    assert not environment.is_worth_keeping(stamp)


# What it says


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("ERROR: No matching distribution found for uv==1 (from versions: 0.1, 0.2)", True),
        ("uv: /lib/libc.so.6: version GLIBC_2.99 not found", True),
        ("ERROR: Could not find a version (from versions: none)", False),
        ("WARNING: Retrying (Retry(total=4)) after connection broken", False),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", False),
    ],
)
def test_pip_steps_in_for_uv_only_where_the_platform_has_none(output, expected):
    assert environment.is_about_platform(output) is expected


def test_a_hash_that_differs_is_named_as_such():
    sentence = str(environment.install_trouble("error: Hash mismatch for `x==1`"))
    assert sentence == (
        "下载的组件与锁定的哈希不符，已停止安装 / a package does not match its locked hash; nothing was installed"
    )


def test_without_venv_one_sentence_names_the_command_that_helps(tmp_path):
    """Debian's Python without python3-venv, played by modules that shadow the real ones."""
    checkout = small_checkout(tmp_path)
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow" / "ensurepip.py").write_text("raise ImportError\n", encoding="utf-8")
    ended = run_py(checkout, "demo", PYTHONPATH=str(tmp_path / "shadow"))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "[run.py] 这个 Python 不能建立虚拟环境，请先运行：apt install python3-venv"
        " / this Python cannot make a virtual environment; run that command first\n"
    )
    assert not (checkout / ".venv").exists()


def test_an_incomplete_checkout_is_an_environment_problem(tmp_path):
    checkout = small_checkout(tmp_path)
    (checkout / "requirements" / "run.txt").unlink()
    ended = run_py(checkout, "demo")
    assert (ended.returncode, ended.stderr) == (
        3,
        "[run.py] 检出不完整：缺少 requirements/run.txt / the checkout is incomplete\n",
    )


def test_an_older_python_is_refused_politely():
    assert (
        str(run.python_trouble((3, 9, 18))) == "需要 Python 3.11 或更新，这里是 3.9.18 / Python 3.11 or later is needed"
    )
    assert run.python_trouble((3, 11, 0)) is None


@pytest.mark.parametrize("name", ["run.py", "tools/environment.py", "tools/pip_sources.py"])
def test_what_an_older_python_reads_first_has_no_newer_syntax(name):
    """It must get as far as the refusal. Annotations are not evaluated, so newer types in them do no harm."""
    text = (environment.ROOT / name).read_text(encoding="utf-8")
    ast.parse(text, filename=name, feature_version=(3, 9))
    assert "from __future__ import annotations" in text
