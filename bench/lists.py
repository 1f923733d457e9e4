"""The cadre list, its search and the page of one cadre against a bare view; and the export's seconds."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from django.db import connection
from django.db.models import FilteredRelation, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, include, path, reverse

from accounts.models import Role, RoleGrant, User
from bench.measure import Ratio
from cadres.exports import Watermark, cadre_workbook
from cadres.models import Cadre
from cadres.tables import CADRE_LIST
from core import clock
from core.lists import Reading

ROUNDS, LIMIT, KILOBYTES, QUERIES = 60, 6, 120, 12
FIELDS = (
    "staff_no",
    "name",
    "sex",
    "born",
    "held__post__unit__name",
    "held__post__title",
    "held__post__rank",
    "held__in_post_since",
    "political_status",
)


def bare(request: HttpRequest) -> HttpResponse:
    """The least that shows the same 50 rows: one query, one string. The floor of every page here."""
    primary = FilteredRelation(
        "appointments", condition=Q(appointments__kind="primary", appointments__ended_on="")
    )
    rows = Cadre.objects.annotate(held=primary).order_by("staff_no").values_list(*FIELDS)[:50]
    cells = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return HttpResponse(f"<table>{cells}</table>")


urlpatterns = [path("bench/bare/", bare), path("", include("cadre_mgmt.urls"))]


def lists() -> list[Ratio]:
    """The ratios of the pages that people open most, asked in turns with the floor."""
    user = User.objects.create_user(staff_no="90001", name="周敏")
    RoleGrant.objects.create(user=user, role=Role.ORG_HEAD, valid_from="2020-01-01")
    host = {"headers": {"host": "localhost"}}
    with override_settings(ROOT_URLCONF="bench.lists"):
        client = Client(**host)
        client.force_login(user)
        measured = [page(client, name, url) for name, url in _pages()]
    return [*measured, _export(user)]


def _pages() -> list[tuple[str, str]]:
    somebody = Cadre.objects.order_by("staff_no")[Cadre.objects.count() // 2]
    listed = reverse("cadres")
    pages = [
        ("cadre list", listed),
        ("cadre list, page 100", f"{listed}?page=100"),
        ("cadre list, by name", f"{listed}?sort=name"),
        ("search by name", f"{listed}?q={somebody.name[0]}"),
        ("search by pinyin", f"{listed}?q={somebody.pinyin[:4]}"),
        ("search by initials", f"{listed}?q={somebody.initials[:1]}"),
        ("search by 工号", f"{listed}?q={somebody.staff_no[:3]}"),
        ("filter by kind and rank", f"{listed}?unit_kind=二级学院&rank=副职"),
    ]
    try:
        return [*pages, ("page of one cadre", reverse("cadre", args=[somebody.staff_no]))]
    except NoReverseMatch:
        return pages


def page(client: Client, name: str, url: str, *, rounds: int = ROUNDS) -> Ratio:
    """The median of one page against the bare view, asked in turns."""
    for warm in (url, "/bench/bare/") * 3:
        assert client.get(warm).status_code == 200, warm
    ours, floor = [], []
    for _ in range(rounds):
        for address, seconds in ((url, ours), ("/bench/bare/", floor)):
            start = time.perf_counter()
            client.get(address)
            seconds.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as asked:
        size = len(client.get(url).content) / 1024
    over = "" if len(asked) <= QUERIES and size < KILOBYTES else ", OVER"
    note = f"{len(asked)} queries (limit {QUERIES}), {size:.0f} KB (limit {KILOBYTES}){over}"
    return Ratio(name, statistics.median(ours), statistics.median(floor), LIMIT, note)


def _export(user: User) -> Ratio:
    reading = Reading(CADRE_LIST, user, QueryDict("view=all"))
    mark = Watermark(user.staff_no, clock.now(), "测量导出所需时间")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        cadre_workbook(reading, Path(folder) / "list.xlsx", mark=mark)
        seconds = time.perf_counter() - start
    return Ratio(f"export, {reading.total()} rows", seconds, 1.0, 3, "limit in seconds, so the floor is one")
