"""Robots of group chats, in the formats of 企业微信 and 钉钉. Their address is a secret and a risk.

Anybody may write one into the settings page, so a call goes only to a host on the list of the installation,
by https, never to an address inside, and follows no redirect. A host written on the list with its scheme
(`http://10.1.2.3:8080`, a gateway inside) was allowed by whoever runs the machine, as it stands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import logging
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from core import clock
from core.pages import RuleBroken

from ..models import Robot
from .errors import NotNow, Refused, Unknown

# The client says each address that it calls; those of robots are secrets.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

SECONDS = 5.0
BUSY = frozenset({-1, 45009, 130101, 410100})  # the platform is busy, or too many in a minute
REPEATABLE = frozenset({408, 425, 429})


class RobotWay:
    """One HTTP client for many calls."""

    def __enter__(self) -> Self:
        self._client = httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def hand_over(
        self, *, to: Any, subject: str, text: str, number: str, announce: Callable[[], None]
    ) -> None:
        """Posts one message; calls `announce` just before. Raises Refused, NotNow, Unknown."""
        try:
            robot_address_check(to.robot_url)
        except RuleBroken as broken:
            raise Refused("机器人地址不在允许的范围内。") from broken
        if not (_written_out(to.robot_url) or is_public(urlsplit(to.robot_url).hostname or "")):
            raise Refused("机器人地址指向内部网络，没有发送。")
        announce()
        query = signature(to.robot_key) if to.robot == Robot.DINGTALK and to.robot_key else {}
        try:
            answer = self._client.post(
                httpx.URL(to.robot_url).copy_merge_params(query),
                json={"msgtype": "text", "text": {"content": f"{subject}\n{text}"}},
                headers={"Idempotency-Key": number},
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotNow("连不上群机器人的服务器。") from error
        except httpx.HTTPError as error:
            raise Unknown("发送途中与群机器人的连接中断。") from error
        _judge(answer)


def _judge(answer: httpx.Response) -> None:
    """Both platforms answer 200 with a code of their own; 0 is well."""
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code in REPEATABLE:
        raise NotNow(f"群机器人的服务器暂时不能接收（{answer.status_code}）。")
    if answer.status_code != httpx.codes.OK:
        raise Refused(f"群机器人的服务器拒绝接收（{answer.status_code}）。")
    try:
        code = answer.json().get("errcode")
    except (ValueError, AttributeError):
        code = None
    if code in BUSY:
        raise NotNow(f"群机器人发送太频繁或平台繁忙（{code}）。")
    if code != 0:
        raise Refused(f"群机器人拒绝接收（{code}），请核对机器人地址和安全设置。")


def signature(key: str) -> dict[str, str]:
    """What 钉钉 wants beside the address of a robot with 加签: the time in milliseconds, signed."""
    moment = str(int(clock.now().timestamp() * 1000))
    digest = hmac.new(key.encode(), f"{moment}\n{key}".encode(), hashlib.sha256).digest()
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def robot_address_check(url: str) -> None:
    """Raises RuleBroken for an address that this installation does not call."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RuleBroken("机器人地址不是网址，请从群机器人的设置里完整复制。") from None
    if _written_out(url):
        return
    if parts.scheme != "https" or parts.username or port not in (None, 443):
        raise RuleBroken("机器人地址须以 https:// 开头，请从群机器人的设置里完整复制。")
    if parts.hostname not in settings.ENVIRONMENT.webhook_hosts:
        raise RuleBroken(
            "本系统不向这个网址发送消息。可用的是企业微信、钉钉的群机器人，其他请联系系统管理员。"
        )


def _written_out(url: str) -> bool:
    """Whether the list holds scheme and host of this very address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" in settings.ENVIRONMENT.webhook_hosts


def is_public(host: str) -> bool:
    """Whether a name leads only to addresses outside; a name that leads nowhere is left to the call."""
    try:
        found = socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)
    except OSError:
        return True
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)
