"""After two years nothing says who stood among the last: to nobody, on no page and in no file (第七条).

The sweep asks for every URL there is, whatever pages come, and looks for the words. What it must find is
named: the records left to the head of the organization department, and the minutes of who keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import Role, RoleGrant, SecurityEvent, User
from appraisal.models import PrintDocument
from appraisal.services import prints_make
from core.pages import FormPage
from tests.support.figures import _is_file, _patterns, of_file
from tests.support.people import SINCE, user_with
from tests.support.uses import Uses

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LATER = timedelta(days=760)
# They read what the head reads, or less of it: only where something is said of anybody they are asked again.
COLLEAGUES = {"org_officer", "discipline_head", "discipline_officer"}
FEWEST = 8  # pages that everybody has, officers too
# Nowhere; and where the person is named, in no sentence but those that are said of everybody.
WORDS = re.compile("提请研判人选|并列待研判")
BESIDE_THE_NAME = re.compile("研判|谈话提醒|列入后")
OF_EVERYBODY = re.compile(
    "这次考核的研判名单已过查看期限|须经党委研判后，由分管领导|研判名额|研判限额|第七条 研判"
    "|谈话提醒可供查看的年数|谈话提醒的工作日数|谈话提醒后跟踪的月数|谈话提醒次数|谈话提醒跟踪到期"
    "|考核后的谈话提醒、记录与跟踪|党委研判决定的谈话提醒，由分管领导谈话|没有谈话提醒|党委研判决定谈话提醒以后"
    "|(<title>|<h[12][^>]*>|>)\\s*谈话提醒(（0 项）)?|谈话提醒.xlsx|谈话提醒清单"
    "|由人研判|使用须研判|期满研判|研判预警"
)
# Columns of a table of years, empty for this one.
HEADS = {"years_export"}
RECORDS = {
    *(("org_head", name) for name in ("bottom_review", "talk", "talk_document")),
    ("org_head", "meeting_minutes_document"),
    ("party_office", "meeting_minutes_document"),
}
BEFORE = {
    "year_ranking", "year_lists", "year_lists_export", "year_person", "year_person_export", "year_results",
    "years", "score_sheet", "print_papers", "year_prints_export", "bottom", "bottom_export", "bottom_review",
    "meeting_item", "meeting_export", "meeting_minutes", "cadre",
}  # fmt: skip


@dataclass
class World:
    """One year lived through; whoever may read of it; what may stand in an address."""

    users: dict[str, User]
    values: dict[str, list[Any]]
    clock: Path
    person: str
    talk: int
    later: timedelta = timedelta()
    silent: set[str] = field(default_factory=set)
    speaking: set[str] = field(default_factory=set)

    @cached_property
    def dull(self) -> set[str]:
        """The URLs that open for the head and speak neither of the person nor of judgements and talks."""
        if not self.silent:
            self.telling("org_head")
        return self.silent - self.speaking

    def client(self, who: str) -> Client:
        """Signed in on that day: no session lasts two years."""
        self.clock.write_text(str(int(self.later.total_seconds())))
        client = Client()
        client.force_login(self.users[who])
        return client

    def telling(self, who: str, names: Container[str] | None = None) -> set[str]:
        """The URLs whose answer tells this reader that the person stood among the last."""
        found, client, shown = set(), self.client(who), 0
        for prefix, pattern in _patterns(get_resolver(), ""):
            name, keys = str(pattern.name), re.findall(r"<(?:\w+:)?(\w+)>", prefix)
            view = getattr(pattern.callback, "view_class", object)
            form = issubclass(view, FormPage) and "export" not in name  # it asks, and says nothing
            if form or (names is not None and name not in names) or name == "readyz":
                continue
            if who in COLLEAGUES and names is None and name in self.dull:
                continue
            for given in product(*(self.values.get(key, []) for key in keys)):
                text = text_of(client, name, reverse(name, args=given))
                shown += bool(text)
                if who == "org_head":
                    (self.speaking if not text or self.speaks(text) else self.silent).add(name)
                if self.tells(text, name):
                    found.add(name)
        assert shown >= (len(BEFORE) if names else FEWEST), "the sweep has to read something"
        return found

    def speaks(self, text: str) -> bool:
        return self.names(text) or bool(BESIDE_THE_NAME.search(text))

    def names(self, text: str) -> bool:
        return self.person in text or "甲33" in text

    def tells(self, text: str, name: str) -> bool:
        said = OF_EVERYBODY.sub("", text)
        words = WORDS.search(said) and name not in HEADS
        return bool(words or (self.names(text) and BESIDE_THE_NAME.search(said)))


def text_of(client: Client, name: str, url: str) -> str:
    """A page without its menu, or everything that a file holds."""
    answer = client.get(url)
    if "export" in name and answer.status_code in (200, 405) and not _is_file(answer):
        answer = client.post(url, {"purpose": "核对两年以后是否还显示"})
    body = answer.getvalue() if answer.streaming else answer.content
    if _is_file(answer):
        grids, words = of_file(body)
        return "\n".join([*words, *(" ".join(row) for grid in grids for row in grid)])
    page = unescape(body.decode())
    if not page.strip().startswith("<"):
        return page
    return re.sub(r"<(nav|script|style)\b.*?</\1>", "", page, flags=re.DOTALL)


@pytest.fixture(scope="module")
def world(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    uses = Uses().supervised().decided()
    uses.recorded()
    person = uses.review.participant.cadre
    scoped = (Role.LEADER, Role.UNIT_PARTY, Role.CADRE)
    users = {
        role.value: user_with(role, staff_no=f"97{place:03}")
        for place, role in enumerate(role for role in Role if role not in scoped)
    }
    users |= {"leader": uses.leader, "cadre": uses.cadre_user(person)}
    users["unit_party"] = user_with(staff_no="95020", name="书记")
    RoleGrant.objects.create(user=users["unit_party"], role=Role.UNIT_PARTY, unit=uses.unit, valid_from=SINCE)
    run = prints_make(
        cycle_pk=uses.cycle.pk,
        document=PrintDocument.RANKING,
        meeting="常委会",
        meeting_on=None,
        copies=1,
        actor=users["org_officer"],
    )
    meeting = uses.room.now
    values = {
        "pk": sorted({uses.review.pk, uses.talk.pk, meeting.pk, run.pk}),
        "code": [uses.cycle.code],
        "staff_no": [person.staff_no],
        "document": ["summary", "ranking"],
        "item_pk": list(meeting.items.values_list("pk", flat=True)),
    }
    path = tmp_path_factory.mktemp("clock") / "clock"
    before, settings.ENVIRONMENT = settings.ENVIRONMENT, replace(settings.ENVIRONMENT, clock_file=str(path))
    # What is refused says nothing; drawn in full it costs more than what is shown.
    drawn = URLResolver.resolve_error_handler
    URLResolver.resolve_error_handler = lambda self, kind: lambda *given, **named: HttpResponse(status=kind)
    yield World(users, values, path, person.staff_no, uses.talk.pk)
    URLResolver.resolve_error_handler = drawn
    settings.ENVIRONMENT = before


def test_before_that_the_sweep_finds_the_words(world: World) -> None:
    world.later = timedelta()
    assert world.telling("org_officer", BEFORE) == BEFORE


@pytest.mark.parametrize("who", ["org_head", *sorted(role.value for role in Role if role != Role.ORG_HEAD)])
def test_afterwards_nobody_is_told(world: World, who: str) -> None:
    world.later = LATER
    assert {(who, name) for name in world.telling(who)} == {found for found in RECORDS if found[0] == who}


def test_the_head_finds_the_records_and_leaves_a_trace(world: World) -> None:
    world.later = LATER
    address = reverse("bottom", args=world.values["code"])
    head = world.client("org_head")
    assert "甲33" not in head.get(address).content.decode()
    assert "甲33" in head.get(address, {"records": ""}).content.decode()
    assert "甲33" not in world.client("org_officer").get(address, {"records": ""}).content.decode()
    assert "甲33" not in head.get(reverse("talks")).content.decode()
    before = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.CASE_FILE).count()
    assert head.get(reverse("talk", args=[world.talk])).status_code == 200
    traces = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.CASE_FILE)
    assert traces.count() == before + 1
    assert world.person not in traces.latest("pk").subject, "nor does the trace say who it was"
