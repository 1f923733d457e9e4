"""Which databases `./run` fills with the demo, whose sign-ins it shows, and when it makes the data key."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch import service, start
from launch.machine import Trouble

SERVER = "postgres://cadre@localhost/cadre"


class Machine:
    """Stands for the management commands and the running product; `state` is what the database holds."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.state = "empty"
        self.called: list[str] = []
        self.shown: Path | None = None

    def manage(self, *arguments: str, what: str) -> str:
        self.called.append(" ".join(arguments))
        if "--state" in arguments:
            return f"{self.state}\n"
        if arguments[0] == "load_demo" and self.state == "real":
            raise Trouble("refused", status=start.HOLDS_REAL_DATA)
        return ""

    def serve(self, port: int, started: float, *, sign_ins: Path | None = None) -> int:
        self.shown = sign_ins
        return 0

    def run(self, *arguments: str) -> int:
        return start._carry_out(start._parser().parse_args(arguments))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    result = Machine(tmp_path)
    for name in ("DATABASE_URL", "KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "VAR", tmp_path)
    monkeypatch.setattr(start, "manage", result.manage)
    monkeypatch.setattr(start.packages, "ensure", lambda: None)
    monkeypatch.setattr(start.packages, "ensure_static_files", lambda: None)
    monkeypatch.setattr(start.os, "umask", lambda mask: mask)
    monkeypatch.setattr(service, "require_free_port", lambda port: None)
    monkeypatch.setattr(service, "serve", result.serve)
    return result


@pytest.mark.parametrize(
    ("server", "arguments", "state", "shown"),
    [
        (False, [], "empty", True),
        (False, [], "demo", True),
        (False, [], "real", False),
        (True, [], "empty", False),
        (True, [], "demo", False),
        (True, ["--demo"], "empty", True),
    ],
)
def test_sign_ins_are_shown_exactly_where_the_demo_was_loaded(
    machine: Machine, monkeypatch, server: bool, arguments: list[str], state: str, shown: bool
) -> None:
    if server:
        monkeypatch.setenv("DATABASE_URL", SERVER)
    (machine.var / "keys").mkdir()
    (machine.var / "keys" / "data.json").touch()
    sign_ins = machine.var / "demo-sign-ins.txt"
    sign_ins.write_text("perhaps of another database")
    machine.state = state
    assert machine.run(*arguments) == 0
    assert machine.shown == (sign_ins if shown else None)


def test_the_demo_is_refused_to_a_server_with_real_data(machine: Machine, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", SERVER)
    monkeypatch.setenv("KEY_FILE", "elsewhere")
    machine.state = "real"
    with pytest.raises(Trouble, match="refused"):
        machine.run("--demo")


def test_schema_and_demo_cost_one_process(machine: Machine) -> None:
    (machine.var / "keys").mkdir()
    (machine.var / "keys" / "data.json").touch()
    machine.run()
    assert machine.called == ["load_demo --demo --migrate"]


@pytest.mark.parametrize("state", ["demo", "real"])
def test_a_lost_key_is_told_and_not_replaced(machine: Machine, state: str) -> None:
    (machine.var / "db.sqlite3").touch()
    machine.state = state
    machine.run("--setup")
    with pytest.raises(Trouble, match="请放回备份的密钥文件"):
        machine.run()
    assert "create_key_file" not in machine.called


def test_a_new_machine_gets_its_key(machine: Machine) -> None:
    machine.run("--setup")
    assert machine.called == ["create_key_file"]
    (machine.var / "db.sqlite3").touch()
    machine.run()
    assert machine.called[1:] == ["load_demo --state", "create_key_file", "load_demo --demo --migrate"]


def test_help_explains_every_option_and_starts_nothing(machine: Machine, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        start.main(["--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    for option in ("--setup", "--reset-demo", "--demo", "--port"):
        assert option in said
    assert "Ctrl-C" in said and "DATABASE_URL" in said
    assert machine.called == []
    assert not (machine.var / "run.lock").exists()
