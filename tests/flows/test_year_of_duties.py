"""A year of duties, day by day: at each telling date, what waits for whom, in the words of the inbox.

The clock goes from November 2026 to January 2029; the holidays of 2027 are published late. What is done is
gone, and nobody hears of what is not theirs: `heard` asks everybody's inbox, of every role.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appraisal.models import Cycle
from appraisal.services import officer_name, score_confirm, year_score
from core.models import Job
from core.pages import RuleBroken
from decisions import services as decisions
from decisions.models import Meeting, Publicity
from evidence import services as evidence
from notices import registry, selectors
from notices.services import workday_set
from outcomes import services as outcomes
from outcomes.models import BottomReview, CommendationCase, Feedback, FollowUp, ReminderTalk, Review
from outcomes.uses_agenda import BOTTOM, TOP
from tests.support.duty_year import PEOPLE, ROOMS, Year, last_one
from tests.support.reports import handed_in
from tests.support.uses import fact_sheet, record

pytestmark = pytest.mark.django_db
# Published on 30 December only: New Year's Day and the Spring Festival of 2027.
HOLIDAYS = (date(2027, 1, 1), *(date(2027, 2, day) for day in (5, 8, 9, 10, 11)))
ABOUT = "2026 年度考核"


@pytest.fixture
def year(monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    """The rooms of the cycle alone are asked: the others have duties of their own, and cost time."""
    rooms = [kind for kind in registry.kinds() if kind.code.startswith(ROOMS)]
    monkeypatch.setattr(selectors, "kinds", lambda: rooms)
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False) as hand:
        made = Year(hand)
        with connection.execute_wrapper(made.written):
            yield made


@pytest.mark.once
def test_a_year_of_duties(year: Year, client: Client) -> None:
    the_plan_and_the_list(year)
    the_reports(year)
    the_vote_and_the_count(year)
    the_panel_and_the_committee(year)
    the_publicity_over_new_year(year)
    the_talk(year)
    the_signatures(year)
    the_review(year)
    the_archive(year)
    the_follow_ups(year)
    the_next_plan(year, client)
    out_of_view(year)
    assert year.story.cycle.state == Cycle.State.ARCHIVED


def the_plan_and_the_list(year: Year) -> None:
    # 2 November: the draft waits for a meeting, and only the officers of the department hear of it.
    assert year.leads("提请会议审定方案") == {reverse("meeting_offers", args=[Meeting.objects.get().pk])}
    assert year.heard("提请会议审定方案") == dict.fromkeys(("林静", "许文澜"), f"{ABOUT} 还有 8 天")
    year.on(11, 4)
    year.story.approved()
    year.nobody("提请会议审定方案", "录入会议结果", "核对会议结果并定稿")
    # Approved: the list comes first; the head is not asked for a step that cannot be taken without it.
    assert set(year.heard("按名册生成参加考核人员名单")) == {"林静", "许文澜"}
    year.nobody("布置述职", "指定计分人", "指定监票人")
    year.on(11, 5)
    year.story.listed()
    year.nobody("按名册生成参加考核人员名单")
    assert year.heard("布置述职") == {"周启明": f"{ABOUT} 还有 11 天"}
    assert set(year.heard("指定计分人")) == {"周启明"} and set(year.heard("指定监票人")) == {"秦守正"}
    named = {"cycle_pk": year.story.cycle.pk}
    officer_name(**named, duty="counter", user=year.counter, actor=year.head)
    officer_name(**named, duty="witness", user=year.witness, actor=year.inspector)
    year.nobody("指定计分人", "指定监票人")


def the_reports(year: Year) -> None:
    story, write, check = year.story, "撰写并提交述职报告", "审核述职报告"
    year.on(11, 6)
    year.nobody(write)
    story.step("open_reports")
    year.nobody("布置述职", check, "催交述职报告")
    assert year.heard(write) == dict.fromkeys(year.some_cadres, f"{ABOUT} 还有 24 天")
    # One hands in, the unit sends it back, it comes again and passes: the step goes to and fro between two.
    first, person = year.cadres[0], story.participants[0]
    year.on(11, 10)
    report = handed_in(person, first)
    assert set(year.heard(write)) == year.some_cadres - {first.name}
    assert year.heard(check) == {"赵书记": f"{ABOUT} 1 份 还有 23 天"}
    year.on(11, 11)
    evidence.report_return(
        participant_pk=person.pk, version=report.version, note="请补充廉洁自律情况", actor=year.party
    )
    year.nobody(check)
    assert year.heard("修改退回的述职报告") == {first.name: f"{ABOUT}，意见：请补充廉洁自律情况 还有 19 天"}
    year.on(11, 12)
    report = handed_in(person, first)
    year.nobody("修改退回的述职报告")
    evidence.report_check(participant_pk=person.pk, version=report.version, actor=year.party)
    year.nobody(check)
    # Seven days before the last one the department begins to ask; then three, one, none, and one too late.
    year.on(11, 22)
    year.nobody("催交述职报告")
    for day, word in ((23, "还有 7 天"), (27, "还有 3 天"), (29, "还有 1 天"), (30, "今天到期")):
        year.on(11, day)
        assert year.heard(write) == dict.fromkeys(year.some_cadres - {first.name}, f"{ABOUT} {word}")
        assert set(year.heard("催交述职报告").values()) == {f"{ABOUT} 34 人未交 {word}"}
        assert set(year.heard("催交述职报告")) == {"林静", "许文澜"}
    for place in range(1, PEOPLE - 1):
        handed_in(story.participants[place], year.cadres[place])
    assert year.heard(check) == {"赵书记": f"{ABOUT} 33 份 还有 3 天"}
    year.on(12, 1)
    last = year.cadres[-1]
    assert year.heard(write) == {last.name: f"{ABOUT} 已逾期 1 天"}
    assert set(year.heard("催交述职报告").values()) == {f"{ABOUT} 1 人未交 已逾期 1 天"}
    assert year.heard("公示述职报告") == {"周启明": f"{ABOUT} 已逾期 1 天"}
    handed_in(story.participants[-1], last)
    year.nobody(write, "催交述职报告")
    for person in story.participants[1:]:
        evidence.report_check(participant_pk=person.pk, version=person.report.version, actor=year.party)
    year.nobody(check)
    story.step("publish_reports")
    year.nobody("公示述职报告")


def the_vote_and_the_count(year: Year) -> None:
    story = year.story
    assert year.heard("开始民主测评") == {"周启明": f"{ABOUT} 还有 6 天"}
    year.on(12, 7)
    assert year.heard("开始民主测评") == {"周启明": f"{ABOUT} 今天到期"}
    story.step("open_voting")
    year.nobody("开始民主测评")
    assert year.heard("结束民主测评") == {"周启明": f"{ABOUT} 还有 4 天"}
    year.on(12, 11)
    story.voted().step("close_voting")
    year.nobody("结束民主测评")
    assert year.heard("汇总计分") == {"周启明": f"{ABOUT} 还有 7 天"}
    story.step("score")
    Job.objects.filter(kind="appraisal.score").delete()
    year_score(cycle_pk=story.cycle.pk, actor=User.objects.system())
    # Each of the two hears of the own confirmation, until it is given; only then the panel may begin.
    year.nobody("汇总计分", "转考核组评议")
    assert set(year.heard("核对并确认计分")) == {"许文澜", "方知微"}
    said = {"cycle_pk": story.cycle.pk, "outcome_sha256": story.cycle.outcome_sha256}
    score_confirm(**said, actor=year.counter)
    assert set(year.heard("核对并确认计分")) == {"方知微"}
    year.on(12, 14)
    score_confirm(**said, actor=year.witness)
    year.nobody("核对并确认计分")
    assert year.heard("转考核组评议") == {"周启明": f"{ABOUT} 还有 4 天"}


def the_panel_and_the_committee(year: Year) -> None:
    story, propose = year.story, "逐人提出等次建议"
    story.step("open_panel")
    year.nobody("转考核组评议", "提请会议审定等次")
    year.on(12, 17)
    assert year.heard(propose) == dict.fromkeys(("林静", "许文澜"), f"{ABOUT} 35 人 还有 1 天")
    story.judged({0: "优秀"})
    year.nobody(propose)
    assert year.heard("提请会议审定等次") == dict.fromkeys(("林静", "许文澜"), f"{ABOUT} 还有 8 天")
    # The first 20 % and the last 3 % need facts before the same meeting.
    outcomes.commendations_list(cycle_pk=story.cycle.pk, actor=year.officer)
    outcomes.bottom_list(cycle_pk=story.cycle.pk, actor=year.officer)
    assert year.heard("提供表彰人选的事迹") == {"赵书记": "本单位 6 人 未定期限"}
    assert set(year.heard("补齐表彰事迹并提请审议")) == {"林静", "许文澜"}
    assert set(year.heard("填写情况表并提请研判")) == {"林静", "许文澜"}
    only = reverse("bottom_review", args=[story.cycle.code, BottomReview.objects.get().pk])
    assert year.leads("填写情况表并提请研判") == {only}
    for case in CommendationCase.objects.all():
        told = outcomes.evidence_record(
            pk=case.pk,
            version=case.version,
            initiative="牵头教学秩序整治。",
            performance="整改任务全部按期完成。",
            actor=year.party,
        )
        outcomes.commendation_submit(pk=told.pk, version=told.version, actor=year.officer)
    review = fact_sheet(BottomReview.objects.get(), year.officer)
    outcomes.bottom_submit(pk=review.pk, version=review.version, actor=year.officer)
    year.nobody("提供表彰人选的事迹", "补齐表彰事迹并提请审议", "填写情况表并提请研判")
    the_meeting(year)


def the_meeting(year: Year) -> None:
    """24 December, the day before the committee is due."""
    story = year.story
    year.on(12, 24)
    assert set(year.heard("提请会议审定等次").values()) == {f"{ABOUT} 还有 1 天"}
    story.decided_by_meeting(TOP, "")
    year.nobody("进行谈话提醒并登记记录")
    story.decided_by_meeting(BOTTOM, "", **{last_one(): "talk"})
    story.decided_by_meeting("appraisal.grades", "")
    assert story.cycle.state == Cycle.State.DECIDED
    year.nobody("提请会议审定等次", "录入会议结果", "核对会议结果并定稿")


def the_publicity_over_new_year(year: Year) -> None:
    """Five working days from 28 December reach into a year whose holidays nobody knows yet."""
    story, late = year.story, year.cadres[-1].name
    assert year.heard("公示结果") == {"周启明": f"{ABOUT} 还有 7 天"}
    assert set(year.heard("公示拟表彰人员")) == {"林静", "许文澜"}
    # 15 working days from the meeting on: 14 January, as long as New Year's Day counts as one.
    talk = ReminderTalk.objects.get()
    assert (talk.due_on, talk.provisional, talk.leader) == (date(2027, 1, 14), True, year.leader)
    assert year.heard("进行谈话提醒并登记记录") == {"郑分管": f"{late}（2026 年度） 还有 21 天 暂定"}
    year.on(12, 28)
    story.step("publicize")
    outcomes.commendations_publish(
        cycle_pk=story.cycle.pk,
        cases=[case.pk for case in CommendationCase.objects.all()],
        scope="school",
        text="经党委研究，拟对下列同志予以表彰。",
        actor=year.officer,
    )
    assert {(row.ends_on, row.provisional) for row in Publicity.objects.all()} == {(date(2027, 1, 4), True)}
    # While it is public nobody is asked for what has to wait for its end.
    year.nobody("公示结果", "公示拟表彰人员", "反馈结果", "办理公示期满", "登记发文表彰")
    year.on(12, 30)
    for day in HOLIDAYS:
        workday_set(day=day, is_working=False, note="国务院办公厅通知", actor=year.head)
    assert {(row.ends_on, row.provisional) for row in Publicity.objects.all()} == {(date(2027, 1, 5), False)}
    assert year.heard("进行谈话提醒并登记记录") == {"郑分管": f"{late}（2026 年度） 还有 16 天"}
    year.on(1, 4, 2027)
    year.nobody("公示今日期满，明日办理", "办理公示期满")
    year.on(1, 5, 2027)
    today = "公示今日期满，明日办理"
    assert year.lists(today) == dict.fromkeys(("林静", "许文澜"), ["还有 1 天"] * 2)
    with pytest.raises(RuleBroken):
        expired(year, Publicity.objects.earliest("pk"))
    year.on(1, 6, 2027)
    assert year.lists("办理公示期满") == dict.fromkeys(("林静", "许文澜"), ["今天到期"] * 2)
    for publicity in Publicity.objects.all():
        expired(year, publicity)
    year.nobody("办理公示期满", today)
    assert year.heard("反馈结果") == {"周启明": f"{ABOUT} 还有 6 天"}
    assert set(year.heard("登记发文表彰").values()) == {"6 人公示无异议 未定期限"}
    outcomes.commendations_issue(
        cycle_pk=story.cycle.pk,
        cases=[case.pk for case in CommendationCase.objects.all()],
        form="circular",
        document_no="校党发〔2027〕1号",
        on=date(2027, 1, 6),
        actor=year.officer,
    )
    year.nobody("登记发文表彰")


def expired(year: Year, publicity: Publicity) -> None:
    decisions.publicity_expire(pk=publicity.pk, version=publicity.version, actor=year.officer)


def the_talk(year: Year) -> None:
    talk, hold, late = ReminderTalk.objects.get(), "进行谈话提醒并登记记录", year.cadres[-1]
    for day, word in ((12, "还有 3 天"), (15, "今天到期"), (16, "已逾期 1 天")):
        year.on(1, day, 2027)
        assert year.heard(hold) == {"郑分管": f"{late.name}（2026 年度） {word}"}
    year.on(1, 13, 2027)
    outcomes.talk_record(pk=talk.pk, version=talk.version, values=record(), upload=None, actor=year.leader)
    year.nobody(hold)
    assert year.heard("核对并确认谈话记录") == {late.name: "2026 年度谈话提醒 还有 7 天"}
    talk.refresh_from_db()
    outcomes.talk_confirm(pk=talk.pk, version=talk.version, comment="", actor=late)
    year.nobody("核对并确认谈话记录", "登记谈话后 3 个月的跟踪情况")


def the_signatures(year: Year) -> None:
    story, sign = year.story, "签收考核结果通知"
    year.on(1, 14, 2027)
    story.step("open_feedback")
    year.nobody("反馈结果")
    assert year.heard(sign) == dict.fromkeys(year.some_cadres, f"{ABOUT} 还有 7 天")
    assert year.heard("跟进结果通知的签收") == dict.fromkeys(("林静", "许文澜"), "35 人尚未签收 还有 7 天")
    assert set(year.heard("当面反馈考核结果")) == {"郑分管"}
    for place, notice in enumerate(Feedback.objects.order_by("participant__cadre__staff_no")):
        assert notice.review_until == date(2027, 2, 15), "thirty days, and on to the next working day"
        if place:
            year.on(1, 20, 2027)
            outcomes.feedback_sign(pk=notice.pk, version=notice.version, opinion="", actor=year.cadres[place])
    first = year.cadres[0].name
    year.on(1, 21, 2027)
    assert year.heard(sign) == {first: f"{ABOUT} 今天到期"}
    year.on(1, 22, 2027)
    assert year.heard(sign) == {first: f"{ABOUT} 已逾期 1 天"}
    assert set(year.heard("跟进结果通知的签收").values()) == {"1 人尚未签收 已逾期 1 天"}
    notice = Feedback.objects.get(state=Feedback.State.WAITING)
    outcomes.feedback_refusal_record(
        pk=notice.pk,
        version=notice.version,
        reason="认为等次偏低",
        witness_one="钱平",
        witness_two="孙立",
        actor=year.officer,
    )
    year.nobody(sign, "跟进结果通知的签收", "当面反馈考核结果")


def the_review(year: Year) -> None:
    story, asks = year.story, year.cadres[3]
    assert year.heard("转复核") == {"周启明": f"{ABOUT} 还有 6 天"}
    story.step("open_review")
    year.nobody("转复核", "受理复核申请")
    year.on(2, 12, 2027)
    notice = Feedback.objects.get(participant__cadre__staff_no=asks.staff_no)
    case = outcomes.review_draft(feedback_pk=notice.pk, reasons="实绩没有充分体现。", actor=asks)
    year.nobody("受理复核申请")
    case = outcomes.review_submit(pk=case.pk, version=case.version, actor=asks)
    about = f"{asks.name}，{ABOUT}"
    assert case.answer_due == date(2027, 3, 15), "thirty days end on a Sunday"
    assert year.heard("受理复核申请") == {"周启明": f"{about} 还有 31 天"}
    year.on(2, 22, 2027)
    two = (year.counter, year.witness)
    case = outcomes.review_accept(
        pk=case.pk, version=case.version, officers=[user.pk for user in two], actor=year.head
    )
    year.nobody("受理复核申请", "答复复核申请")
    for place, user in enumerate(two):
        left = {one.name for one in two[place:]}
        assert set(year.heard("提交复核核实意见")) == left
        case.refresh_from_db()
        outcomes.review_find(
            pk=case.pk,
            version=case.version,
            finding="材料属实，等次适当",
            verdict="keep",
            grade="",
            actor=user,
        )
    year.nobody("提交复核核实意见")
    for month, day, word in ((3, 12, "还有 3 天"), (3, 15, "今天到期"), (3, 16, "已逾期 1 天")):
        year.on(month, day, 2027)
        assert year.heard("答复复核申请") == {"周启明": f"{about} {word}"}
    case.refresh_from_db()
    outcomes.review_answer(pk=case.pk, version=case.version, answer="维持原等次。", actor=year.head)
    assert Review.objects.get().state == Review.State.ANSWERED
    year.nobody("答复复核申请")


def the_archive(year: Year) -> None:
    for month, day, word in ((3, 24, "还有 7 天"), (3, 31, "今天到期"), (4, 1, "已逾期 1 天")):
        year.on(month, day, 2027)
        assert year.heard("归档") == {"周启明": f"{ABOUT} {word}"}
    year.on(3, 31, 2027)
    year.story.step("archive", note="述职早布置一周。")
    year.nobody("归档")


def the_follow_ups(year: Year) -> None:
    """Three and six months after 13 January, from two weeks before on; the archive ends neither."""
    late = year.cadres[-1].name
    for months, before, first, day in ((3, (3, 29), (3, 30), (4, 13)), (6, (6, 28), (6, 29), (7, 13))):
        label = f"登记谈话后 {months} 个月的跟踪情况"
        year.on(*before, 2027)
        year.nobody(label)
        year.on(*first, 2027)
        assert year.heard(label) == {"郑分管": f"{late} 还有 14 天"}
        year.on(*day, 2027)
        assert year.heard(label) == {"郑分管": f"{late} 今天到期"}
        row = FollowUp.objects.get(months=months)
        talk = row.talk
        outcomes.follow_up_record(
            pk=row.pk, version=talk.version, note="每月到课堂听课两次。", actor=year.leader
        )
        year.nobody(label)
    assert ReminderTalk.objects.get().state == ReminderTalk.State.CLOSED


def the_next_plan(year: Year, client: Client) -> None:
    """November 2027: what the year taught opens the next plan; in January 2028 nothing waits of the old."""
    year.on(11, 2, 2027)
    client.force_login(year.officer)
    assert "述职早布置一周。" in client.get(reverse("plan_start")).content.decode()
    year.on(1, 4, 2028)
    left = {user.name: said for user in year.asked if (said := year.waiting(user))}
    assert left == {}


def out_of_view(year: Year) -> None:
    """Two years after the talk: for the head of the department alone."""
    talk = ReminderTalk.objects.get()
    everybody = [year.head, year.officer, year.inspector, year.leader, year.cadres[-1]]
    for day, seen in ((13, everybody), (14, [year.head])):
        year.on(1, day, 2029)
        sees = [user for user in everybody if ReminderTalk.objects.visible_to(user).filter(pk=talk.pk)]
        assert sees == seen, day
