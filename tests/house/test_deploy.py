"""What `deploy/` says fits the product: its variables, commands, limits and servers."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from cadre_mgmt import environment, server
from core.tables.guard import MAX_CSV
from launch import check, tools

from .tracked import ROOT

DEPLOY = ROOT / "deploy"
MANUAL = ROOT / "docs" / "manual" / "deploy.md"
SECRET = "k" * 30 + "7-signing-key-of-a-test" * 2
DECLARED = {item.name.upper(): item for item in environment.declared()}
REQUIRED = {name for name, item in DECLARED.items() if item.metadata["production"]} | {"MODE"}
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def example() -> dict[str, str]:
    """The variables of the example, as systemd and compose read them."""
    lines = (DEPLOY / "cadre.env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    # Quoted: the manual has a shell read the file too, and & in an address would end the command there.
    assert all(re.fullmatch("'[^']*'", value) for _, value in pairs)
    return {name: value[1:-1] for name, value in pairs}


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def products() -> dict[str, dict[str, Any]]:
    """The services that run our own image."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}


def unit(path: Path) -> configparser.RawConfigParser:
    class Repeated(dict):
        """systemd lets a key stand more than once; the values are joined by lines."""

        def __setitem__(self, key: Any, value: Any) -> None:
            if isinstance(value, list) and key in self:
                value = self[key] + value
            super().__setitem__(key, value)

    parser = configparser.RawConfigParser(strict=False, dict_type=Repeated)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    return parser


def commands(path: Path) -> list[list[str]]:
    lines = unit(path)["Service"]["ExecStart"].strip().splitlines()
    return [shlex.split(line) for line in lines]


def test_the_example_sets_known_variables_and_every_required_one() -> None:
    assert example().keys() <= DECLARED.keys()
    assert example().keys() >= REQUIRED
    assert not example()["SECRET_KEY"], "nobody starts with a key that stands in the repository"


def test_with_the_example_production_starts_and_deploys_clean(tmp_path: Path) -> None:
    # Playwright's variable, which ./test sets, is no business of production.
    foreign = {*DECLARED, *check.PLAYWRIGHT}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    values = example() | {"SECRET_KEY": SECRET, "VAR_DIR": str(tmp_path)}
    outcome = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | values,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert "no issues (0 silenced)" in outcome.stdout


def test_compose_sets_known_variables_and_every_required_one() -> None:
    found = products()
    assert {"web1", "web2", "worker", "beat", "prepare", "backup"} == found.keys()
    for name, service in found.items():
        assert service["env_file"] == "cadre.env"
        assert service["environment"].keys() <= DECLARED.keys(), name
        assert example().keys() | service["environment"].keys() >= REQUIRED, name
        assert {"db", "redis"} & service["depends_on"].keys(), name
        # The keys lie apart: not where the backups are.
        mounts = dict(mount.split(":") for mount in service["volumes"])
        assert mounts["keys"] == str(Path(service["environment"]["KEY_FILE"]).parent)
        assert mounts["backups"] == service["environment"]["BACKUP_DIR"]
    assert found["worker"]["deploy"]["replicas"] == 2
    assert "deploy" not in found["beat"]


def test_compose_names_every_secret_and_leaves_none_in_the_repository() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    lines = (DEPLOY / "compose.env.example").read_text(encoding="utf-8").splitlines()
    assert {line for line in lines if line and line[0] != "#"} == {f"{name}=" for name in asked}
    assert set(re.findall(r"(?<!\$)\$\{(\w+)(?!\w|:\?)", text)) == set(), "a secret may not be empty"


def test_the_broker_keeps_its_queue_and_never_forgets_for_room() -> None:
    words = shlex.split(compose()["services"]["redis"]["command"])
    for setting, value in (("--appendonly", "yes"), ("--maxmemory-policy", "noeviction")):
        assert words[words.index(setting) + 1] == value
    assert "--requirepass" in words


def test_databases_and_broker_are_reached_by_nobody_from_outside() -> None:
    ports = {name: service.get("ports") for name, service in compose()["services"].items()}
    assert {name for name, open_ports in ports.items() if open_ports} == {"nginx"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_runs_as_an_ordinary_user_with_our_environment(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] == "cadre"
    assert service["EnvironmentFile"] == "/etc/cadre/cadre.env"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    writable = service["ReadWritePaths"].split()
    for name in ("VAR_DIR", "BACKUP_DIR"):
        assert example()[name] in writable
    assert str(Path(example()["KEY_FILE"]).parent) in writable
    for command in commands(path):
        assert command[0].startswith("/srv/cadre/.venv/bin/")
        assert (ROOT / ".venv" / "bin" / Path(command[0]).name).exists()
        if "manage.py" in command:
            assert command[command.index("manage.py") + 1] in get_commands()


def test_units_and_containers_start_the_same_programs() -> None:
    (web,), (worker,), (beat,) = (
        commands(DEPLOY / "systemd" / f"cadre-{name}.service") for name in ("web@", "worker@", "beat")
    )
    image = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert image
    for command in (web, yaml.safe_load(image[1])):
        assert command[command.index("-c") + 1] == "python:cadre_mgmt.server"
        assert command[-1] == "cadre_mgmt.wsgi"
    same = {"--concurrency", "2", "--loglevel", "INFO", "worker", "--quiet"}
    assert same <= set(worker)
    assert same <= set(shlex.split(products()["worker"]["command"]))
    assert beat[1:] == shlex.split(products()["beat"]["command"])[1:]
    steps = [command[1:] for command in commands(DEPLOY / "systemd" / "cadre-backup.service")]
    shell = shlex.split(products()["backup"]["command"])[-1]
    assert [shlex.split(step)[1:] for step in shell.split("&&")] == steps


def test_gunicorn_writes_json_lines_and_has_no_control_socket() -> None:
    assert server.control_socket_disable is True
    assert server.logconfig_dict["loggers"]["gunicorn.error"] == {
        "handlers": [],
        "propagate": True,
        "level": "INFO",
    }
    assert server.accesslog is None


def nginx() -> str:
    return (DEPLOY / "nginx" / "nginx.conf").read_text(encoding="utf-8")


def test_nginx_takes_what_the_product_takes_and_tells_only_its_own_word() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", nginx())
    assert found
    # The form around a file is small; a limit far above would only fill the disk.
    assert 0 < int(found[1]) * 1024 * 1024 - MAX_CSV <= 2 * 1024 * 1024
    assert "proxy_add_x_forwarded_for" not in nginx()
    places = re.findall(r"location [^{]*\{[^}]*proxy_pass[^}]*\}", nginx())
    assert len(places) == 2
    for place in places:
        for header in ("Host $host", "X-Forwarded-Proto $scheme", "X-Request-ID $request_id"):
            assert f"proxy_set_header {header};" in place
    assert re.findall(r"^error_log (.*);", nginx(), re.MULTILINE) == ["stderr crit"], "others quote queries"
    assert "$request_uri" not in nginx().split("log_format")[1].split(";")[0], "queries hold names"


@pytest.mark.nginx
@pytest.mark.parametrize("upstream", ["systemd", "compose"])
def test_nginx_understands_its_configuration(tmp_path: Path, upstream: str) -> None:
    certificate, key = tmp_path / "cadre.crt", tmp_path / "cadre.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "1", "-subj", "/CN=test", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    servers = (DEPLOY / "nginx" / f"upstream-{upstream}.conf").read_text(encoding="utf-8")
    # Names of containers are known only among them.
    servers = re.sub(r"server web(\d):8000", r"server 127.0.0.\1:8000", servers)
    (tmp_path / "cadre-upstream.conf").write_text(servers)
    text = nginx().replace("/etc/nginx/tls", str(tmp_path))
    text = text.replace("/etc/nginx/cadre-upstream.conf", f"{tmp_path}/cadre-upstream.conf")
    text = text.replace("/run/nginx.pid", f"{tmp_path}/nginx.pid")
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    # A service of systemd writes to a socket, and nothing can open that by name.
    journal, stdout = socket.socketpair()
    with journal, stdout:
        outcome = subprocess.run(
            [tools.nginx() or "nginx", "-t", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")],
            stdout=stdout if upstream == "systemd" else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert outcome.returncode == 0, outcome.stderr
    assert "warn" not in outcome.stderr


def test_the_manual_names_commands_files_and_variables_that_exist() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py (\w+)", text))
    assert named >= {"migrate", "create_key_file", "create_officers", "backup", "restore", "verify_backup"}
    assert named <= get_commands().keys()
    for file in set(re.findall(r"(?<![\w/])deploy/[\w@./-]+\w", text)):
        made_by_hand = file in {"deploy/.env", "deploy/cadre.env"} or file.startswith("deploy/tls")
        assert made_by_hand or (ROOT / file).exists(), file
    for path in (DEPLOY / "systemd").iterdir():
        assert path.name.split("@")[0].split(".")[0] in text, path.name
