"""Settings come from one typed place; production does not start half configured."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cadre_mgmt import environment
from cadre_mgmt.management.commands.document_environment import PAGE, page

from .tracked import ROOT

PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "k" * 30 + "7-signing-key-of-a-test" * 2,
    "ALLOWED_HOSTS": "cadre.example.edu.cn, ganbu.example.edu.cn",
    "DATABASE_URL": "postgres://cadre@localhost/cadre",
}


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for item in environment.declared():
        monkeypatch.delenv(item.name.upper(), raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_production_is_read_typed(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("BEHIND_PROXY", "true")
    result = environment.read()
    assert result.allowed_hosts == ("cadre.example.edu.cn", "ganbu.example.edu.cn")
    assert result.behind_proxy is True
    assert result.signing_key == PRODUCTION["SECRET_KEY"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_needs_key_hosts_and_database(
    variables: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        variables.delenv(name)
    else:
        variables.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
        ("CLOCK_FILE", "clock"),
        ("MODE", "prod"),
        ("BEHIND_PROXY", "perhaps"),
    ],
)
def test_a_dangerous_or_unknown_value_is_refused(
    variables: pytest.MonkeyPatch, name: str, value: str
) -> None:
    variables.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.read()


def test_the_web_server_itself_does_not_start_in_production_without_a_key() -> None:
    variables = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    outcome = subprocess.run(
        [sys.executable, "-c", "import cadre_mgmt.wsgi"],
        cwd=ROOT,
        env=variables | PRODUCTION | {"SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode != 0
    assert "Production needs SECRET_KEY" in outcome.stderr


def test_what_the_address_says_of_tls_is_kept() -> None:
    address = {"DATABASE_URL": "postgres://cadre@db.example.edu.cn/cadre?sslmode=verify-full"}
    outcome = subprocess.run(
        [sys.executable, "-c", "from cadre_mgmt import settings; print(settings.DATABASES['default'])"],
        cwd=ROOT,
        env=os.environ | PRODUCTION | address,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'sslmode': 'verify-full'" in outcome.stdout
    assert "jit=off" in outcome.stdout


def test_one_machine_makes_its_signing_key_once(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables.setenv("MODE", "local")
    variables.delenv("SECRET_KEY")
    variables.setenv("VAR_DIR", str(tmp_path / "var"))
    first = environment.read().signing_key
    file = tmp_path / "var" / "keys" / "django"
    assert len(first) >= environment.SHORTEST_SECRET_KEY
    assert environment.read().signing_key == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["django"]


def test_the_page_of_the_manual_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: manage.py document_environment"
