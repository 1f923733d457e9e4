"""From an accountability record to the application on its very matter, without any mark (主动容错)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.pages import RuleBroken
from matters import accountability as services
from matters.models import Accountability, Matter, Relief
from tests.support.tolerance import Story
from tolerance.selectors import matters_offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client, marked=False)


@pytest.fixture
def record(story: Story) -> Accountability:
    return services.accountability_record(
        matter=story.matter,
        cadre=story.who,
        body="校党委",
        intended="诫勉",
        opened_on=clock.today(),
        actor=story.desk,
    )


def told(record: Accountability, story: Story) -> Accountability:
    return services.accountability_tell(
        pk=record.pk, version=record.version, told_on=clock.today(), actor=story.desk
    )


def test_who_was_told_applies_on_that_matter_and_the_decision_waits(
    story: Story, record: Accountability
) -> None:
    assert not matters_offered(story.who, story.person).exists(), "he has not been told of it yet"
    record = told(record, story)
    story.client.force_login(story.person)
    page = story.client.get(record.get_absolute_url()).content.decode()
    link = f"{reverse('tolerance_start', args=['cadre'])}?record={record.pk}"
    assert link in page
    assert story.matter.title in story.client.get(link).content.decode()
    assert story.client.post(link, {"cadre": story.who.pk, "office": "discipline"}).status_code == 303
    assert story.case.matter == story.matter
    story.acts(story.person, "submit", story.texts())
    assert Matter.objects.get() == story.matter, "no second matter was made"
    record.refresh_from_db()
    with pytest.raises(RuleBroken, match="容错"):
        services.accountability_decide(
            pk=record.pk,
            version=record.version,
            form="诫勉",
            document_no="校纪〔2026〕1号",
            decided_on=clock.today(),
            actor=story.discipline,
        )
    story.accepted().verified().referred().decided("exempt")
    record.refresh_from_db()
    assert (record.state, Relief.objects.get().matter) == ("ended", story.matter)


def test_an_office_begins_one_of_its_own_accord_from_the_record(story: Story, record: Accountability) -> None:
    story.client.force_login(story.desk)
    link = f"{reverse('tolerance_start', args=['office'])}?record={record.pk}"
    assert link in story.client.get(record.get_absolute_url()).content.decode()
    assert 'value="60001"' in story.client.get(link).content.decode()
    assert story.client.post(link, {"number": "60001", "office": "discipline"}).status_code == 303
    assert story.case.matter == story.matter


def test_a_record_that_is_not_theirs_leads_nobody_to_its_matter(story: Story, record: Accountability) -> None:
    record = told(record, story)
    for who, applicant in ((story.stranger, "cadre"), (story.secretary, "unit")):
        story.client.force_login(who)
        url = f"{reverse('tolerance_start', args=[applicant])}?record={record.pk}"
        assert story.client.get(url).status_code == 404, who.name
        assert not matters_offered(story.who, who).exists()
    story.client.force_login(story.person)
    assert story.client.get(reverse("tolerance_start", args=["cadre"]) + "?record=x").status_code == 200
