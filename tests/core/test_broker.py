"""Which broker, under which address, started how."""

import os
from pathlib import Path

import pytest
from kombu.utils.url import parse_url

from core import broker


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("redis://127.0.0.1:6379/3", "redis://127.0.0.1:6379/3"),
        ("redis://:pass%23word@host:6379/0", "redis://:pass%23word@host:6379/0"),
        ("rediss://host:6380/0", "rediss://host:6380/0?ssl_cert_reqs=required"),
        (
            "rediss://host/0?ssl_ca_certs=/ca.pem",
            "rediss://host/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=required",
        ),
        ("rediss://host/0?ssl_cert_reqs=none", "rediss://host/0?ssl_cert_reqs=none"),
        ("unix:///run/redis.sock?db=2", "redis+socket:///run/redis.sock?virtual_host=2"),
        ("redis+socket:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_addresses_as_celery_wants_them(given, address):
    assert broker.broker_url(given) == address


def test_rediss_is_really_encrypted_and_checked():
    assert (
        parse_url(broker.broker_url("rediss://host:6380/0"))["ssl"]["ssl_cert_reqs"].name == "CERT_REQUIRED"
    )


@pytest.mark.parametrize("given", ["amqp://host", "127.0.0.1:6379", "http://host"])
def test_other_addresses_are_refused(given):
    with pytest.raises(broker.BrokerError, match="REDIS_URL"):
        broker.broker_url(given)


def test_without_an_address_the_embedded_socket_is_meant():
    path = broker.embedded_socket_path()
    assert broker.broker_url("") == f"redis+socket://{path}"
    assert len(str(path)) < 100
    assert str(os.getuid()) in path.parent.name


def test_the_systems_server_comes_first_then_the_packaged_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    packaged = Path(broker.server_binary())
    assert packaged.name == "valkey-server"
    assert os.access(packaged, os.X_OK)
    for name in ("valkey-server", "redis-server"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert broker.server_binary() == str(tmp_path / name)


def test_the_embedded_server_listens_on_no_port_and_writes_its_queue():
    command = broker.embedded_command(Path("/s/broker.sock"), Path("/var/broker"))
    assert command[command.index("--port") + 1] == "0"
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--unixsocketperm") + 1] == "600"


def test_a_socket_folder_that_others_may_enter_is_refused(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    with pytest.raises(broker.BrokerError, match="权限过宽"):
        broker.prepare(folder / "broker.sock", tmp_path / "data")


def test_a_link_in_place_of_the_socket_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(broker.BrokerError):
        broker.prepare(tmp_path / "link" / "broker.sock", tmp_path / "data")
