"""The demo institution in the database: marked, brought in, scored, with a sign-in for each role.

Each step looks at what is there, so that a load which was killed anywhere is completed by the next one:
the mark comes first, and alone decides whether the rest may be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import connection, transaction

from accounts.models import RoleGrant, Unit, User
from appraisal.models import Cycle
from appraisal.services import (
    year_import_apply,
    year_import_discard,
    year_import_stage,
    year_score,
)
from cadres.models import Cadre
from core.jobs import job_run
from core.models import Installation

from .demo import Institution
from .demo.institution import NAME, YEAR
from .demo_cases import demo_cases_complete
from .demo_cycle import demo_cycle_complete
from .demo_register import demo_register_complete
from .demo_scoring import demo_scoring_complete
from .sign_ins import Issued, SignIn, as_table, new_password, read, sign_ins, write

SEED = 2025
Say = Callable[[str], None]


class DatabaseState(StrEnum):
    """What a database holds; the demo goes only where nothing real is."""

    EMPTY = "empty"
    DEMO = "demo"
    REAL = "real"


class NotForDemo(Exception):
    """The database holds, or is meant for, real data."""


def database_state() -> DatabaseState:
    """What the database holds now; tables that a killed or missing migration left out count as empty."""
    tables = set(connection.introspection.table_names())

    def exists(rows: Any) -> bool:
        return rows.model._meta.db_table in tables and rows.exists()

    if exists(Installation.objects.filter(is_demo=True)):
        return DatabaseState.DEMO
    real = (
        Installation.objects.all(),
        User.objects.filter(is_system=False),
        Unit.objects.all(),
        Cadre.objects.all(),
        Cycle.objects.all(),
    )
    return DatabaseState.REAL if any(map(exists, real)) else DatabaseState.EMPTY


@transaction.atomic
def demo_mark(*, may_mark: bool) -> Installation:
    """The mark of a demo database; an empty one is marked where `may_mark`. Raises NotForDemo."""
    state = database_state()
    if state is DatabaseState.REAL:
        raise NotForDemo("数据库中已有非演示数据，不能装入演示数据。请另用一个空数据库。")
    if state is DatabaseState.EMPTY and not may_mark:
        raise NotForDemo("数据库是空的，但没有说明用于演示。确认后请加 --demo 再次运行。")
    marked, _ = Installation.objects.get_or_create(defaults={"name": NAME, "is_demo": True})
    return marked


def demo_load(*, folder: Path, may_mark: bool, say: Say) -> str:
    """Brings the demo in, or what is still missing of it; the table of its sign-ins.

    folder: gets the four input files and the sign-ins. say: is told of each step that takes a while.
    Raises NotForDemo, and then nothing was written.
    """
    demo_mark(may_mark=may_mark)
    if not Cycle.objects.filter(year=YEAR, scored_at__isnull=False).exists():
        demo_year_load(folder=folder / "demo", actor=User.objects.system(), say=say)
    path = folder / "demo-sign-ins.txt"
    issued = read(path)
    if not _open_this_database(issued):
        say("正在建立演示账号……")
        # A file must never outlive its passwords: gone before they change, back after they are stored.
        path.unlink(missing_ok=True)
        issued = sign_ins_issue(sign_ins(Institution.generate(SEED)), valid_from=date(YEAR, 1, 1))
        write(path, issued)
    demo_register_complete(actor=User.objects.system())
    demo_scoring_complete()
    demo_cycle_complete()
    demo_cases_complete()
    return as_table(issued)


def demo_year_load(*, folder: Path, actor: Any, say: Say) -> None:
    """Brings the demo year in by file, as a department would, and scores it."""
    cycle = Cycle.objects.filter(year=YEAR).first()
    if cycle is None or not cycle.participants.exists():
        say(f"正在生成{NAME}的资料……")
        files = Institution.generate(SEED).write(folder)
        say(f"正在导入 {YEAR} 年度考核……")
        result = year_import_stage(vars(files), year=YEAR, actor=actor)
        if result.unreadable or result.rows_bad:
            year_import_discard(result)
            raise RuntimeError(
                f"the demo's files do not fit the import: {result.unreadable or result.staged}"
            )
        cycle = year_import_apply(result, year=YEAR, actor=actor).cycle
        say("正在汇总计分……")
        if result.job:
            job_run(result.job.pk)
    # Also where the job is another worker's or a killed one's: the same facts give the same results once.
    year_score(cycle_pk=cycle.pk, actor=actor)


@transaction.atomic
def sign_ins_issue(accounts: Iterable[SignIn], *, valid_from: date) -> tuple[Issued, ...]:
    """Makes the accounts, or gives those that exist a new password; the passwords are known only here."""
    # Two loads at once: the second waits here and issues again.
    Installation.objects.select_for_update().get()
    issued = []
    for account in accounts:
        password = new_password()
        user = User.objects.filter(staff_no=account.staff_no).first()
        if user is None:
            user = User.objects.create_user(staff_no=account.staff_no, name=account.name, password=password)
            units = Unit.objects.filter(name__in=account.units, valid_to__isnull=True)
            for unit in units if account.units else [None]:
                RoleGrant.objects.create(user=user, role=account.role, unit=unit, valid_from=valid_from)
        else:
            user.set_password(password)
            user.save()
        issued.append(Issued(account.role.label, account.staff_no, account.name, password))
    return tuple(issued)


def _open_this_database(issued: Iterable[Issued]) -> bool:
    """Whether the file's sign-ins are of this database: one of them opens its account.

    One is enough, since people may change the password of another; all are made in one act.
    """
    stored = dict(User.objects.filter(is_system=False).values_list("staff_no", "password"))
    return any(
        item.staff_no in stored and check_password(item.password, stored[item.staff_no]) for item in issued
    )
