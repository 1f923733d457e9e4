"""The list, the files, the draft that saves itself, deadlines, and what pages cost."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core import clock
from matters.models import Matter
from matters.pending import pending_of
from notices.models import WorkDay
from notices.selectors import calendar, inbox_of
from notices.signals import workdays_changed
from policy.workdays import deadline
from tests.support.register import cadre
from tests.support.tolerance import Clock, Story
from tolerance.models import Publication, ToleranceCase
from tolerance.services import publications_expire
from tolerance.tasks import sweep_publications

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def more_cases(story: Story, first: int, last: int) -> None:
    for place in range(first, last):
        ToleranceCase.objects.create(
            number=f"RC2026{place:03d}",
            matter=Matter.objects.create(number=f"SX2026{place}"),
            cadre=cadre(f"62{place:03d}", "李秀英"),
            unit=story.unit,
            applicant="cadre",
            applied_by=story.person,
            office="discipline",
            state="submitted",
            submitted_on=clock.today(),
            due=clock.today() - timedelta(days=1),
        )


def queries(story: Story, who: User, url: str) -> int:
    story.client.force_login(who)
    story.client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert story.client.get(url).status_code == 200
    return len(seen)


def test_a_list_of_twelve_costs_what_a_list_of_two_costs_and_is_searched_and_taken_along(
    story: Story,
) -> None:
    more_cases(story, 1, 3)
    list_url, home = reverse("tolerance"), reverse("home")
    few = queries(story, story.discipline, list_url), queries(story, story.desk, home)
    more_cases(story, 3, 13)
    assert (queries(story, story.discipline, list_url), queries(story, story.desk, home)) == few
    story.client.force_login(story.discipline)
    page = story.client.get(list_url, {"q": "RC2026005", "time": "overdue"}).content.decode()
    assert "RC2026005" in page and "RC2026006" not in page and "已逾期 1 天" in page
    book = story.client.get(reverse("tolerance_export"), {"state": "submitted"})
    rows = list(load_workbook(BytesIO(book.getvalue())).active.iter_rows(values_only=True))
    assert sum("李秀英" in row for row in rows) == 12
    story.client.force_login(story.stranger)
    assert "RC2026" not in story.client.get(list_url).content.decode()


def test_the_draft_saves_itself_and_two_windows_are_told_apart(story: Story) -> None:
    story.starts()
    url = reverse("tolerance_write", args=[story.case.pk])
    data = {"version": 1, **story.texts(grounds="第一窗口")}
    answer = story.client.post(url, data, headers={"Accept": "application/json"})
    assert answer.json()["version"] == 2
    stale = {"version": 1, **story.texts(grounds="第二窗口")}
    assert story.client.post(url, stale, headers={"Accept": "application/json"}).json() == {"stale": True}
    both = story.client.post(url, stale)
    said = both.content.decode()
    assert both.status_code == 409
    assert "第一窗口" in said and "第二窗口" in said
    assert story.case.grounds == "第一窗口"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.html", b"<script>alert(1)</script>"),
        ("会议记录.pdf", b"<html>not a pdf</html>"),
        ("记录.pdf.exe", b"MZ"),
        ("空.pdf", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(story: Story, name: str, content: bytes) -> None:
    story.starts()
    given: dict[str, Any] = {"file": SimpleUploadedFile(name, content), "what": "会议记录"}
    story.acts(story.person, "attach", given, fails=True)
    assert not story.case.attachments.exists()


def test_a_file_is_handed_out_to_the_parties_alone(story: Story) -> None:
    story.starts()
    pdf = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF")
    story.acts(story.person, "attach", {"file": pdf, "what": "会议记录"})
    story.acts(story.person, "submit", story.texts())
    url = reverse("tolerance_file", args=[story.case.pk, story.case.attachments.get().pk])
    for who, status in (
        (story.person, 200),
        (story.discipline, 200),
        (story.stranger, 404),
        (story.two, 404),
    ):
        story.client.force_login(who)
        answer = story.client.get(url)
        assert answer.status_code == status, who
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            answer.getvalue()


def test_deadlines_are_working_days_extended_once_and_follow_the_calendar(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Clock(monkeypatch)
    story.submitted()
    assert pending_of([story.who.pk], on=clock.today()) == {
        story.who.pk: {story.matter.number: clock.today()}
    }
    due = story.case.due
    assert due is not None
    WorkDay.objects.update_or_create(day=due, defaults={"is_working": False})
    workdays_changed.send(WorkDay, days=[due], actor=User.objects.system())
    assert story.case.due == deadline(clock.today(), 5, calendar()).day > due
    begun = clock.today()
    time.after(story.case.due)
    duty = next(item for item in inbox_of(story.desk, clock.today()).waiting if "研判" in item.duty.label)
    assert duty.duty.due is not None and duty.duty.due < clock.today()
    time.to(begun + timedelta(days=9))
    story.accepted()
    since = clock.today()
    story.acts(story.discipline, "extend", {"reason": "需要外地取证"})
    assert story.case.due == deadline(since, 60, calendar()).day
    story.acts(story.discipline, "extend", {"reason": "再延长"}, fails=True)


def test_what_is_public_comes_down_by_itself(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    time = Clock(monkeypatch)
    story.submitted()
    outcome = story.case.outcomes.create(kind="exempt", meeting="党委会", entry=1, decided_on=clock.today())
    today = clock.today()
    row = Publication.objects.create(
        outcome=outcome,
        text="认定为容错。",
        shown_on=today - timedelta(days=9),
        objections_until=today - timedelta(days=5),
        begins_on=today,
        ends_on=today + timedelta(days=4),
        by=story.desk,
    )
    assert publications_expire(actor=User.objects.system()) == 0
    time.after(row.ends_on)  # type: ignore[arg-type]
    sweep_publications()
    sweep_publications()
    row.refresh_from_db()
    assert row.withdrawn_on == clock.today()
    assert story.case.events.filter(note="公开期满，自动撤下").count() == 1


def test_a_page_asks_once_what_its_reader_is_to_the_case(story: Story) -> None:
    story.submitted().accepted().verified()
    once = {
        "case": 'SELECT "tolerance_tolerancecase"."id", ',
        "roles": '"accounts_rolegrant"."unit_id"',
        "named": ' "tolerance_tolerancegrant"."user_id" = ',
        "kept away": '"tolerance_participant"',
    }
    for who in (story.discipline, story.desk, story.one, story.person, story.secretary):
        story.client.force_login(who)
        for step in ("case", "attach"):
            url = reverse(f"tolerance_{step}", args=[story.case.pk])
            with CaptureQueriesContext(connection) as seen:
                answer = story.client.get(url)
            assert answer.status_code == 200
            asked = [query["sql"] for query in seen.captured_queries]
            often = {name: sum(part in sql for sql in asked) for name, part in once.items()}
            assert max(often.values()) == 1, (who.name, step, often)
