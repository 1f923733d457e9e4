"""What `./run` and `./test` do before anything runs, and what they say when they cannot."""

from __future__ import annotations

import configparser
import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch import check, machine, packages, service, tools
from launch.machine import Trouble

from .tracked import ROOT

OLD_PYTHON = """
import sys
sys.version_info = (3, 9, 2, "final", 0)
from launch.python import go_on_in_fitting_python
go_on_in_fitting_python()
print("went on")
"""


def test_an_old_python_is_told_in_two_languages(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", OLD_PYTHON],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "当前为 3.9" in outcome.stderr
    assert "this is 3.9" in outcome.stderr
    assert outcome.stdout == ""


def test_a_newer_python_of_the_machine_takes_over(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\necho taken over by $0\n")
    newer.chmod(0o755)
    outcome = subprocess.run(
        [sys.executable, "-c", OLD_PYTHON],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert outcome.stdout == f"taken over by {newer}\n"


def test_a_python_without_venv_is_told_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    machine.require_venv()
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Trouble, match=r"apt install python3-venv(?s:.)*apt install python3-venv"):
        machine.require_venv()


def test_a_failing_step_shows_its_last_lines_only() -> None:
    program = "import sys; [print(f'line {n}') for n in range(100)]; sys.exit(3)"
    with pytest.raises(Trouble) as caught:
        machine.do([sys.executable, "-c", program], what="某一步")
    text = str(caught.value)
    assert "某一步：失败（退出码 3）" in text
    assert "line 99" in text
    assert "line 9\n" not in text


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A clone of three requirement files; gives the list of commands that set-up then runs."""
    commands: list[list[str]] = []

    def do(command: list[object], **options: object) -> str:
        commands.append([str(part) for part in command])
        return "uv 1.2"

    for name in (packages.RUNTIME, packages.TOOLS, packages.NODE):
        (tmp_path / name).write_text("uv==1.2 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\nnext==1\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(packages, "INSTALLED", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(packages, "do", do)
    return commands


def test_packages_are_installed_once_and_again_when_a_file_changes(clone, tmp_path: Path) -> None:
    packages._ensure_packages({packages.RUNTIME})
    assert clone[0][-2:] == ["-r", str(tmp_path / ".venv" / "uv.txt")]
    assert clone[1][-1] == packages.RUNTIME
    assert "--require-hashes" in clone[0]
    assert "--require-hashes" in clone[1]
    clone.clear()
    packages._ensure_packages({packages.RUNTIME})
    assert clone == []
    (tmp_path / packages.RUNTIME).write_text("uv==1.2 \\\n    --hash=sha256:02\n")
    packages._ensure_packages({packages.RUNTIME})
    assert clone[-1][-1] == packages.RUNTIME


def test_starting_does_not_take_the_developers_tools_away(clone) -> None:
    packages._ensure_packages({packages.RUNTIME, packages.TOOLS})
    clone.clear()
    packages._ensure_packages({packages.RUNTIME})
    assert clone == []
    packages._ensure_packages({packages.RUNTIME, packages.NODE})
    assert clone[-1][-3:] == [packages.TOOLS, packages.NODE, packages.RUNTIME]


@pytest.mark.parametrize("node", [True, False])
def test_a_machine_without_node_gets_it_in_the_one_installation(
    clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: bool
) -> None:
    monkeypatch.setattr(packages, "FRONT_END", tmp_path / "front-end-installed")
    monkeypatch.setattr(packages, "_works", lambda python: True)
    monkeypatch.setattr(packages, "_system_npm", lambda: ["npm"] if node else [])
    packages.ensure()
    installations = [command for command in clone if "sync" in command]
    assert len(installations) == 1
    assert (packages.NODE in installations[0]) is not node
    assert clone[-1] == [*(["npm"] if node else packages.PACKAGED_NPM), "ci", "--ignore-scripts"]
    clone.clear()
    packages.ensure()
    assert clone == []


def test_an_interrupted_installation_is_not_taken_for_a_whole_one(clone, tmp_path: Path, monkeypatch) -> None:
    packages._ensure_packages({packages.RUNTIME})

    def interrupted(command: list[object], **options: object) -> str:
        raise KeyboardInterrupt

    (tmp_path / packages.RUNTIME).write_text("uv==1.2 \\\n    --hash=sha256:02\n")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(packages, "do", interrupted)
        packages._ensure_packages({packages.RUNTIME})
    assert not packages.INSTALLED.exists()


def test_only_uv_itself_is_fetched_before_uv(clone, tmp_path: Path) -> None:
    packages._ensure_uv()
    fetched = (tmp_path / ".venv" / "uv.txt").read_text()
    assert fetched == "uv==1.2 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n"


def test_uv_asks_the_mirror_that_pip_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example.edu.cn/packages")
    assert packages._index() == {"UV_DEFAULT_INDEX": "https://mirror.example.edu.cn/packages"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example.edu.cn/packages")
    assert packages._index() == {}


@pytest.mark.parametrize(("version", "used"), [("v20.1.0", True), ("v24.0.0", True), ("v18.19.0", False)])
def test_an_old_node_is_passed_over(tmp_path: Path, monkeypatch, version: str, used: bool) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert packages._system_npm() == ([str(tmp_path / "npm")] if used else [])
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert packages._system_npm() == []


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"{port}.*--port"):
            service.require_free_port(port)
    service.require_free_port(port)


@pytest.mark.parametrize("redis_url", ["", "redis://127.0.0.1:6379/1"])
def test_the_supervisor_runs_each_program_again_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    odd = tmp_path / "100% 我的 文件夹"
    monkeypatch.setattr(service, "ROOT", odd)
    monkeypatch.setattr(service, "VAR", odd / "var")
    monkeypatch.setattr(service, "PYTHON", odd / "python")
    monkeypatch.setenv("REDIS_URL", redis_url)
    parser = configparser.RawConfigParser()
    parser.read_string(service.configuration(8000))
    names = [name.partition(":")[2] for name in parser.sections() if name.startswith("program:")]
    assert names == [*([] if redis_url else ["broker"]), "web", "worker", "beat"]
    # Groups end one after another, the last first: together what uses the broker, then the broker.
    groups = [parser[name] for name in parser.sections() if name.startswith("group:")]
    ends = sorted(groups, key=lambda group: int(group["priority"]), reverse=True)
    together = [group["programs"] for group in ends]
    assert together == ["web,worker,beat", *([] if redis_url else ["broker"])]
    for name in names:
        section = parser[f"program:{name}"]
        assert section["autorestart"] == "true"
        # Supervisor expands %(…)s, so that a plain % must be doubled.
        assert shlex.split(section["command"].replace("%%", "%"))[0] == str(odd / "python")


def test_a_second_start_is_refused_with_the_address_of_the_first(tmp_path: Path) -> None:
    with machine.locked(tmp_path / "run.lock") as first:
        first.write("http://127.0.0.1:8000/")
        first.flush()
        with (
            pytest.raises(Trouble, match=r"已在运行：http://127\.0\.0\.1:8000/"),
            machine.locked(tmp_path / "run.lock", busy="已在运行："),
        ):
            pass
    with machine.locked(tmp_path / "run.lock", busy="已在运行：") as lock:
        assert not lock.closed


def test_what_a_machine_lacks_is_left_out_by_mark_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "chromium", lambda: None)
    monkeypatch.setattr(tools, "office", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(tools, "nginx", lambda: "/usr/sbin/nginx")
    left_out = check._left_out()
    assert list(left_out) == ["browser"]
    monkeypatch.setenv("DATABASE_URL", "postgres://postgres@127.0.0.1/x")
    assert check._test_stage(left_out).command[-1] == "not sqlite and not once and not browser"
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x")
    assert check._test_stage({}).command[-1] == "not postgres"


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_did_not_run_fails_on_ci_only(tmp_path: Path, monkeypatch, ci: str, status: int) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(check, "_left_out", lambda: {"browser": "no Chromium was found"})
    monkeypatch.setattr(check, "_pytest", lambda *arguments: [sys.executable, "-c", ""])
    assert check._run_all(tmp_path, lint=False) == status


def test_checks_side_by_side_are_told_one_by_one_and_one_failure_fails(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    def stage(name: str, status: int) -> check.Stage:
        program = f"import sys; print('{name} says'); sys.exit({status})"
        return check.Stage(name, [sys.executable, "-c", program])

    monkeypatch.setattr(check, "_left_out", dict)
    monkeypatch.setattr(check, "_test_stage", lambda left_out: stage("tests", 0))
    monkeypatch.setattr(check, "_lint_stages", lambda: [stage("one", 0), stage("two", 3), stage("three", 0)])
    assert check._run_all(tmp_path, lint=True) == 1
    said = capsys.readouterr().out
    assert "── one\none says\n── two\ntwo says\n── three\nthree says\n── tests\n" in said
    assert "FAILED (3)" in said


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_on_ci_only(tmp_path: Path, ci: str, status: int) -> None:
    test = tmp_path / "test_one.py"
    test.write_text("import pytest\n\ndef test_ran(): pass\n\ndef test_not(): pytest.skip('no reason')\n")
    bare = [
        part
        for name in ("django", "randomly", "playwright", "hypothesispytest")
        for part in ("-p", f"no:{name}")
    ]
    outcome = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *bare,
            "-c",
            os.devnull,
            "-p",
            "tests.support.no_skips",
            str(test),
        ],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed, 1 skipped" in outcome.stdout, outcome.stdout
    assert outcome.returncode == status


def test_the_tests_get_a_folder_of_their_own_and_no_setting_of_the_machine(
    tmp_path: Path, monkeypatch
) -> None:
    for name in check.FOREIGN:
        monkeypatch.setenv(name, "of the machine")
    program = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))"
    check.Stage("show", [sys.executable, "-c", program, tmp_path / "seen"]).run(tmp_path)
    seen = json.loads((tmp_path / "seen").read_text())
    assert seen["VAR_DIR"] == str(tmp_path)
    assert seen["MODE"] == "test"
    assert not set(check.FOREIGN) & seen.keys()
