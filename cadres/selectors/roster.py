"""Reading the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet

from core.imports import Differences, RowChange
from core.models import ImportBatch

from ..models import Appointment, Cadre, StagedRoster

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
        cadres.filter(appointments__kind=Appointment.Kind.PRIMARY, appointments__ended_on="")
        .annotate(**{name: F(path) for name, path in _APPOINTMENT.items()})
        .values(*sorted(own - set(SECRET)), *_APPOINTMENT)
    )


def category_of(unit_kind: str, rank: str) -> str:
    """The appraisal category that a post stands in, e.g. 二级学院正职."""
    return f"{unit_kind}{rank}"


def roster_differences(
    batch: ImportBatch, headers: Mapping[str, str], *, in_full: bool = False
) -> Differences:
    """What the staged roster would change, value by value; secrets are compared by their hash.

    in_full: every row is listed, as a preview needs it.
    """
    found = Differences()
    stored = {row["staff_no"]: row for row in with_primary_post(in_register())}
    plain = [name for name in headers if name not in SECRET]
    staged = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
    if not (stored or in_full):
        found.new = staged.count()
        return found
    for row in staged.order_by("row").values("row", *plain, *_HASHES).iterator(chunk_size=2_000):
        key = f"{row['staff_no']} {row['name']}"
        old = stored.pop(row["staff_no"], None)
        if old is None:
            fields = _told(row, plain, headers) if in_full else []
            found.add(RowChange("new", row["row"], key, fields), told=False, in_full=in_full)
        else:
            fields = _changed(old, row, plain, headers)
            kind = "changed" if fields else "unchanged"
            found.add(RowChange(kind, row["row"], key, fields), in_full=in_full)
    if not batch.supplement:
        for staff_no in StagedRoster.objects.filter(batch_id=batch.pk, bad=True).values_list(
            "staff_no", flat=True
        ):
            stored.pop(staff_no, None)  # who has a bad row is not absent
        for row in stored.values():
            key = f"{row['staff_no']} {row['name']}"
            found.add(RowChange("removed", None, key, [("状态", "在册", "离册")]), in_full=in_full)
    return found


_HASHES = {"identity_hash": "身份证号", "phone_hash": "手机"}
_Values = Mapping[str, Any]


def _told(row: _Values, plain: Sequence[str], headers: _Values) -> list[tuple[str, str, str]]:
    told = [(headers[name], "", _shown(row[name])) for name in plain if row[name]]
    return told + [(header, "", "（已填写）") for name, header in _HASHES.items() if row[name]]


def _changed(
    old: _Values, row: _Values, plain: Sequence[str], headers: _Values
) -> list[tuple[str, str, str]]:
    found = [
        (headers[name], _shown(old[name]), _shown(row[name]))
        for name in plain
        if (old[name] or "") != (row[name] or "")
    ]
    return found + [
        (header, "（原值）", "（新值）")
        for name, header in _HASHES.items()
        if bytes(old[name] or b"") != bytes(row[name] or b"")
    ]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "")
