"""A log line helps to find a fault and tells nobody's numbers."""

from __future__ import annotations

import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core import logs
from core.request_id import HEADER, RequestIdMiddleware


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
