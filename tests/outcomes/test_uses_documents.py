"""The papers of the first and the last as they are really filled in: what an office sends out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from appraisal.documents.contexts import post_in, printed
from appraisal.documents.meetings import notice_of
from outcomes import services
from outcomes.uses_documents import commendation_document_of, talk_document_of
from tests.support.reports import PDF, upload
from tests.support.uses import Uses, record

pytestmark = pytest.mark.django_db


def text_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("form", "words"), [("circular", "通报表扬"), ("certificate", "表彰，并颁发证书"), ("award", "嘉奖")]
)
def test_a_commendation_says_what_was_decided_and_gives_no_title_of_its_own(form: str, words: str) -> None:
    uses = Uses().listed().submitted()
    case = uses.cases[0]
    case.form, case.document_no = form, "校党〔2026〕5号"
    text = text_of(commendation_document_of(case))
    assert f"决定对下列同志予以{words}：" in text
    assert "各二级党组织、各部门：" in text and "：：" not in text
    assert "关于表彰2025年度考核主动作为、表现突出干部的决定" in text
    assert "授予" not in text, "no meeting decided on a title of honour"


def test_a_talk_says_its_year_once_who_entered_it_for_whom_and_that_it_was_confirmed() -> None:
    uses = Uses().supervised().decided()
    uses.recorded()
    cadre = uses.cadre_user(uses.review.participant.cadre)
    services.talk_confirm(pk=uses.talk.pk, version=uses.talk.version, comment="", actor=cadre)
    text = text_of(talk_document_of(uses.talk))
    assert "（2025年度考核结果运用）" in text
    assert "本人已在系统中确认　20" in text
    assert "（代录）" not in text


def test_a_talk_entered_for_the_leader_says_so() -> None:
    uses = Uses().supervised().decided()
    paper: Any = upload(PDF, "谈话记录.pdf")
    services.talk_record(
        pk=uses.talk.pk,
        version=uses.talk.version,
        values=record(signing="paper"),
        upload=paper,
        actor=uses.head,
    )
    assert f"由{uses.head.name}代谈话领导录入（代录）" in text_of(talk_document_of(uses.talk))


def test_a_unit_is_said_once_and_no_blank_stands_after_a_figure() -> None:
    assert post_in("教务处", "教务处处长") == "处长"
    assert post_in("教务处", "处长") == "处长"
    assert post_in("教务处", "教务处") == "教务处"
    assert printed("2023—2025 聘期考核，2 个单位") == "2023—2025聘期考核，2个单位"
    assert printed("王 芳 2025 A") == "王 芳 2025 A"


def test_a_notice_is_printed_without_the_blanks_of_the_pages() -> None:
    said: dict[str, Any] = {
        "title": "2025 年度考核优秀等次公示",
        "text": "下列同志2025 年度考核拟评为优秀等次，现予公示。",
        "people": [("甲0", "教务处", "处长")],
        "begins_on": "2026年3月5日",
        "ends_on": "2026年3月12日",
        "days": 5,
        "provisional": False,
    }
    notice = notice_of(said)
    assert notice.title == "2025年度考核优秀等次公示"
    assert notice.opening == ("下列同志2025年度考核拟评为优秀等次，现予公示。",)
