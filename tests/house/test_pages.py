"""What every page promises: no undefined variable, nothing inline, and headers that hold a browser to it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client

from .tracked import ROOT, name, tracked_files

INLINE = {
    "style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script without nonce": re.compile(r"<script\b(?![^>]*(?:\bsrc=|\bnonce=))", re.IGNORECASE),
    "foreign address": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE),
}
PROBE = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
host = settings.ALLOWED_HOSTS[0]
plain = Client(headers={"host": host}).get("/")
probe = Client(headers={"host": host}).get("/healthz")
secure = Client(headers={"host": host}).get("/healthz", secure=True)
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "probe": probe.status_code,
    "secure": [secure.status_code, secure["Strict-Transport-Security"], secure["Content-Security-Policy"]],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "flags": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
}))
"""


def templates() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".html"]


def test_an_undefined_variable_fails_a_test() -> None:
    with pytest.raises(pytest.fail.Exception, match="missing"):
        engines["django"].from_string("{{ missing.thing }}").render({})


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_the_policy_forbids(what: str) -> None:
    files = templates()
    assert files
    assert [name(path) for path in files if INLINE[what].search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("style", '<p style="color: red">'),
        ("event handler", '<a href="#" onclick="go()">'),
        ("script without nonce", "<script>go()</script>"),
        ("foreign address", '<script src="//cdn.example.com/x.js"></script>'),
    ],
)
def test_the_search_would_find_it(what: str, text: str) -> None:
    assert INLINE[what].search(text)


def test_the_browser_may_load_from_here_only() -> None:
    response = Client().get("/healthz")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_sessions_survive_the_broker_and_end_the_same_day() -> None:
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    assert settings.SESSION_COOKIE_AGE == 10 * 60 * 60
    assert not settings.SILENCED_SYSTEM_CHECKS


def test_production_speaks_https_only_and_keeps_cookies_to_its_host(tmp_path: Path) -> None:
    variables = {
        "MODE": "production",
        "SECRET_KEY": "k" * 30 + "7-signing-key-of-a-test" * 2,
        "ALLOWED_HOSTS": "cadre.example.edu.cn",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cadre_mgmt.settings",
    }
    outcome = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(outcome.stdout)
    assert seen["plain"] == [301, "https://cadre.example.edu.cn/"]
    # Whatever watches over the process asks on the machine itself, without a certificate.
    assert seen["probe"] == 200
    assert seen["secure"][:2] == [200, "max-age=31536000; includeSubDomains; preload"]
    assert "default-src 'none'" in seen["secure"][2]
    assert seen["cookies"] == ["__Host-session", "__Host-csrf"]
    assert seen["flags"] == [True, True, True]
