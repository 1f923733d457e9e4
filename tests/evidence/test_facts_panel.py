"""The panel's page: what it shows, who proposes, and two members at once (第六条)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import Grading
from appraisal.services import grade_propose
from evidence import services
from evidence.selectors.panel import neighbours, panel_order
from tests.support.fact_story import PDF, upload
from tests.support.planned import YEAR, Story, reader
from tests.support.small_year import YEAR as FILE_YEAR
from tests.support.small_year import small_year, staff_no

pytestmark = pytest.mark.django_db
FIRST = "30001"


@pytest.fixture
def story() -> Story:
    return Story().until("panel")


def url(number: str = FIRST) -> str:
    return reverse("panel_person", args=[YEAR, number])


def test_the_page_holds_scores_facts_years_and_the_quota(story: Story, client: Client) -> None:
    services.observation_record(
        cadre_pk=story.cadres[0].pk,
        observed_on=story.room.meeting.held_on,
        source="task",
        direction="good",
        fact="专项任务中连续两周驻点。",
        actor=story.officer,
    )
    client.force_login(story.officer)
    text = client.get(url()).content.decode()
    for said in ("测评得分", "专项任务中连续两周驻点", "近三年", "最多 1 人", "下一人"):
        assert said in text
    assert "上一人<kbd" not in text


def test_a_key_task_stands_there_with_what_proves_it(story: Story, client: Client) -> None:
    task = services.key_task_register(
        number="ZD-04", title="食堂改造", unit=story.unit, cadres=story.cadres[:1],
        due_on=date(YEAR, 12, 20), required="年底启用。", actor=story.officer,
    )  # fmt: skip
    given = {"task_pk": task.pk, "version": task.version, "actor": story.officer}
    services.key_task_submit(**given, progress="九月启用，日供餐八千份。", file=upload("验收.pdf", PDF))
    client.force_login(reader(Role.DISCIPLINE_OFFICER))
    text = client.get(url()).content.decode()
    proof = reverse("key_task_file", args=[task.pk, task.files.get().pk])
    assert "九月启用，日供餐八千份。" in text and proof in text and task.get_absolute_url() in text
    assert client.get(proof).status_code == 200


def test_one_wins_and_the_other_keeps_the_text(story: Story, client: Client) -> None:
    client.force_login(story.officer)
    asked = {"version": 0, "word": "称职", "reason": "实绩较好", "comment": "踏实。"}
    assert client.post(url(), asked).status_code == 303
    other = Client()
    other.force_login(story.head)
    second = other.post(url(), {"version": 0, "word": "优秀", "reason": "牵头搬迁", "comment": "敢担当。"})
    text = second.content.decode()
    assert second.status_code == 409
    assert "牵头搬迁" in text and "敢担当。" in text and "实绩较好" in text
    assert Grading.objects.get().proposed == "称职"
    again = {"version": Grading.objects.get().version, "word": "优秀", "reason": "牵头搬迁", "comment": ""}
    assert other.post(url(), again).status_code == 303
    assert Grading.objects.get().proposed == "优秀"


def test_what_the_rules_forbid_is_said_at_the_form_and_nothing_is_lost(story: Story, client: Client) -> None:
    client.force_login(story.officer)
    away = next(person for person in story.participants if not person.graded)
    page = client.post(
        url(away.cadre.staff_no), {"version": 0, "word": "优秀", "reason": "病中坚持", "comment": ""}
    )
    assert page.status_code == 200
    assert "病中坚持" in page.content.decode()
    assert "在本次考核中不确定等次，不能评为“优秀”" in page.content.decode()
    assert not Grading.objects.exists()


def test_outside_the_panels_time_nobody_proposes_and_both_departments_read(client: Client) -> None:
    small_year(2)
    client.force_login(reader(Role.DISCIPLINE_OFFICER))
    here = reverse("panel_person", args=[FILE_YEAR, staff_no(0)])
    text = client.get(here).content.decode()
    assert "保存建议" not in text and "在考核组评议环节由考核组提出" in text
    assert client.post(here, {"word": "称职"}).status_code == 403


def test_who_takes_part_in_the_category_reads_no_score_and_steps_aside(story: Story, client: Client) -> None:
    own = reader(Role.ORG_OFFICER, staff_no="30002", name="乙1")
    client.force_login(own)
    text = client.get(url()).content.decode()
    assert "党委审定前不显示得分" in text and "测评得分" not in text
    assert client.post(url(), {"version": 0, "word": "称职", "reason": "好"}).status_code == 403


def test_the_order_says_nothing_of_the_votes(story: Story) -> None:
    order = panel_order(story.cycle)
    listed = {category for _, _, category in order}
    assert [(c, n) for _, n, c in order] == sorted((c, n) for _, n, c in order) or len(listed) > 1
    around = neighbours(order, order[0][1])
    assert (around.before, around.place) == ("", 1)
    assert neighbours(order, order[-1][1]).after == ""


def test_the_quota_counts_what_was_proposed(story: Story, client: Client) -> None:
    for place, person in enumerate(story.participants[:2]):
        grade_propose(
            participant_pk=person.pk, version=0, word="优秀", reason=f"实绩{place}", comment="",
            actor=story.officer,
        )  # fmt: skip
    client.force_login(story.officer)
    text = client.get(reverse("year_panel", args=[YEAR])).content.decode()
    assert "优秀 2 人，最多 1 人" in " ".join(text.split())
    assert "已超出名额" in text
