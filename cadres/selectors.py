"""Reading the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from core.imports import Difference, Differences
from core.models import ImportBatch

from .models import Cadre, StagedRoster

SECRET = ("identity_no", "phone")
_APPOINTMENT = {
    "unit": "appointments__post__unit__name",
    "unit_kind": "appointments__post__unit__kind",
    "title": "appointments__post__title",
    "rank": "appointments__post__rank",
    "admin_level": "appointments__admin_level",
    "in_post_since": "appointments__in_post_since",
    "in_rank_since": "appointments__in_rank_since",
    "supervising_leader": "appointments__supervising_leader",
    "term_starts": "appointments__terms__starts",
    "term_ends": "appointments__terms__ends",
}


def in_register() -> QuerySet[Cadre]:
    """Everybody who is in the register now."""
    return Cadre.objects.filter(status=Cadre.Status.IN_REGISTER)


def with_primary_post(cadres: QuerySet[Cadre]) -> QuerySet[Cadre, dict[str, Any]]:
    """The cadres' columns beside those of their open primary appointment, one row each, by staged names."""
    own = {f.attname for f in StagedRoster._meta.concrete_fields} & {
        f.attname for f in Cadre._meta.concrete_fields
    }
    return (
        cadres.filter(appointments__is_primary=True, appointments__ended_on="")
        .annotate(**{name: F(path) for name, path in _APPOINTMENT.items()})
        .values(*sorted(own - set(SECRET)), *_APPOINTMENT)
    )


def category_of(unit_kind: str, rank: str) -> str:
    """The appraisal category that a post stands in, e.g. 二级学院正职."""
    return f"{unit_kind}{rank}"


def roster_differences(batch: ImportBatch, headers: Mapping[str, str]) -> Differences:
    """What the staged roster would change, value by value; secrets are compared by their hash."""
    found = Differences()
    stored = {row["staff_no"]: row for row in with_primary_post(in_register())}
    hashes = {"identity_hash": "身份证号", "phone_hash": "手机"}
    plain = [name for name in headers if name not in SECRET]
    staged = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
    if not stored:
        found.new = staged.count()
        return found
    for row in staged.values(*plain, *hashes).iterator(chunk_size=2_000):
        old = stored.pop(row["staff_no"], None)
        if old is None:
            found.new += 1
            continue
        details = [
            Difference(
                f"{row['staff_no']} {row['name']}", headers[name], _shown(old[name]), _shown(row[name])
            )
            for name in plain
            if (old[name] or "") != (row[name] or "")
        ] + [
            Difference(f"{row['staff_no']} {row['name']}", header, "（原值）", "（新值）")
            for name, header in hashes.items()
            if bytes(old[name] or b"") != bytes(row[name] or b"")
        ]
        if details:
            found.changed += 1
            found.details += details
        else:
            found.unchanged += 1
    if not batch.supplement:
        for staff_no in StagedRoster.objects.filter(batch_id=batch.pk, bad=True).values_list(
            "staff_no", flat=True
        ):
            stored.pop(staff_no, None)  # who has a bad row is not absent
        found.removed = len(stored)
        found.details += [
            Difference(f"{row['staff_no']} {row['name']}", "状态", "在册", "离册") for row in stored.values()
        ]
    return found


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "")
