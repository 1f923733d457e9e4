"""The demo's register shows what the pages are for: a tree, a merged unit, side posts, time away."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import Supervision, Unit, User
from cadres.models import Absence, Appointment, Kin
from cadres.selectors import unit_tree
from portal import services
from portal.demo import Institution
from portal.demo_register import demo_register_complete

pytestmark = pytest.mark.django_db


def test_the_register_is_completed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Institution.generate(services.SEED, leaders=3, papers=4, staff_per_unit=5)
    monkeypatch.setattr(Institution, "generate", lambda *_args, **_more: small)
    services.demo_load(folder=tmp_path, may_mark=True, say=lambda _: None)
    rows, closed = unit_tree(Unit.objects.all())
    assert {row.depth for row in rows} == {0, 1}
    assert not [row for row in rows if row.depth == 0 and not row.below.held]
    assert [unit.name for unit in closed] == ["国际教育学院"]
    kinds = set(Appointment.objects.filter(ended_on="").values_list("kind", flat=True))
    assert kinds == {"primary", "acting", "concurrent"}
    assert Appointment.objects.exclude(probation_to="").exists()
    assert Absence.objects.exists() and Kin.objects.exists() and Supervision.objects.exists()
    assert demo_register_complete(actor=User.objects.system()) is False
