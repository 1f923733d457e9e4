"""A log line helps to find a fault and tells nobody's numbers."""

from __future__ import annotations

import json
import logging
import re
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unicodedata import category

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core import logs
from core.request_id import HEADER, RequestIdMiddleware, without_person


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("身份证 110101199001011234。", "身份证 ***。"),
        ("(11010119900101123x)", "(***)"),
        ("tel=13812345678,", "tel=***,"),
        ("rows=1234567890123456789", "rows=1234567890123456789"),
        ("工号 20210017，共 100000 行", "工号 20210017，共 100000 行"),
        ("succeeded in 0.13812345678s", "succeeded in 0.13812345678s"),
        ("mean 86.12345678901234567", "mean 86.12345678901234567"),
        ("联系 .13812345678。13812345678", "联系 .***。***"),
    ],
)
def test_personal_numbers_are_masked(line: str, shown: str) -> None:
    assert logs.without_personal_numbers(line) == shown


def written(record: logging.LogRecord) -> dict[str, Any]:
    config = logs.configure("INFO")["formatters"]["json"]
    formatter = config.pop("()")(**config)
    text = formatter.format(record)
    assert "\n" not in text
    line: dict[str, Any] = json.loads(text)
    return line


def test_an_error_is_one_json_line_without_the_numbers_of_its_message() -> None:
    try:
        raise ValueError("Key (phone)=(13812345678)\nalready exists")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    line = written(logging.LogRecord("x", logging.ERROR, "f", 1, "row %s", ("110101199001011234",), info))
    assert line["event"] == "row ***"
    assert line["level"] == "error"
    assert "(phone)=(***)" in line["exception"]
    assert line["timestamp"].endswith("+08:00")


class Reported(Exception):
    """As the driver of PostgreSQL reports it."""

    def __init__(self, state: str, constraint: str | None, text: str) -> None:
        super().__init__(text)
        self.diag = SimpleNamespace(
            sqlstate=state, message_primary=text.partition("\n")[0], constraint_name=constraint
        )


DOUBLE = 'duplicate key value violates unique constraint "cadre_staff_no"'
ERRORS = [
    (
        Reported("23505", "cadre_staff_no", f"{DOUBLE}\nDETAIL:  Key (name)=(陈\n静) already exists."),
        f"{DOUBLE} [SQLSTATE 23505 cadre_staff_no]",
    ),
    (
        Reported("22P02", None, 'invalid input syntax: "陈静"\nCONTEXT:  COPY staged, line 3: "陈静"'),
        "invalid input syntax [SQLSTATE 22P02]",
    ),
    (Reported("23502", None, "空值\n描述:  失败的行包含 (陈静)"), "空值 [SQLSTATE 23502]"),
    (ValueError("COPY failed\nDETAIL:  陈静\nLINE 1: VALUES ('陈静')\nagain"), "COPY failed\nagain"),
    (ValueError("名称：陈 2"), "名称：陈 2"),
]


@pytest.mark.parametrize(("error", "shown"), ERRORS)
def test_a_database_error_keeps_its_state_and_loses_the_row(error: Exception, shown: str) -> None:
    assert logs.error_words(error) == shown
    try:
        try:
            raise error
        except Exception as cause:
            raise RuntimeError(str(cause)) from cause  # as Django wraps the driver's error
    except RuntimeError as wrapped:
        assert logs.error_words(wrapped) == shown
        message = f"Task failed: {wrapped.args!r}" if "DETAIL" in str(error) else "Task failed"
        record = logging.LogRecord("x", logging.ERROR, "f", 1, message, (), sys.exc_info())
    line = written(record)
    assert line["exception"].count(shown) == 2
    assert "陈静" not in line["exception"] + line["event"]
    assert "Task failed" in line["event"]


@pytest.mark.parametrize(
    "text",
    [
        'x\r\n{"event": "forged"}',
        "\x1b[2J\x1b]0;title\x07",
        "\x85\u2028\u2029next line",
        "2000\u202e1\u2066\u200b\ufeff",
        "\x00\x7f\x9b31m",
        "\ud800 alone",
    ],
)
def test_no_text_can_forge_a_line_or_drive_a_terminal(text: str) -> None:
    """F33: whatever is typed is one JSON line, in which nothing but visible characters stands."""
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "工号 %s", (text,), None)
    config = logs.configure("INFO")["formatters"]["json"]
    line = config.pop("()")(**config).format(record)
    assert len(line.splitlines()) == 1
    assert all(category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in line)
    assert json.loads(line)["event"] == f"工号 {text}"


def test_rare_characters_stay_readable() -> None:
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "𠮷野·阿卜杜热西提", (), None)
    assert written(record)["event"] == "𠮷野·阿卜杜热西提"


def request_line(caplog: pytest.LogCaptureFixture, request: HttpRequest, view: Any) -> dict[str, Any]:
    with caplog.at_level(logging.INFO, logger="core.request_id"):
        RequestIdMiddleware(view)(request)
    (record,) = caplog.records
    assert isinstance(record.msg, dict)
    return record.msg


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_long_address_and_agent_make_no_long_line(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/" + "a" * 10_000, headers={"user-agent": "b" * 10_000})
    line = request_line(caplog, request, answer)
    assert len(line["path"]) == 300
    assert "b" * 40 not in str(line)  # longer than a request's number, of hexadecimal digits


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "direct", "found"),
    [
        (False, "10.9.9.9", "192.0.2.7", "192.0.2.7"),
        (True, "10.9.9.9, 10.1.2.3", "127.0.0.1", "10.1.2.3"),
        (True, "2001:DB8::1", "127.0.0.1", "2001:db8::1"),
        (True, "10.1.2.3, x\r\ny", "127.0.0.1", "127.0.0.1"),
        (True, "", "127.0.0.1", "127.0.0.1"),
        (True, "", "", ""),
    ],
)
def test_the_address_is_that_of_the_last_hop_we_trust(
    settings: Any, behind_proxy: bool, forwarded: str, direct: str, found: str
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, behind_proxy=behind_proxy)
    request = RequestFactory().get("/", REMOTE_ADDR=direct, headers={"x-forwarded-for": forwarded})
    seen: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(structlog.contextvars.get_contextvars())
        return HttpResponse()

    RequestIdMiddleware(view)(request)
    assert seen["ip"] == found
    assert "ip" not in structlog.contextvars.get_contextvars()


@pytest.mark.parametrize(
    ("behind_proxy", "given", "taken"),
    [
        (True, "0123456789abcdef" * 2, True),
        (True, "0123456789ABCDEF" * 2, False),
        (True, 'x", "level": "error', False),
        (True, "", False),
        (False, "0123456789abcdef" * 2, False),
    ],
)
def test_the_number_of_our_own_web_server_goes_on(
    settings: Any, caplog: pytest.LogCaptureFixture, behind_proxy: bool, given: str, taken: bool
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, behind_proxy=behind_proxy)
    seen: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(structlog.contextvars.get_contextvars())
        return HttpResponse()

    response = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"x-request-id": given}))
    assert (seen["request_id"] == given) is taken
    assert re.fullmatch(r"[0-9a-f]{32}", response[HEADER])


def test_the_user_of_a_request_is_told_as_a_hash(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/")
    request._cached_user = SimpleNamespace(pk=17, is_authenticated=True)  # type: ignore[attr-defined]
    line = request_line(caplog, request, answer)
    assert re.fullmatch(r"[0-9a-f]{16}", line["user"])
    caplog.clear()
    nobody = request_line(caplog, RequestFactory().get("/"), answer)
    assert "user" not in nobody


def test_a_view_without_person_tells_neither_user_nor_address(caplog: pytest.LogCaptureFixture) -> None:
    """The hook for casting a ballot (F17)."""

    @without_person
    def cast(request: HttpRequest) -> HttpResponse:
        assert "ip" not in structlog.contextvars.get_contextvars()
        return HttpResponse()

    request = RequestFactory().get("/")
    request._cached_user = SimpleNamespace(pk=17, is_authenticated=True)  # type: ignore[attr-defined]
    middleware = RequestIdMiddleware(answer)

    def dispatched(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, cast, (), {})
        return cast(request)

    assert "user" not in request_line(caplog, request, dispatched)


def test_a_job_is_named_with_attempt_and_kind_and_nothing_else_is_told() -> None:
    record = logging.makeLogRecord(
        {"msg": "job failed", "job": 7, "attempt": 2, "kind": "appraisal.import", "staff_name": "陈静"}
    )
    line = written(record)
    assert (line["job"], line["attempt"], line["kind"]) == (7, 2, "appraisal.import")
    assert "陈静" not in str(line)


def test_a_request_is_logged_without_query_and_body(caplog: pytest.LogCaptureFixture) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=302)

    request = RequestFactory().post("/cadres/?q=陈静", {"name": "陈静"})
    with caplog.at_level(logging.INFO, logger="core.request_id"):
        response = RequestIdMiddleware(view)(request)
    (record,) = caplog.records
    event = record.msg
    assert isinstance(event, dict)
    assert event["path"] == "/cadres/"
    assert event["status"] == 302
    assert event["request_id"] == response[HEADER]
    assert "陈静" not in str(event)
