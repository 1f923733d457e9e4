"""Every setting that the environment may change, in one typed place.

`docs/environment.md` is generated from the declarations below (`manage.py document_environment`).
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import Field, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
MODES = ("local", "production", "test")
SHORTEST_SECRET_KEY = 50
SCANNER = re.compile(r"unix:/.+|tcp://[^/]+:\d{1,5}")


def setting(default: Any, *, doc: str, production: bool = False) -> Any:
    """A declared variable: its default on one machine, its meaning, whether production must set it."""
    return field(default=default, metadata={"doc": doc, "production": production})


@dataclass(frozen=True)
class Environment:
    """What `settings.py` reads; field names in capitals are the variables' names."""

    mode: str = setting("local", doc="`local` (one machine, embedded parts), `production` or `test`.")
    secret_key: str = setting(
        "",
        doc=f"Signs sessions and forms; at least {SHORTEST_SECRET_KEY} characters. "
        "Outside production one is made once, in `keys/django` of `VAR_DIR`.",
        production=True,
    )
    allowed_hosts: tuple[str, ...] = setting(
        (), doc="Host names that the web server answers to, comma-separated.", production=True
    )
    database_url: str = setting(
        "",
        doc="`sqlite:///path` or `postgres://user:password@host:port/name`; "
        "without it `db.sqlite3` in `VAR_DIR`.",
        production=True,
    )
    redis_url: str = setting("", doc="Broker of the job queue; without it `./run` starts an embedded one.")
    var_dir: str = setting("", doc="Folder for everything that a machine makes; default `var/`.")
    key_file: str = setting(
        "", doc="Key file of encrypted columns and files; default `keys/data.json` in `VAR_DIR`."
    )
    backup_dir: str = setting(
        "", doc="Folder of `manage.py backup`, never the one of the key file; default `backups` in `VAR_DIR`."
    )
    clock_file: str = setting("", doc="Tests only: a file that holds seconds by which the clock is shifted.")
    sweep_seconds: int = setting(30, doc="Seconds between two looks for jobs whose wake-up call was lost.")
    upload_scanner: str = setting(
        "",
        doc="Virus scanner that speaks clamd's INSTREAM: `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`. "
        "Once set, no upload passes unseen by it; without it uploads are judged by type and structure alone.",
    )
    behind_proxy: bool = setting(
        False,
        doc="Trust `X-Forwarded-Proto`, `X-Request-ID` and the last address of `X-Forwarded-For` "
        "of the web server in front.",
    )
    password_expiry: bool = setting(
        True, doc="Passwords expire after 180 days (GB/T 22239-2019 8.1.4.1); see docs/decisions/0006."
    )
    site_url: str = setting(
        "", doc="Where links in messages lead, e.g. `https://cadre.example.edu.cn`; default the first host."
    )
    smtp_url: str = setting(
        "",
        doc="Mail server: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`; "
        "without it no mail is written.",
    )
    mail_from: str = setting("", doc="Address that mail comes from; default `no-reply@` the site's host.")
    webhook_hosts: tuple[str, ...] = setting(
        ("qyapi.weixin.qq.com", "oapi.dingtalk.com"),
        doc="Hosts of group robots that may be called, by https and outside only; one written with its "
        "scheme, such as `http://10.1.2.3:8080`, is a gateway inside.",
    )

    @property
    def site(self) -> str:
        """The address that links in messages begin with."""
        first = self.allowed_hosts[0].lstrip(".") if self.allowed_hosts else ""
        return self.site_url.rstrip("/") or (f"https://{first}" if first else "http://127.0.0.1:8000")

    @cached_property
    def site_host(self) -> str:
        """The host of that address."""
        return urlsplit(self.site).hostname or "localhost"

    @property
    def var(self) -> Path:
        """The folder of everything that a machine makes, absolute."""
        return Path(self.var_dir).resolve() if self.var_dir else BASE_DIR / "var"

    @property
    def signing_key(self) -> str:
        """SECRET_KEY, or outside production the key that this machine made for itself."""
        return self.secret_key or _machine_made_key(self.var / "keys" / "django")


def declared() -> tuple[Field[Any], ...]:
    """The declarations in order; `name`, `default` and `metadata` describe a variable."""
    return fields(Environment)


def read() -> Environment:
    """The environment of this process, typed.

    Raises ImproperlyConfigured where a value has the wrong form or production lacks one.
    """
    env = environ.Env()
    values: dict[str, Any] = {}
    for item in declared():
        name = item.name.upper()
        if not env.ENVIRON.get(name):
            continue
        if isinstance(item.default, bool):
            values[item.name] = _read_bool(env, name)
        elif isinstance(item.default, int):
            values[item.name] = _read_count(env, name)
        elif isinstance(item.default, tuple):
            values[item.name] = tuple(part.strip() for part in env.list(name) if part.strip())
        else:
            values[item.name] = env.str(name)
    result = Environment(**values)
    if result.mode not in MODES:
        raise ImproperlyConfigured(f"MODE must be one of {', '.join(MODES)}, not {result.mode!r}.")
    if result.upload_scanner and not SCANNER.fullmatch(result.upload_scanner):
        raise ImproperlyConfigured("UPLOAD_SCANNER must be unix:/path/of/socket or tcp://host:port.")
    if result.mode == "production":
        _require_production(result)
    return result


def _read_bool(env: environ.Env, name: str) -> bool:
    """A yes or no; any other word is refused, where django-environ would read it as no."""
    word = env.str(name).strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")


def _read_count(env: environ.Env, name: str) -> int:
    """A whole number above zero."""
    text = env.str(name).strip()
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ImproperlyConfigured(f"{name} must be a whole number above zero, not {text!r}.")
    return int(text)


def _require_production(result: Environment) -> None:
    missing = [
        item.name.upper()
        for item in declared()
        if item.metadata["production"] and not getattr(result, item.name)
    ]
    if missing:
        raise ImproperlyConfigured(f"Production needs {', '.join(missing)}; see docs/environment.md.")
    if len(result.secret_key) < SHORTEST_SECRET_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY needs at least {SHORTEST_SECRET_KEY} characters.")
    if "*" in result.allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * is refused in production.")
    if result.clock_file:
        raise ImproperlyConfigured("CLOCK_FILE shifts the clock and is refused in production.")


def _machine_made_key(path: Path) -> str:
    """The key in that file; made with mode 0600 by whichever process comes first."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(64))
        try:
            # A link appears whole or not at all, and never replaces the key of another process.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
