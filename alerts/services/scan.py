"""The nightly scan: every rule is one statement, whatever the number of cadres (第十三条)."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from accounts.models import User
from core import clock
from core.jobs import JobRun, job_enqueue
from core.models import Job
from notices.selectors import calendar
from policy.limits import limit_of
from policy.workdays import deadline
from rulebook.selectors import version_on

from ..models import Signal
from ..registry import RULES, Rule

NIGHTLY = "alerts.nightly"
_INSERT = """
    INSERT INTO {table} (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state,
                         found_on, due_on, reason, version)
      WITH found (cadre_id, unit_id, fact_key, facts) AS ({found})
    SELECT %s, fact_key, CAST(cadre_id AS bigint), CAST(unit_id AS bigint), facts, '', %s, %s, 'waiting',
           {on}, {due}, '', 1
      FROM found
     WHERE cadre_id IS NOT NULL OR unit_id IS NOT NULL
        ON CONFLICT (rule, fact_key) DO NOTHING
"""


@transaction.atomic
def rule_scan(rule: Rule, *, on: date) -> int:
    """What the rule finds on that day becomes signals, each fact once; how many new ones."""
    said = version_on(on).parameters.get("limits", {})
    limits = {key: limit_of(key, said) for key in rule.limits}
    query = rule.rows(on, limits).query
    found, parameters = query.get_compiler(connection=connection).as_sql()
    due = deadline(on, limit_of("alerts_judge_days", said), calendar()).day
    table = connection.ops.quote_name(Signal._meta.db_table)
    cast = "%s::date" if connection.vendor == "postgresql" else "%s"
    statement = _INSERT.format(found=found, table=table, on=cast, due=cast)
    given = [*parameters, rule.code, rule.article, rule.highest, on.isoformat(), due.isoformat()]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return max(cursor.rowcount, 0)


def _talks_in_view(rule: Rule, on: date) -> dict[int, int]:
    """cadre -> decided reminder talks in view; one query."""
    rows = rule.rows(on, dict.fromkeys(rule.limits, 1))
    return {cadre: int(key.rpartition("-")[2]) for cadre, _unit, key, _said in rows}


def nightly_begin() -> Job | None:
    """One job for each day, whoever asks and how often; None where the day has its own already."""
    key = clock.today().isoformat()
    if Job.objects.filter(kind=NIGHTLY, key=key).exclude(state=Job.State.FAILED).exists():
        return None
    return job_enqueue(NIGHTLY, actor=User.objects.system(), key=key)


def nightly_run(run: JobRun) -> None:
    """All rules, then what runs out, then what is erased. Safe to run twice: nothing is found again."""
    from .cards import cards_lapse  # noqa: PLC0415 - a card that is issued runs a rule of this module
    from .signals import TALKS, signals_erase, signals_of_talks_end  # noqa: PLC0415

    today, rules = clock.today(), list(RULES.values())
    found = {}
    for place, rule in enumerate(rules):
        run.progress(place, len(rules) + 2, rule.words)
        found[rule.code] = rule_scan(rule, on=today)
    run.progress(len(rules), len(rules) + 2, "期满失效和清除")
    lapsed = cards_lapse(on=today, actor=run.actor)
    erased = signals_erase()
    signals_of_talks_end(_talks_in_view(RULES[TALKS], today))
    run.progress(len(rules) + 2, len(rules) + 2)
    run.result = {"found": sum(found.values()), "by_rule": found, "lapsed": lapsed, "erased": erased}
