"""`load_demo`: the demo goes only where nothing real is, and an interrupted load is completed by the next."""

from __future__ import annotations

import re
import signal
import stat
import subprocess
import sys
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import Role, RoleGrant, Unit, User
from appraisal.models import Cycle, CycleEvent, GapDecision, Result, ScoringOfficer
from appraisal.selectors import gaps_open
from ballots.models import BallotLine
from cadres.models import Cadre
from core.models import Installation, Job
from core.models.jobs import JobState
from portal import services, sign_ins
from portal.demo import Institution
from rulebook.models import PolicyVersion
from tests.support.processes import PROJECT, environment

NAMES = [role.label for role in Role]


@pytest.fixture(scope="session")
def institution() -> Institution:
    """The demo with fewer papers, so that a test takes a second."""
    return Institution.generate(services.SEED, leaders=3, papers=4, staff_per_unit=5)


@pytest.fixture
def var(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, institution: Institution) -> Path:
    """The folder of an installation whose demo is small and whose passwords are stored cheaply."""
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(services.Institution, "generate", lambda seed: institution)
    return tmp_path


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        load(*arguments)
    assert error.value.returncode == 2
    return str(error.value)


def passwords(var: Path) -> dict[str, str]:
    return {item.staff_no: item.password for item in sign_ins.read(var / "demo-sign-ins.txt")}


def assert_whole(var: Path, institution: Institution) -> None:
    """All of the demo is there, once, and every password of the file opens its account."""
    assert Installation.objects.values_list("name", "is_demo").get() == ("江南示例大学", True)
    cycle = Cycle.objects.get(year=2025)
    assert (cycle.year, cycle.state) == (2025, Cycle.State.SCORED)
    assert Cadre.objects.count() == cycle.participants.count() == Result.objects.count() == 124
    running = Cycle.objects.exclude(pk=cycle.pk).get()
    assert (running.year, running.state) == (2026, Cycle.State.SELF_REPORT)
    assert running.participants.count() == 124, "the list of the register's people, once"
    assert BallotLine.objects.count() == institution.ballot_line_count
    steps = (
        CycleEvent.objects.filter(case=cycle)
        .exclude(from_state="")
        .order_by("pk")
        .values_list("to_state", flat=True)
    )
    assert list(steps) == [Cycle.State.APPROVED, Cycle.State.VOTING, Cycle.State.SCORED, Cycle.State.SCORED]
    officers = ScoringOfficer.objects.order_by("pk").values_list("duty", "user__staff_no", "ended_at")
    assert list(officers) == [("counter", "90002", None), ("witness", "90004", None)]
    assert set(GapDecision.objects.values_list("state", "remedy")) == {("confirmed", "unranked")}
    assert gaps_open(cycle) == 0, "figures can be seen"
    assert cycle.confirmed_at is None, "a visitor can confirm"
    issued = passwords(var)
    assert len(issued) == 13
    for staff_no, password in issued.items():
        assert User.objects.get(staff_no=staff_no).check_password(password), staff_no
    roles = RoleGrant.objects.values_list("role", flat=True)
    assert set(roles) == set(Role)
    assert User.objects.filter(is_system=False).count() == 13


# ---- where the demo may go


@pytest.mark.django_db
def test_an_empty_database_becomes_a_demo_only_when_asked(var: Path) -> None:
    assert load("--state").strip() == "empty"
    assert "--demo" in refused()
    assert load("--state").strip() == "empty"
    assert not User.objects.exists()
    assert list(var.iterdir()) == []


def a_unit() -> None:
    Unit.objects.create(name="组织部", kind="机关部门")


def a_cadre() -> None:
    Cadre.objects.create(staff_no="1", name="甲")


def a_user() -> None:
    User.objects.create_user(staff_no="1", name="甲")


def a_year() -> None:
    Cycle.objects.create(year=2026)


def a_real_mark() -> None:
    Installation.objects.create(name="某大学", is_demo=False)


@pytest.mark.django_db
@pytest.mark.parametrize("something", [a_unit, a_cadre, a_user, a_year, a_real_mark])
def test_real_data_is_never_mixed_with_the_demo(var: Path, something) -> None:
    something()
    assert load("--state").strip() == "real"
    for arguments in ((), ("--demo",)):
        assert "已有非演示数据" in refused(*arguments)
    assert not Installation.objects.filter(is_demo=True).exists()
    assert not User.objects.filter(is_system=True).exists()
    assert list(var.iterdir()) == []


@pytest.mark.django_db
def test_the_system_account_alone_is_no_data() -> None:
    User.objects.system()
    assert services.database_state() == "empty"


@pytest.mark.django_db
def test_tables_that_are_not_made_yet_hold_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a_unit()
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["accounts_user"])
    assert services.database_state() == "empty"
    a_user()
    assert services.database_state() == "real"


# ---- what it brings


@pytest.mark.django_db
def test_one_command_brings_a_whole_institution_and_a_sign_in_for_each_role(var: Path, institution) -> None:
    said = load("--demo")
    assert_whole(var, institution)
    path = var / "demo-sign-ins.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    table = path.read_text(encoding="utf-8").strip()
    assert said.strip().endswith(table)
    header, *rows = [line.split() for line in table.splitlines()]
    assert header == ["角色", "工号", "姓名", "密码"]
    assert list(dict.fromkeys(row[0] for row in rows)) == NAMES
    assert len({row[3] for row in rows}) == 13
    assert all(re.fullmatch(r"[2-9a-km-zA-HJ-NP-Z]{12}", row[3]) for row in rows)
    assert {file.name for file in (var / "demo").iterdir()} == {
        "roster.xlsx",
        "participants.xlsx",
        "ballots.csv",
        "处分与处理登记.csv",
    }


@pytest.mark.django_db
def test_the_cadre_is_in_the_register_and_unit_and_leader_are_that_cadres(var: Path, institution) -> None:
    load("--demo")
    user = RoleGrant.objects.get(role=Role.CADRE).user
    cadre = Cadre.objects.get(staff_no=user.staff_no)
    assert cadre.name == user.name
    appointment = cadre.appointments.get()
    party = RoleGrant.objects.get(role=Role.UNIT_PARTY)
    assert party.unit == appointment.post.unit
    leads = RoleGrant.objects.filter(role=Role.LEADER)
    assert leads.first().user.name == appointment.supervising_leader
    assert {grant.unit.name for grant in leads} == {
        unit.name for unit in institution.units if unit.leader == appointment.supervising_leader
    }
    assert not RoleGrant.objects.filter(unit=None, role__in=[Role.LEADER, Role.UNIT_PARTY]).exists()


def test_the_other_sign_ins_are_nobody_in_the_register(institution) -> None:
    cadres = {cadre.staff_no: cadre.name for cadre in institution.cadres}
    others = [item for item in sign_ins.sign_ins(institution) if item.role != Role.CADRE]
    assert len(others) == 12
    assert not cadres.keys() & {item.staff_no for item in others}
    assert not set(cadres.values()) & {item.name for item in others}


# ---- again


@pytest.mark.django_db
def test_a_second_run_only_prints_the_sign_ins(var: Path, monkeypatch) -> None:
    load("--demo")
    table = (var / "demo-sign-ins.txt").read_text(encoding="utf-8")
    hashes = list(User.objects.order_by("pk").values_list("password"))

    def made_again(*arguments: object) -> None:
        raise AssertionError("the institution was made again")

    monkeypatch.setattr(Institution, "generate", made_again)
    said = load()
    assert said.strip().endswith(table.strip())
    assert list(User.objects.order_by("pk").values_list("password")) == hashes
    assert load("--state").strip() == "demo"


@pytest.mark.django_db
def test_a_changed_password_stays_changed(var: Path) -> None:
    load("--demo")
    user = User.objects.get(staff_no="90001")
    user.set_password("changed-by-hand")
    user.save()
    before = passwords(var)
    load()
    assert passwords(var) == before
    user.refresh_from_db()
    assert user.check_password("changed-by-hand")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "", "角色 工号 姓名 密码\n干部 20000\n"])
def test_a_lost_or_spoiled_file_is_made_again_with_new_passwords(var: Path, institution, content) -> None:
    load("--demo")
    before = passwords(var)
    path = var / "demo-sign-ins.txt"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    load()
    assert_whole(var, institution)
    assert not before.items() & passwords(var).items()


@pytest.mark.django_db
def test_a_file_of_another_database_is_replaced(var: Path, institution) -> None:
    stale = [
        sign_ins.Issued(Role(i.role).label, i.staff_no, i.name, "x" * 12)
        for i in sign_ins.sign_ins(institution)
    ]
    sign_ins.write(var / "demo-sign-ins.txt", stale)
    load("--demo")
    assert_whole(var, institution)


# ---- interrupted


class Killed(BaseException):
    """Like kill -9, nothing of ours catches it."""


INTERRUPTIONS = [
    (Institution, "write", "before"),
    (services, "year_import_stage", "before"),
    (services, "year_import_stage", "after"),
    (services, "year_import_apply", "after"),
    (services, "job_run", "after"),
    (services, "year_score", "after"),
    (services, "sign_ins_issue", "before"),
    (services, "sign_ins_issue", "after"),
    (services, "write", "after"),
]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("place", "step", "moment"), INTERRUPTIONS)
def test_a_load_interrupted_anywhere_is_completed_by_the_next(
    var: Path, institution, monkeypatch: pytest.MonkeyPatch, place, step: str, moment: str
) -> None:
    original = getattr(place, step)

    def interrupted(*arguments, **options):
        if moment == "after":
            original(*arguments, **options)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(place, step, interrupted)
        load("--demo")
    assert load("--state").strip() == "demo"
    load()
    assert_whole(var, institution)


@pytest.mark.django_db
def test_a_load_killed_while_scoring_does_not_wait_for_the_dead(
    var: Path, institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dead process still holds the job's lease for minutes; the facts are scored without it."""

    def killed(**options) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("appraisal.services.year_score", killed)
        load("--demo")
    assert Job.objects.get().state == JobState.RUNNING
    load()
    assert_whole(var, institution)


@pytest.mark.django_db
def test_passwords_change_all_together_or_not_at_all(var: Path, institution, monkeypatch) -> None:
    load("--demo")
    before = passwords(var)
    (var / "demo-sign-ins.txt").unlink()
    count = iter(range(20))

    def killed_at_the_sixth() -> str:
        if next(count) == 5:
            raise Killed
        return "x" * 12

    with monkeypatch.context() as patch, pytest.raises(Killed), transaction.atomic():
        patch.setattr(services, "new_password", killed_at_the_sixth)
        load()
    assert all(
        User.objects.get(staff_no=staff_no).check_password(password) for staff_no, password in before.items()
    )
    load()
    assert_whole(var, institution)


@pytest.fixture
def first_version(transactional_db: None) -> None:
    """The parameters delivered with the product, which the flush of another test may have taken away."""
    if not PolicyVersion.objects.exists():
        import_module("rulebook.migrations.0001_tables").add(apps, None)


@pytest.mark.once
@pytest.mark.usefixtures("first_version")
def test_a_process_killed_while_scoring_leaves_a_database_that_the_next_completes(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "manage.py", "load_demo", "--demo"]
    surroundings = environment("", tmp_path)
    with subprocess.Popen(
        command, cwd=PROJECT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout:
            if line.startswith("正在汇总计分"):
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    again = subprocess.run(
        command, cwd=PROJECT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert_whole(tmp_path, Institution.generate(services.SEED))
