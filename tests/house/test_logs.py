"""A log line helps to find a fault and tells nobody's numbers."""

from __future__ import annotations

import json
import logging
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
