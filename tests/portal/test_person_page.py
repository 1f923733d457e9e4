"""The page of one cadre: who sees it, what of it, and that it costs the same whatever there is to tell."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, Unit, User
from appraisal.models import Cycle, EarlierResult
from cadres.models import Absence, Appointment, Cadre, Term
from cadres.services import absence_add, appointment_edit, cadre_edit, cadre_leave, identity_change
from core import clock
from core.models import ImportBatch
from matters.models import Mark, Matter, Relief
from tests.support.people import user_with
from tests.support.register import appointed, cadre, keeper, post, unit
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
PAGE = "/cadres/1001/"
IDENTITY, PHONE = "11010519491231002X", "13812345678"
NAME = "阿卜杜热西提·麦麦提托合提·阿卜杜拉江·吐尔逊尼亚孜"
UNIT_ROLES = (Role.LEADER, Role.UNIT_PARTY)
DEPARTMENTS = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)


@pytest.fixture
def person() -> Cadre:
    made = cadre("1001", name=NAME, born="1975-03", remark="拟交流")
    head = appointed(made, post(unit("教务处")))
    Term.objects.create(appointment=head, starts="2021-03", ends="2026-03")
    identity_change(
        cadre=made, version=1, identity_no=IDENTITY, phone=PHONE, actor=User.objects.system(), reason="补录"
    )
    return made


def read(client: Client, user: User, page: str = PAGE) -> str:
    client.force_login(user)
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, name: str) -> str:
    return text_of(html.split(f'id="{name}"', 1)[1].split("</section>", 1)[0])


def test_the_basics_in_groups_with_the_numbers_masked(client: Client, person: Cadre) -> None:
    html = read(client, keeper())
    basics = section(html, "basics")
    for word in ("基本情况", "学历学位", "职务与任期", "1975-03（", "教务处", "2021-03 — 2026-03"):
        assert word in basics
    assert "110105********002X" in basics
    assert "138****5678" in basics
    assert IDENTITY not in html
    assert PHONE not in html
    assert f"<h1> {NAME}" in re.sub(r"\s+", " ", html)
    assert 'href="/cadres/1001/reveal/"' in html


@pytest.mark.parametrize("name", [NAME, "李𬭊", "𠮷田𪚥", "Anna Smith"])
def test_long_names_and_rare_characters_stand_as_they_are(client: Client, name: str) -> None:
    cadre("1001", name=name)
    assert name in read(client, keeper())


@pytest.mark.parametrize(("today", "age"), [("2026-02-28", "50"), ("2026-03-01", "51"), ("2026-11-22", "51")])
def test_the_age_counts_from_the_month_where_no_day_is_known(
    client: Client, monkeypatch: pytest.MonkeyPatch, today: str, age: str
) -> None:
    cadre("1001", born="1975-03")
    user = keeper()
    monkeypatch.setattr("portal.tables.basics.clock.today", lambda: date.fromisoformat(today))
    assert f"1975-03（{age} 岁）" in read(client, user)


def test_only_whose_role_reaches_the_person_sees_the_page(client: Client, person: Cadre) -> None:
    office, elsewhere = person.appointments.get().post.unit, unit("财务处")
    for number, role in enumerate((*DEPARTMENTS, *UNIT_ROLES)):
        read(client, keeper(role, office, staff_no=f"80{number}"))
        client.force_login(keeper(role, elsewhere, staff_no=f"81{number}"))
        assert client.get(PAGE).status_code == 404
    read(client, user_with(Role.CADRE, staff_no="1001"))
    client.force_login(user_with(Role.CADRE, staff_no="1002"))
    assert client.get(PAGE).status_code == 404
    assert client.get("/cadres/9999/").status_code == 404


@pytest.mark.parametrize("role", [*DEPARTMENTS[2:], *UNIT_ROLES])
def test_whose_role_does_not_keep_the_numbers_is_told_so(client: Client, person: Cadre, role: Role) -> None:
    html = read(client, keeper(role))
    assert "110105" not in html
    assert "拟交流" not in html
    assert "按您的角色不显示身份证号和手机" in text_of(html)
    assert "身份证号、手机、邮箱和备注：由组织部保管" in section(html, "why")


def test_only_the_organization_department_is_offered_changes(client: Client, person: Cadre) -> None:
    offers = ("/cadres/1001/edit/", "/cadres/1001/leave/", "/cadres/1001/kin/", "appointments/new/")
    html = read(client, keeper())
    assert all(offer in html for offer in offers)
    for number, role in enumerate((*DEPARTMENTS[2:], *UNIT_ROLES)):
        html = read(client, keeper(role, staff_no=f"80{number}"))
        assert not any(offer in html for offer in offers)
    html = read(client, user_with(Role.CADRE, staff_no="1001"))
    assert not any(offer in html for offer in (*offers, "reveal"))
    assert "138****5678" in html


def test_the_timeline_says_how_a_post_is_held_in_words_too(client: Client, person: Cadre) -> None:
    deputy = post(unit("科研处"), title="副处长", rank="副职")
    appointed(person, deputy, kind=Appointment.Kind.CONCURRENT, since="2024-05-20")
    acting = appointed(person, post(unit("后勤处")), kind=Appointment.Kind.ACTING, since="")
    Absence.objects.create(cadre=person, kind="secondment", starts=date(2023, 3, 1), note="某县挂职")
    html = read(client, keeper())
    picture = html.split('class="tenure"', 1)[1].split("</figure>", 1)[0]
    for word in ("主职", "兼任", "主持工作", "离岗：挂职", "2021-03 — 至今", "2024-05-20 — 至今"):
        assert word in text_of(picture)
    assert "起始时间未登记，图上没有横条" in text_of(picture)
    for pattern in ("tenure-primary", "tenure-concurrent", "tenure-absence", 'fill="url(#tenure-dots)"'):
        assert pattern in picture
    assert picture.count('class="tenure-beyond"') == 3, "what has not ended, but for the one without a start"
    table = section(html, "tenure")
    for word in ("教务处", "科研处", "主持工作（正职）", "在任"):
        assert word in table
    assert acting.pk


@pytest.mark.parametrize(
    ("role", "told"), [*((role, True) for role in DEPARTMENTS), *((role, False) for role in UNIT_ROLES)]
)
def test_who_is_ill_is_told_to_the_departments_only(
    client: Client, person: Cadre, role: Role, told: bool
) -> None:
    day = date(2026, 3, 2)
    absence_add(cadre=person, kind="sick", starts=day, ends=day, note="住院", actor=User.objects.system())
    page = read(client, keeper(role))
    assert "2026-03-02" in section(page, "absences")
    assert [word in page for word in ("离岗：病假", "住院")] == [told, told]
    assert ("离岗的类别和说明" in section(page, "why")) != told


def test_a_month_stays_a_month_everywhere(client: Client, person: Cadre) -> None:
    html = read(client, keeper())
    assert "2021-03" in html
    assert not re.search(r"2021-03-\d\d", html)


@pytest.fixture
def year() -> Cycle:
    """A scored year of three, and an earlier year of the second of them."""
    cycle = small_year(3, marked={1: "诫勉"})
    batch = ImportBatch.objects.create(
        kind="earlier", file_name="历年.xlsx", created_by=User.objects.system(), created_at=clock.now()
    )
    EarlierResult.objects.create(
        cadre=Cadre.objects.get(staff_no=staff_no(1)),
        year=2023,
        category="机关正职",
        grade="称职",
        rank=12,
        out_of=40,
        source=batch,
    )
    return cycle


def own_page(client: Client) -> str:
    user = User.objects.filter(staff_no=staff_no(1)).first()
    user = user or user_with(Role.CADRE, staff_no=staff_no(1))
    return section(read(client, user, f"/cadres/{staff_no(1)}/"), "years")


def test_the_appraisal_by_year_with_earlier_years_for_the_departments(client: Client, year: Cycle) -> None:
    for number, role in enumerate(DEPARTMENTS):
        html = read(client, keeper(role, staff_no=f"80{number}"), f"/cadres/{staff_no(1)}/")
        years = section(html, "years")
        assert re.search(rf"{YEAR} .*2 / 3 .*系统计分，尚未确认.*2023 .*称职 .*12 / 40 .*历年结果导入", years)
        assert "2023 12/40" in years, "the picture says the same"
        assert f'href="/appraisal/{YEAR}/"' in html


def test_the_cadre_reads_the_own_total_of_a_decided_year_and_never_the_rank(
    client: Client, year: Cycle
) -> None:
    before = own_page(client)
    assert f"{YEAR} 年度考核的结果尚未确认" in before
    total = str(year.results.get(participant__cadre__staff_no=staff_no(1)).total)
    assert total not in before
    assert "称职" in before
    assert "12" not in re.sub(r"2023|2025", "", before), "not the rank of an earlier year either"
    confirmed_as_if(year)
    after = own_page(client)
    assert total in after
    assert "2 / 3" not in after
    assert "名次" not in after


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_the_unit_reads_grades_of_decided_years_alone(client: Client, year: Cycle, role: Role) -> None:
    user = keeper(role)
    total = str(year.results.get(participant__cadre__staff_no=staff_no(1)).total)
    for decided in (False, True):
        if decided:
            confirmed_as_if(year)
        html = read(client, user, f"/cadres/{staff_no(1)}/")
        years = section(html, "years")
        assert ("系统计分" in years) == decided
        assert "称职" in years
        assert total not in years
        assert "2 / 3" not in years
        assert "诫勉" not in html
        assert 'id="matters"' not in html
        assert "事项、扣分、处分与认定" in section(html, "why")


def test_what_is_lifted_stands_there_as_not_counting(client: Client, person: Cadre) -> None:
    matter = Matter.objects.create(number="SX1")
    Mark.objects.create(
        matter=matter,
        cadre=person,
        measure="黄牌",
        decided_on=date(2025, 3, 1),
        points=Decimal(2),
        file_year=2025,
    )
    Mark.objects.create(
        matter=Matter.objects.create(number="SX2"),
        cadre=person,
        measure="诫勉",
        decided_on=date(2025, 4, 1),
        influence_to=date(2025, 10, 1),
    )
    Relief.objects.create(
        matter=matter, cadre=person, kind="免除责任", source="党纪〔2025〕8号", file_year=2025
    )
    own = user_with(Role.CADRE, staff_no="1001")
    for user in (keeper(), keeper(Role.DISCIPLINE_OFFICER, staff_no="8001"), own):
        matters = section(read(client, user), "matters")
        assert "已容错，不计" in matters
        assert "认定“免除责任”（第十四条）。来源：党纪〔2025〕8号" in matters
        assert re.search(r"诫勉 .*计入 期满，使用须研判 影响期到2025年9月30日为止", matters)


def test_a_relief_of_another_years_file_or_of_the_past_lifts_nothing(client: Client, person: Cadre) -> None:
    matter = Matter.objects.create(number="SX1")
    mark = {"matter": matter, "cadre": person, "decided_on": date(2025, 3, 1), "file_year": 2025}
    Mark.objects.create(measure="黄牌", **mark)
    Relief.objects.create(matter=matter, cadre=person, kind="澄清", source="甲", file_year=2024)
    Relief.objects.create(
        matter=matter, cadre=person, kind="免除责任", source="乙", valid_to=date(2025, 6, 1)
    )
    matters = section(read(client, keeper()), "matters")
    assert re.search(r"黄牌 .* 计入 见于 2025 年度文件", matters)
    assert "已容错，不计" not in matters
    assert "已失效" in matters


def test_history_says_who_changed_what_and_when(client: Client, person: Cadre) -> None:
    editor = keeper(staff_no="8001")
    fresh = Cadre.objects.get()
    cadre_edit(
        cadre=fresh,
        version=fresh.version,
        values={"political_status": "中共党员"},
        actor=editor,
        reason="核对档案",
    )
    held = Appointment.objects.get()
    appointment_edit(
        appointment=held, version=1, values={"document_no": "校〔2021〕3号"}, actor=editor, reason="补文号"
    )
    page = section(read(client, editor), "history")
    for word in ("更正任职", "更正基本信息", "许文澜", "核对档案", "补文号"):
        assert word in page
    everything = text_of(read(client, editor, f"{PAGE}history/"))
    assert re.search(r"政治面貌\s?： （空） → 改为 中共党员", everything)
    assert "任职文号" in everything
    assert IDENTITY not in everything
    for role in UNIT_ROLES:
        client.force_login(keeper(role, staff_no=f"82{role}"))
        assert client.get(f"{PAGE}history/").status_code == 403
        assert 'id="history"' not in client.get(PAGE).content.decode()


def test_who_left_is_still_there_and_says_so(client: Client, person: Cadre) -> None:
    fresh = Cadre.objects.get()
    actor = keeper()
    cadre_leave(cadre=fresh, version=fresh.version, left_on="2026-05", left_reason="retired", actor=actor)
    html = read(client, actor)
    assert "离册" in text_of(html)
    assert "2026-05，退休" in text_of(html)
    assert "/cadres/1001/return/" in html
    assert "/cadres/1001/leave/" not in html


def test_nothing_yet_says_what_to_do_next(client: Client) -> None:
    cadre("1001")
    html = text_of(read(client, keeper()))
    for word in ("还没有任职记录", "还没有年度考核记录", "没有事项记录", "没有病假、事假"):
        assert word in html


def test_a_cadre_finds_the_own_page(client: Client, person: Cadre) -> None:
    client.force_login(user_with(Role.CADRE, staff_no="1001"))
    assert client.get("/me/")["Location"] == PAGE
    client.force_login(user_with(Role.CADRE, staff_no="7777"))
    assert "名册中还没有您的信息" in client.get("/me/").content.decode()
    client.force_login(keeper())
    assert client.get("/me/").status_code == 404


@pytest.mark.parametrize("step", ["history", "edit", "numbers", "reveal", "leave", "kin", "absences/new"])
def test_the_own_page_is_read_and_nothing_below_it(client: Client, person: Cadre, step: str) -> None:
    client.force_login(user_with(Role.CADRE, staff_no="1001"))
    assert client.get(f"{PAGE}{step}/").status_code == 403
    cadre("1002")
    assert client.get(f"/cadres/1002/{step}/").status_code == 404


def furnish(number: str, many: int, above: Unit, actor: User) -> None:
    """A person of whom there is `many` times something to tell."""
    who = cadre(number, name=NAME)
    office = unit(f"单位{number}", above)
    for i in range(many):
        held = appointed(
            who, post(office, title=f"第{i}处处长"), kind=Appointment.Kind.CONCURRENT, since="2019-09"
        )
        Term.objects.create(appointment=held, starts="2021-03", ends="2026-03")
        matter = Matter.objects.create(number=f"SX{number}{i}")
        Mark.objects.create(matter=matter, cadre=who, measure="诫勉", decided_on=date(2025, 4, 1))
        Relief.objects.create(matter=matter, cadre=who, kind="免除责任", source="甲")
        if i >= 10:
            continue
        day = date(1970 + i, 1, 1)
        absence_add(cadre=who, kind="sick", starts=day, ends=day, actor=User.objects.system())
        fresh = Cadre.objects.get(pk=who.pk)
        cadre_edit(cadre=fresh, version=fresh.version, values={"remark": str(i)}, actor=actor)


@pytest.mark.parametrize("role", DEPARTMENTS)
@pytest.mark.parametrize("scoped", [False, True])
def test_the_same_few_queries_for_one_and_for_fifty_facts(client: Client, role: Role, scoped: bool) -> None:
    above = unit("机关")
    actor = keeper(role, above if scoped else None)
    for number, many in (("1001", 1), ("1002", 50)):
        furnish(number, many, above, User.objects.system())
    client.force_login(actor)
    client.get("/cadres/1001/")
    counts, sizes = [], []
    for number in ("1001", "1002"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/cadres/{number}/")
        assert response.status_code == 200
        counts.append(len(queries))
        sizes.append(len(response.content))
    assert counts[0] == counts[1]
    assert counts[0] <= 13, "\n".join(query["sql"][:120] for query in queries)
    assert sizes[1] - sizes[0] < 90_000, "what the facts add; the menu around them grows with the rooms"
