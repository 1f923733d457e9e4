"""A cadre, a unit and both offices, and a tolerance case walked as the field walks it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from cadres.models import Cadre
from core import clock
from decisions import registry
from decisions import services as meetings
from decisions.models import Meeting
from matters.models import Mark, Matter
from notices.selectors import inbox_of
from policy.tolerance_terms import FACTORS
from tests.support.meetings import Room
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post, unit
from tests.support.years import policy_version
from tolerance import services
from tolerance.models import ToleranceCase

STATEMENT = "事前向分管校领导报告过，事后追回了差价。"
TEXTS = {
    "grounds": "设备交货在即，为不耽误开学，先行试用了新的采购方式。",
    "experience": "学校第一次采用框架协议采购，没有先例。",
    "exploration": "上级当时没有明确限制。",
    "development": "为了实训中心按期开课，没有个人利益。",
    "conditions": ["not_forbidden", "unselfish"],
}
TRIAGE = {
    "experience": "excused",
    "experience_reason": "首次采用，没有现成办法。",
    "exploration": "excused",
    "exploration_reason": "当时没有限制性规定。",
    "development": "excused",
    "development_reason": "没有发现个人利益。",
}
# The steps on the way of a case, each by the service behind its page; what the page's form adds by itself.
READ = {"conditions": [], "hard": [], "soft": [], "note": ""}
SERVICES: Mapping[str, tuple[Callable[..., Any], Mapping[str, Any]]] = {
    "accept": (services.case_accept, {}),
    "verify": (services.verification_record, {}),
    "confirm": (services.verification_confirm, {}),
    "analyse": (services.factor_write, {"factor_version": None}),
    "state": (services.statement_give, {"declined": False}),
    "give_opinion": (services.opinion_give, {}),
    "sign": (services.opinion_sign, {}),
    "refer": (services.case_refer, {}),
    "report": (services.report_record, {}),
    "show": (services.publication_show, {}),
    "publish": (services.publication_begin, {}),
}


class Clock:
    """The day of the test, moved on as time goes by."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        patch.setattr(clock, "_shift", lambda: self.ahead)

    def to(self, day: date) -> None:
        """It is noon of that day."""
        self.ahead += day - clock.today()

    def after(self, day: date) -> None:
        """The day after that one has come."""
        self.to(day + timedelta(days=1))


class Story:
    """One case and everybody who acts in it.

    What a test is about it does itself, by `acts` and `starts`, over HTTP. The way to there, `submitted` to
    `public`, goes by the services; pages: it goes over the pages too, as people take it.
    """

    def __init__(self, client: Client, *, marked: bool = True, pages: bool = False) -> None:
        self.client = client
        self.pages = pages
        self.unit = unit("实训中心")
        self.who = cadre("60001", "秦素")
        appointed(self.who, post(self.unit, "主任"))
        self.person = user_with(Role.CADRE, staff_no="60001", name="秦素")
        self.secretary = user_with(staff_no="60002", name="葛岭")
        RoleGrant.objects.create(user=self.secretary, role=Role.UNIT_PARTY, unit=self.unit, valid_from=SINCE)
        self.desk = user_with(Role.DISCIPLINE_OFFICER, staff_no="61001", name="蒙田")
        self.one = user_with(Role.DISCIPLINE_OFFICER, staff_no="61002", name="倪安")
        self.two = user_with(Role.ORG_OFFICER, staff_no="61003", name="郝立")
        self.discipline = user_with(Role.DISCIPLINE_HEAD, staff_no="61004", name="严正")
        self.org = user_with(Role.ORG_HEAD, staff_no="61005", name="方仲")
        self.party = user_with(Role.PARTY_OFFICE, staff_no="61006", name="许文")
        self.stranger = user_with(Role.CADRE, staff_no="69001", name="路人")
        self.matter = Matter.objects.create(number="SX20260901", title="实训设备采购超期")
        self.room: Room | None = None
        self.item: Any = None
        if marked:
            self.mark = Mark.objects.create(
                matter=self.matter, cadre=self.who, measure="通报批评", decided_on=date(2026, 3, 2), points=2
            )

    def again(self, client: Client) -> Story:
        """The story of a world that a module keeps (`module_db`), for one test to go on with by itself."""
        kept, self.client = self.client, client
        found = copy.deepcopy(self, {id(client): client})
        self.client = kept
        return found

    @property
    def case(self) -> ToleranceCase:
        """The newest case as it is stored now."""
        return ToleranceCase.objects.select_related("cadre").latest("pk")

    def acts(
        self,
        who: User,
        step: str,
        given: Mapping[str, Any] | None = None,
        *,
        kind: str = "",
        fails: bool = False,
    ) -> Any:
        """Somebody opens the step's page, fills it in and sends it. fails: the page says why not."""
        self.client.force_login(who)
        args = [self.case.pk, kind] if kind else [self.case.pk]
        url = reverse(f"tolerance_{'factor' if kind else step}", args=args)
        if step != "submit":
            page = self.client.get(url)
            assert page.status_code == 200, (step, page.status_code)
        data = {"version": self.case.version, **(given or {})}
        answer = self.client.post(url, data)
        assert answer.status_code == (200 if fails else 303), (step, _mistakes(answer))
        return answer

    def goes(self, who: User, step: str, given: Mapping[str, Any] | None = None, *, kind: str = "") -> None:
        """Somebody takes a step on the way to what the test is about."""
        if self.pages:
            self.acts(who, step, given, kind=kind)
            return
        case = self.case
        if step == "triage":
            values = {**READ, **(given or {})}
            services.triage_record(pk=case.pk, version=case.version, values=values, actor=who)
            return
        service, more = SERVICES[step]
        seen = {"kind": kind} if kind else {"version": case.version}
        service(pk=case.pk, actor=who, **seen, **more, **(given or {}))

    def links(self, who: User) -> list[str]:
        """The steps that the case's page offers somebody."""
        self.client.force_login(who)
        answer = self.client.get(reverse("tolerance_case", args=[self.case.pk]))
        return [link.label for link in answer.context["page"].links]

    def starts(self, who: User | None = None, applicant: str = "cadre", office: str = "discipline") -> None:
        """An application is begun."""
        self.client.force_login(who or self.person)
        url = reverse("tolerance_start", args=[applicant])
        assert self.client.get(url).status_code == 200
        answer = self.client.post(url, {"cadre": self.who.pk, "office": office})
        assert answer.status_code == 303, _mistakes(answer)

    def texts(self, **more: Any) -> dict[str, Any]:
        """What the application says."""
        return {**TEXTS, "matter": self.matter.pk, "office": "discipline", **more}

    def submitted(self, **more: Any) -> Story:
        """The cadre handed the application in."""
        if self.pages:
            self.starts()
            self.acts(self.person, "submit", self.texts(**more))
            return self
        case = services.case_start(
            cadre_pk=self.who.pk, applicant="cadre", office="discipline", actor=self.person
        )
        texts = {**dict.fromkeys(services.TEXTS, ""), "conditions": [], **self.texts(**more)}
        values = {**texts, "matter": texts["matter"] or None}
        case = services.case_save(pk=case.pk, version=case.version, values=values, actor=self.person)
        services.case_submit(pk=case.pk, version=case.version, actor=self.person)
        return self

    def read(self, **more: Any) -> Story:
        """The desk wrote the first reading."""
        self.goes(self.desk, "triage", {**TRIAGE, **more})
        return self

    def accepted(self, **more: Any) -> Story:
        """The head took it in; two verify."""
        self.read(**more)
        self.goes(self.discipline, "accept", {"officers": [self.one.pk, self.two.pk]})
        return self

    def verified(self) -> Story:
        """Two steps, the report, both confirm."""
        for step, number in (("papers", "纪核〔2026〕1号"), ("result", "纪核〔2026〕2号")):
            given = {
                "step": step,
                "on": clock.today(),
                "with_officer": self.two.pk,
                "document_no": number,
                "content": "查阅采购档案和会议记录。",
            }
            self.goes(self.one, "verify", given)
        self.goes(self.one, "confirm")
        self.goes(self.two, "confirm")
        return self

    def analysed(self, proposal: str = "exempt") -> Story:
        """Six factors, the statement, the unit's opinion, both heads sign."""
        for kind in FACTORS:
            given = {"facts": "核实属实。", "evidence": "纪核〔2026〕1号", "finding": "favourable"}
            self.goes(self.one, "analyse", given, kind=kind)
        self.goes(self.person, "state", {"statement": STATEMENT})
        self.goes(self.secretary, "give_opinion", {"text": "情况属实，建议容错。", "post": "党总支书记"})
        for head in (self.discipline, self.org):
            self.goes(head, "sign", {"proposal": proposal, "text": "出于公心，程序有瑕疵。"})
        return self

    def referred(self, proposal: str = "exempt") -> Story:
        """It waits for the committee."""
        self.analysed(proposal)
        self.goes(self.discipline, "refer", {"considered": "采纳，追回差价的情况已写入分析。"})
        return self

    def tabled(self) -> Story:
        """The case is an item of a meeting that is held."""
        number = Meeting.objects.count() + 1
        self.room = Room(number=f"2026年第{number}次")
        kind, offer = next(
            (kind, offer)
            for kind, source in registry.sources()
            if kind.code.startswith("tolerance.")
            for offer in source()
        )
        self.item = _item(self.room, kind, offer)
        self.room.members()
        self.room.held()
        return self

    def decided(self, outcome: str = "exempt", reason: str = "出于公心，损失已挽回") -> Story:
        """The committee decides; the final minutes take effect."""
        if self.item is None:
            self.tabled()
        assert self.room is not None
        drafts = self.room.results(self.item, outcome)
        meetings.item_result_record(
            item_pk=self.item.pk,
            version=self.room.now.version,
            method="vote",
            results={key: meetings.ResultDraft(outcome, reason, one.votes) for key, one in drafts.items()},
            actor=self.room.clerk,
        )
        self.room.final()
        self.item = None
        return self

    def reported(self) -> Story:
        """The finding went upward."""
        given = {
            "to_whom": "上海市教育卫生工作委员会",
            "document_no": "沪电机委〔2026〕9号",
            "reported_on": clock.today(),
        }
        self.goes(self.discipline, "report", given)
        return self

    def public(self, time: Clock) -> Story:
        """The cadre saw the text, nobody objected, readers see it."""
        self.goes(self.discipline, "show", {"scope": "unit", "text": "经党委研究，认定为容错。"})
        time.after(self.case.outcome_in_force.publication.objections_until)
        self.goes(self.discipline, "publish")
        return self


def _item(room: Room, kind: Any, offer: Any) -> Any:

    return meetings.agenda_item_add(
        meeting_pk=room.meeting.pk,
        kind=kind.code,
        title=offer.title,
        subject_kind=offer.subject_kind,
        subject_id=offer.subject_id,
        entries=offer.entries,
        actor=room.officer,
    )


def _mistakes(answer: Any) -> Any:
    form = (answer.context or {}).get("form") if answer.context else None
    return (answer.status_code, list(form.mistakes()) if form is not None else "")


def waiting(user: object) -> set[str]:
    """The words of the duties that somebody has today."""
    return {item.duty.label for item in inbox_of(user, clock.today()).waiting}  # type: ignore[arg-type]


def register_only() -> None:
    """The installation only registers the steps of a verification; their content stays on paper."""
    policy_version(limits={"tolerance_register_only": 1})


def somebody_else(client: Client, pk: int, who: User) -> int:
    """The answer that somebody gets to the case's page."""
    client.force_login(who)
    return client.get(reverse("tolerance_case", args=[pk])).status_code


def cadre_of(staff_no: str) -> Cadre:
    """The cadre of the register."""
    return Cadre.objects.get(staff_no=staff_no)
