"""A tolerance case from application to archive, in the words of who works with it (第十一、十二条)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document

from accounts.models import Role, RoleGrant, User
from core import clock
from matters.models import Relief
from matters.services import mark_record
from notices.selectors import calendar
from policy.tolerance_terms import FACTORS
from policy.workdays import deadline
from tests.support.people import SINCE
from tests.support.tolerance import STATEMENT, TRIAGE, Clock, Story, register_only, somebody_else, waiting
from tolerance.documents.filling import document_written
from tolerance.models import Publication, Triage
from tolerance.services import verification_record

pytestmark = pytest.mark.django_db


def text_of_docx(content: bytes) -> str:
    return "\n".join(line.text for line in Document(io.BytesIO(content)).paragraphs)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def test_an_excused_fault_from_the_application_to_the_archive(client: Client, time: Clock) -> None:
    story = Story(client, pages=True).submitted()
    case = story.case
    assert (case.state, case.number[:6]) == ("submitted", f"RC{clock.today().year}")
    assert case.due == deadline(clock.today(), 5, calendar()).day
    assert "初步研判容错申请" in waiting(story.desk)
    assert "对容错申请提出书面意见" in waiting(story.secretary)

    story.accepted()
    assert story.case.due == deadline(clock.today(), 30, calendar()).day
    assert "调查核实并确认结果" in waiting(story.one)
    story.verified()
    assert story.case.state == "analysing"
    assert "对容错申请作本人陈述" in waiting(story.person)
    story.referred()
    assert story.case.state == "committee"
    assert "将容错认定列入会议议题" in waiting(story.org)

    story.decided("exempt")
    outcome = story.case.outcome_in_force
    assert (story.case.state, outcome.kind) == ("decided", "exempt")
    relief = Relief.objects.get(matter=story.matter, cadre=story.who)
    assert (relief.kind, outcome.relief) == ("免除责任", relief)

    story.reported()
    text = {"scope": "unit", "text": "经党委研究，对实训设备采购中的失误认定为容错。"}
    story.acts(story.discipline, "show", text)
    assert "阅看拟公开的认定结果" in waiting(story.person)
    story.acts(story.discipline, "publish", fails=True)
    story.acts(story.person, "object", {"text": "请写明损失已经追回。"})
    time.after(deadline(clock.today(), 3, calendar()).day)
    story.acts(story.discipline, "publish", fails=True)
    settled = {"reply": "采纳。", "changed": "on", "scope": "unit", "text": text["text"] + "损失已经追回。"}
    story.acts(story.discipline, "settle_objection", settled)
    time.after(deadline(clock.today(), 3, calendar()).day)
    story.acts(story.discipline, "publish")
    publication = story.case.outcome_in_force.publication
    assert publication.ends_on == deadline(clock.today(), 5, calendar()).day

    public = reverse("tolerance_published")
    for reader, sees in ((story.secretary, True), (story.stranger, False)):
        story.client.force_login(reader)
        assert ("损失已经追回" in story.client.get(public).content.decode()) is sees
    time.after(publication.ends_on)
    story.client.force_login(story.secretary)
    assert "损失已经追回" not in story.client.get(public).content.decode()

    rectified = {
        "problem": "先用后批。",
        "cause": "制度没有覆盖新的采购方式。",
        "measures": "修订采购办法。",
        "responsible": "秦素",
        "done": "办法已经印发。",
    }
    story.acts(story.person, "rectify", rectified)
    story.acts(story.discipline, "check", {"passed": "yes", "note": "已经到位。"})
    story.acts(story.discipline, "close", fails=True)
    story.acts(story.discipline, "take_down")
    time.after(publication.begins_on + timedelta(days=30))
    story.acts(story.discipline, "close")
    assert story.case.state == "closed"
    assert not story.case.is_open


def test_what_may_not_be_tolerated_is_answered_and_never_published(story: Story, time: Clock) -> None:
    story.submitted()
    hard = {"development": "condemned", "hard": ["private_gain"], "note": "供应商是本人亲属。"}
    story.acts(story.desk, "triage", {**TRIAGE, "development": "condemned"}, fails=True)
    story.accepted(**hard)
    story.verified()
    story.acts(story.one, "hear", {"declined": "on"})
    for kind in FACTORS:
        given = {"facts": "属实。", "evidence": "纪核〔2026〕1号", "finding": "adverse", "factor_version": ""}
        story.acts(story.one, "analyse", given, kind=kind)
    story.acts(story.secretary, "give_opinion", {"text": "按规定办理。"})
    story.acts(story.org, "sign", {"proposal": "exempt", "text": "建议容错。"}, fails=True)
    for head in (story.discipline, story.org):
        story.acts(head, "sign", {"proposal": "not_tolerated", "text": "谋取私利，不予容错。"})
    story.acts(story.discipline, "refer")
    with pytest.raises(ValidationError):
        story.decided("exempt")
    story.decided("not_tolerated", "谋取私利")
    assert not Relief.objects.exists()
    story.reported()
    case = story.case
    story.client.force_login(story.discipline)
    assert story.client.get(reverse("tolerance_show", args=[case.pk])).status_code == 303
    story.acts(story.discipline, "reply", {"how": "written", "text": "经党委研究，不属于容错情形。"})
    assert story.case.state == "replied"
    assert not Publication.objects.exists()
    mark_record(
        matter=story.matter, cadre=story.who, measure="诫勉", decided_on=clock.today(), actor=story.org
    )


def test_the_application_comes_back_once_and_says_what_is_missing(story: Story, time: Clock) -> None:
    story.starts()
    answer = story.acts(story.person, "submit", story.texts(experience="", conditions=[]), fails=True)
    said = answer.content.decode()
    assert "三个区分开来" in said and "条件" in said
    assert story.case.grounds, "what was typed is saved all the same"
    story.acts(story.person, "submit", story.texts())
    story.acts(story.desk, "send_back", {"note": "请附会议记录。"})
    assert story.case.due == deadline(clock.today(), 5, calendar()).day
    assert "补正容错申请" in waiting(story.person)
    story.client.force_login(story.discipline)
    story.acts(story.discipline, "refuse", {"reason": "没有补正。"}, fails=True)
    story.acts(story.person, "submit", story.texts(grounds="附会议记录，见材料。"))
    story.acts(story.desk, "send_back", {"note": "再补。"}, fails=True)
    assert story.case.state == "submitted"


def test_nobody_is_turned_away_unread_nor_by_who_read_it(story: Story, time: Clock) -> None:
    story.submitted()
    refused = {"reason": "不属于容错情形。"}
    said = story.acts(story.discipline, "refuse", refused, fails=True).content.decode()
    assert "还没有初步研判" in said
    assert "不予受理" not in story.links(story.discipline)
    story.acts(story.discipline, "triage", TRIAGE)
    said = story.acts(story.discipline, "refuse", refused, fails=True).content.decode()
    assert "须由另一人决定是否受理" in said
    story.acts(story.desk, "triage", TRIAGE)
    assert "不予受理" in story.links(story.discipline)
    story.acts(story.desk, "send_back", {"note": "请附会议记录。"})
    time.after(story.case.due)
    story.acts(story.discipline, "refuse", {"reason": "期满没有补正。"})
    assert story.case.state == "refused"


def test_whoever_wrote_a_factor_does_not_sign_also_where_another_wrote_over_it(story: Story) -> None:
    story.submitted().accepted().verified()
    written = {"facts": "核实属实。", "evidence": "纪核〔2026〕1号", "finding": "favourable"}
    story.acts(story.discipline, "analyse", {**written, "factor_version": ""}, kind="motive")
    story.acts(story.one, "analyse", {**written, "factor_version": 1}, kind="motive")
    for kind in list(FACTORS)[1:]:
        story.acts(story.one, "analyse", {**written, "factor_version": ""}, kind=kind)
    story.acts(story.person, "state", {"statement": STATEMENT})
    opinion = {"proposal": "exempt", "text": "出于公心，程序有瑕疵。"}
    said = story.acts(story.discipline, "sign", opinion, fails=True).content.decode()
    assert "没有参与的负责人签署" in said
    story.acts(story.org, "sign", opinion)


def test_who_confirms_and_who_signs_has_it_before_the_eyes(story: Story) -> None:
    story.submitted().accepted(conditions=["emergency"]).verified()

    def page(who: User, step: str) -> str:
        story.client.force_login(who)
        return story.client.get(reverse(f"tolerance_{step}", args=[story.case.pk])).content.decode()

    written = {"facts": "核实属实，事前报告过。", "evidence": "纪核〔2026〕1号", "finding": "favourable"}
    for kind in FACTORS:
        story.acts(story.one, "analyse", {**written, "factor_version": ""}, kind=kind)
    story.acts(story.person, "state", {"statement": STATEMENT})
    sign = page(story.discipline, "sign")
    assert "核实属实，事前报告过。" in sign and STATEMENT in sign
    assert "处置突发事件时果断决策" in page(story.discipline, "case"), "what the office found met"
    story.case.verifiers.update(confirmed_at=None)
    type(story.case).objects.update(state="verifying")
    assert "查阅采购档案和会议记录。" in page(story.one, "confirm")


def test_taken_back_the_accountability_goes_on_and_a_second_one_needs_new_facts(story: Story) -> None:
    story.submitted().accepted()
    story.acts(story.person, "withdraw", {"reason": "先处理整改。"})
    case = story.case
    assert case.state == "withdrawn"
    assert "问责程序照常进行" in case.events.latest("pk").note
    assert not waiting(story.one) & {"调查核实并确认结果"}
    story.starts()
    story.acts(story.person, "submit", story.texts(), fails=True)
    story.acts(story.person, "submit", story.texts(new_facts="审计确认没有损失。"))
    second = story.case
    assert (second.state, second.earlier) == ("submitted", case)
    story.acts(story.person, "withdraw", {"reason": "不再申请。"})
    story.starts()
    answer = story.acts(story.person, "submit", story.texts(new_facts="又有新情况。"), fails=True)
    assert "最多申请 2 次" in answer.content.decode()


def test_what_the_heads_signed_was_signed_on_this_first_reading(story: Story) -> None:
    story.submitted().accepted().verified().analysed()
    hard = {**TRIAGE, "development": "condemned", "hard": ["private_gain"], "note": "供应商是本人亲属。"}
    story.acts(story.desk, "triage", hard, fails=True)
    assert story.case.triage.hard == []
    Triage.objects.update(hard=["private_gain"])
    story.acts(story.discipline, "refer", {"considered": "采纳。"}, fails=True)
    Triage.objects.update(hard=[])
    story.acts(story.discipline, "refer", {"considered": "采纳。"})
    story.acts(story.discipline, "take_back", {"reason": "研判有误。"})
    story.acts(story.desk, "triage", hard)
    assert story.case.triage.hard == ["private_gain"]


def test_where_the_installation_only_registers_the_content_stays_on_paper(story: Story) -> None:
    story.submitted().accepted()
    register_only()
    story.client.force_login(story.one)
    url = reverse("tolerance_verify", args=[story.case.pk])
    assert "核实内容" not in story.client.get(url).content.decode()
    step = {"step": "papers", "on": clock.today().isoformat(), "with_officer": story.two.pk}
    story.acts(story.one, "verify", {**step, "document_no": ""}, fails=True)
    story.acts(story.one, "verify", {**step, "document_no": "纪核〔2026〕1号", "content": "不应保存"})
    row = story.case.verifications.get()
    assert (row.on_paper, row.content, row.document_no) == (True, "", "纪核〔2026〕1号")
    # Nor by another way than the page, which has no such field.
    given = {**step, "on": clock.today(), "document_no": "纪核〔2026〕2号", "content": "不应保存"}
    row = verification_record(pk=story.case.pk, version=story.case.version, actor=story.one, **given)
    assert (row.on_paper, row.content) == (True, "")
    report = document_written("verification", story.case, inside=True)
    assert "内容见纸质材料。" in text_of_docx(report) and "不应保存" not in text_of_docx(report)
    assert "内容见纸质材料" in story.client.get(story.case.get_absolute_url()).content.decode()


def test_a_milder_finding_counts_as_what_was_given_in_the_end(story: Story, time: Clock) -> None:
    story.submitted().accepted(soft=["large_loss"], note="超支十二万元。").verified().referred("reduced")
    with pytest.raises(ValidationError):
        story.decided("reduced", "")
    story.decided("reduced", "损失已经追回")
    outcome = story.case.outcome_in_force
    assert (outcome.kind, outcome.override) == ("reduced", "损失已经追回")
    given = {
        "measure_1": "提醒",
        "decided_on_1": clock.today().isoformat(),
        "document_no_1": "沪电机纪〔2026〕3号",
        "points_1": "1",
    }
    story.acts(story.discipline, "enter_given", given)
    story.mark.refresh_from_db()
    assert not story.mark.stands
    assert list(story.who.marks.standing().values_list("measure", "points")) == [("提醒", 1)]
    assert story.case.outcome_in_force.given[0]["document_no"] == "沪电机纪〔2026〕3号"
    story.acts(story.discipline, "revoke", {"document_no": "沪教〔2026〕8号", "reason": "查实弄虚作假"})
    assert list(story.who.marks.standing().values_list("measure", "points")) == [("通报批评", 2)]


def test_the_units_party_organisation_may_ask_and_the_cadre_is_heard(story: Story) -> None:
    story.starts(story.secretary, "unit", "organization")
    assert somebody_else(story.client, story.case.pk, story.person) == 404
    story.acts(story.secretary, "submit", story.texts(office="organization"))
    assert somebody_else(story.client, story.case.pk, story.person) == 200
    assert "对容错申请提出书面意见" in waiting(story.person)
    assert not waiting(story.secretary) & {"对容错申请提出书面意见"}
    story.acts(story.person, "give_opinion", {"text": "同意申请。"})


def test_a_cadre_without_an_account_is_heard_by_who_verified(story: Story) -> None:
    story.submitted().accepted().verified()
    assert "当面听取本人陈述并登记" not in waiting(story.one)
    User.objects.filter(pk=story.person.pk).update(is_active=False)
    assert "当面听取本人陈述并登记" in waiting(story.one)
    story.acts(story.one, "hear", {"statement": "事前报告过。"})
    assert "当面听取本人陈述并登记" not in waiting(story.one)


def test_staff_of_an_office_are_handled_by_the_other_and_nobody_signs_in_the_own_case(story: Story) -> None:
    RoleGrant.objects.create(user=story.person, role=Role.DISCIPLINE_OFFICER, valid_from=SINCE)
    RoleGrant.objects.create(user=story.person, role=Role.UNIT_PARTY, unit=story.unit, valid_from=SINCE)
    story.starts()
    answer = story.acts(story.person, "submit", story.texts(), fails=True)
    assert "应当由组织部办理" in answer.content.decode()
    story.acts(story.person, "submit", story.texts(office="organization"))
    story.client.force_login(story.person)
    for step in ("give_opinion", "triage", "accept"):
        url = reverse(f"tolerance_{step}", args=[story.case.pk])
        assert story.client.get(url).status_code == 403, step
    story.acts(story.secretary, "give_opinion", {"text": "由其他委员签署。", "post": "组织委员"})


def test_an_office_begins_one_by_itself_and_nobody_withdraws_it(story: Story) -> None:
    story.client.force_login(story.desk)
    url = reverse("tolerance_start", args=["office"])
    assert story.client.get(url).status_code == 200
    assert story.client.post(url, {"number": "无此人", "office": "discipline"}).status_code == 200
    assert story.client.post(url, {"number": "60001", "office": "discipline"}).status_code == 303
    story.acts(story.desk, "submit", story.texts())
    assert story.case.other_opinions.count() == 2, "the cadre and the unit are both asked"
    story.client.force_login(story.person)
    assert story.client.get(reverse("tolerance_case", args=[story.case.pk])).status_code == 200
    answer = story.client.post(
        reverse("tolerance_withdraw", args=[story.case.pk]), {"version": story.case.version, "reason": "不用"}
    )
    assert answer.status_code == 200
    assert story.case.state == "submitted"
