"""The papers that come one at a time elsewhere, as one zip of the appraisal."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.documents.bundles import builder_of
from core.jobs import job_run
from core.models import DocumentBundle
from decisions import services as decisions
from decisions.models import Publicity
from outcomes import services
from outcomes.services.papers_zip import KIND
from outcomes.uses_documents import commendation_document_of
from tests.outcomes.test_uses_flow import days_later, published, text_of  # noqa: F401 - a fixture
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db
PURPOSE = {"purpose": "整理年度考核档案"}


def names_of(user: User, code: str) -> list[str]:
    """What lies in the zip that this user has made."""
    client = Client()
    client.force_login(user)
    new = reverse("year_papers_make", args=[code])
    assert new in client.get(reverse("year_documents", args=[code])).content.decode()
    assert client.post(new, PURPOSE).status_code == 303
    bundle = DocumentBundle.objects.latest("pk")
    assert job_run(bundle.job_id)
    answer = client.get(reverse("year_document_file", args=[code, bundle.pk]))
    return sorted(zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist())


def issued(uses: Uses, publicity: Publicity) -> None:
    """The publicity ran out without objection, and everybody on it is commended by one document."""
    publicity.refresh_from_db()
    decisions.publicity_expire(pk=publicity.pk, version=publicity.version, actor=uses.officer)
    services.commendations_issue(
        cycle_pk=uses.cycle.pk,
        cases=[case.pk for case in uses.cases],
        form="circular",
        document_no="校党〔2026〕5号",
        on=clock.today(),
        actor=uses.officer,
    )


def test_all_papers_of_a_year_come_as_one_zip_and_each_only_to_who_may_read_it(days_later: Any) -> None:  # noqa: F811
    uses = Uses().supervised().decided()
    talk = uses.recorded()
    notice = published(uses)
    days_later(20)
    issued(uses, notice)
    meeting, cadre = str(uses.room.now), talk.review.participant.cadre
    items = [item.title for item in uses.room.meeting.items.all()]
    expected = {
        "表彰决定/校党〔2026〕5号-表彰决定.docx",
        f"公示公告/{notice.title}.docx",
        f"会议议程/{meeting}-议程.docx",
        *(f"会议纪要摘录/{meeting}-{title}.docx" for title in items),
    }
    assert len(items) == 2
    assert set(names_of(uses.head, uses.cycle.code)) == expected | {
        f"谈话提醒记录/{cadre.staff_no}-{cadre.name}.docx"
    }
    # What was said in a talk is not for the officers of the department.
    assert set(names_of(uses.officer, uses.cycle.code)) == expected


def test_before_there_is_any_paper_the_page_of_the_job_says_so() -> None:
    uses = Uses()
    client = Client()
    client.force_login(uses.officer)
    client.post(reverse("year_papers_make", args=[uses.cycle.code]), PURPOSE)
    bundle = DocumentBundle.objects.get()
    job_run(bundle.job_id)
    bundle = DocumentBundle.objects.get()
    assert bundle.failed == "没有可以制作的文书。"


def test_how_many_there_will_be_is_known_before_the_first_is_written() -> None:
    uses = Uses().supervised().decided()
    uses.recorded()
    arguments = {"cycle": uses.cycle.pk, "requested_by": uses.head.pk}
    builder = builder_of(KIND)
    assert builder.count is not None
    assert builder.count(arguments) == len(list(builder.build(arguments))) == 4


def test_what_the_school_reads_stands_in_no_order_of_rank(days_later: Any) -> None:  # noqa: F811
    """第七条, 公示: name, unit and post alone; in the order of ranks a list would tell them."""
    uses = Uses().decided()
    for place, case in enumerate(uses.cases):
        Cadre.objects.filter(pk=case.participant.cadre_id).update(pinyin=f"{9 - place}")
    by_rank = [case.participant.cadre.name for case in uses.cases]
    publicity = published(uses)
    read = list(publicity.people.order_by("position").values_list("name", flat=True))
    assert read == by_rank[::-1]
    days_later(20)
    issued(uses, publicity)
    text = text_of(commendation_document_of(uses.cases[0]))
    assert sorted(by_rank, key=text.index) == by_rank[::-1]
