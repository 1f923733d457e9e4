"""The nightly scan over 100,000 cadres against the same rules as bare INSERT … SELECT; PostgreSQL.

`DATABASE_URL=postgres://user@host:port/scratch python -m bench.alerts` on an empty scratch database, which it
migrates and fills; whoever made it drops it. Ours is what `alerts.services.nightly_run` does without its job;
the floor is each rule by hand (`alerts_floor.sql`), without limits and working days, into the same table.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import django

from policy.months import months_later

CADRES = 100_000
LIMIT, MEGABYTES = 2.0, 300
HERE = Path(__file__).parent


def main() -> None:
    """Fills, scans in turns with the floor (best of three), prints one line of figures and the memory."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import User
    from alerts.models import Signal
    from alerts.registry import RULES as OURS
    from alerts.services import cards_lapse, rule_scan, signals_erase
    from bench.measure import Ratio, best, machine, peak_memory_mb
    from core import clock

    call_command("migrate", verbosity=0)
    today = clock.today()
    words = _words(today)
    with connection.cursor() as cursor:
        cursor.execute((HERE / "alerts_fill.sql").read_text(encoding="utf-8").format(**words))
        cursor.execute("ANALYZE")
    system = User.objects.system()
    text = (HERE / "alerts_floor.sql").read_text(encoding="utf-8").format(**words)
    statements = [part for part in text.split(";\n") if part.strip()]

    def ours() -> None:
        for rule in OURS.values():
            rule_scan(rule, on=today)
        cards_lapse(on=today, actor=system)
        signals_erase()

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def emptied() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE alerts_signal CASCADE")

    ours_first = best(3, emptied, ours)
    found = Signal.objects.count()
    floor_first = best(3, emptied, floor)
    assert Signal.objects.count() == found, "both find the same facts"
    again, floor_again = best(3, lambda: None, ours), best(3, lambda: None, floor)
    memory = peak_memory_mb()
    note = f"{CADRES:,} cadres, {found:,} signals, {memory:.0f} MB (limit {MEGABYTES})"
    lines = [
        Ratio("nightly scan, all facts new", ours_first, floor_first, LIMIT, note),
        Ratio("nightly scan, nothing new", again, floor_again, LIMIT, "the usual night"),
    ]
    print(machine())
    for line in lines:
        print(line.line())
    if memory > MEGABYTES or any(line.ratio > LIMIT for line in lines):
        sys.exit(1)


def _words(today: date) -> dict[str, object]:
    """What the SQL files are filled in with."""
    month = "%Y-%m"
    return {
        "cadres": CADRES,
        "today": today,
        "month": today.strftime(month),
        "until": (today + timedelta(days=90)).strftime(month),
        "soon": (today + timedelta(days=30)).strftime(month),
        "later": months_later(today, 24).strftime(month),
        "long": months_later(today, -96).strftime(month),
        "lately": months_later(today, -12).strftime(month),
        "six": months_later(today, -72).strftime(month),
        "five": months_later(today, -60).strftime(month),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_mgmt.settings")
    main()
