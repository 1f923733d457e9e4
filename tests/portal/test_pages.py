"""What every page says, and the pages of what went wrong; the home page itself: test_home.py."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from appraisal.models import Cycle
from core.models import Installation
from tests.support.people import user_with
from tests.support.small_year import small_year

pytestmark = pytest.mark.django_db


def test_a_demo_says_so_on_every_page(client: Client) -> None:
    assert "演示数据" not in client.get("/sign-in/").content.decode()
    Installation.objects.create(name="示范大学", is_demo=True)
    html = client.get("/sign-in/").content.decode()
    assert "演示数据" in html
    assert "示范大学" in html


def test_the_same_number_of_queries_for_one_year_and_for_ten(client: Client) -> None:
    small_year(1)
    client.force_login(user_with(Role.ORG_HEAD))

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/")
        return len(found)

    one = queries()
    Cycle.objects.bulk_create(Cycle(year=year, code=str(year)) for year in range(2015, 2025))
    assert queries() == one
    assert "全部 11 次考核" in client.get("/").content.decode()
    assert client.get("/appraisal/").content.decode().count(" 年度考核</a>") == 11


def test_health_asks_no_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as found:
        assert client.get("/healthz").content == b"ok\n"
    assert len(found) == 0
    assert client.post("/healthz").status_code == 405


def failing(error: Exception):
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (SuspiciousOperation(), 400, "请求有误"),
        (RuntimeError("金额 13812345678"), 500, "系统出错"),
    ],
)
def test_a_failure_is_said_in_plain_words_with_its_number(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, title: str
) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    client.raise_request_exception = False
    monkeypatch.setattr("portal.views.home.years_newest_first", failing(error))
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in html
    assert f"<code>{response['X-Request-ID']}</code>" in html
    assert "13812345678" not in html


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_another_host_is_refused_in_plain_words(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "请求有误" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/nothing-here/", "/healthz"])
def test_no_page_stays_on_the_machine(client: Client, path: str) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    for browser in (client, Client()):
        assert "no-store" in browser.get(path)["Cache-Control"]


def test_the_policy_for_the_browser_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
