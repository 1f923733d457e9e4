"""Changing the register."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count

from accounts.models import Unit
from core.bulk import statistics_refresh
from core.models import ImportBatch

from .models import Appointment, AppointmentColumns, Cadre, CadreColumns, Post, StagedRoster, Term

_PERSON = [str(field.column) for field in CadreColumns._meta.concrete_fields if field.name != "staff_no"]
_OFFICE = [str(field.column) for field in AppointmentColumns._meta.concrete_fields]


def roster_apply(batch: ImportBatch) -> None:
    """Brings the register to what the batch's good rows say; who is not on it leaves, unless it supplements.

    A person whose row is bad stays as stored: a bad row is not absence.
    Set-based: the same few statements whatever the number of people. Runs inside the caller's transaction.
    """
    if not batch.supplement:
        _leave_who_is_not_listed(batch)
    _units_and_posts(batch)
    with connection.cursor() as cursor:
        cursor.execute(_FREE_IDENTITIES, [batch.pk])
        for model, statement in (
            (Cadre, _UPSERT_CADRES),
            (Appointment, _UPSERT_APPOINTMENTS),
            (Term, _UPSERT_TERMS),
        ):
            cursor.execute(statement, [batch.pk])
            statistics_refresh(model)  # the next statement joins what this one brought in


def _leave_who_is_not_listed(batch: ImportBatch) -> None:
    listed = StagedRoster.objects.filter(batch_id=batch.pk).values("staff_no")
    Cadre.objects.filter(status=Cadre.Status.IN_REGISTER).exclude(staff_no__in=listed).update(
        status=Cadre.Status.LEFT
    )


def _units_and_posts(batch: ImportBatch) -> None:
    rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
    kinds = dict(rows.values_list("unit", "unit_kind").distinct())
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True, name__in=kinds)}
    for name, kind in kinds.items():
        if name in units and units[name].kind != kind:
            units[name].kind = kind
            units[name].save(update_fields=["kind"])
    Unit.objects.bulk_create(Unit(name=name, kind=kind) for name, kind in kinds.items() if name not in units)
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True, name__in=kinds)}
    wanted = rows.values_list("unit", "title", "rank").annotate(holders=Count("row"))
    Post.objects.bulk_create(
        (
            Post(unit=units[unit], title=title, rank=rank, quota=holders)
            for unit, title, rank, holders in wanted
        ),
        ignore_conflicts=True,
        batch_size=1_000,
    )
    statistics_refresh(Unit)
    statistics_refresh(Post)


def _assigned(columns: list[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


_CADRES = Cadre._meta.db_table
_STAGED = StagedRoster._meta.db_table
# Numbers change hands (two people's swapped in the last roster): row by row, one would stand twice meanwhile.
_FREE_IDENTITIES = f"""
    UPDATE {_CADRES} SET identity_hash = NULL
     WHERE identity_hash IS NOT NULL
       AND staff_no IN (SELECT staff_no FROM {_STAGED} WHERE batch_id = %s AND NOT bad)
"""  # noqa: S608 own names
_UPSERT_CADRES = f"""
    INSERT INTO {_CADRES} (staff_no, status, {", ".join(_PERSON)})
    SELECT staff_no, '{Cadre.Status.IN_REGISTER}', {", ".join(_PERSON)}
      FROM {_STAGED} WHERE batch_id = %s AND NOT bad
    ON CONFLICT (staff_no) DO UPDATE SET status = excluded.status, {_assigned(_PERSON)}
"""  # noqa: S608 own names
_POST_OF_ROW = f"""
      FROM {_STAGED} s
      JOIN {_CADRES} c ON c.staff_no = s.staff_no
      JOIN {Unit._meta.db_table} u ON u.name = s.unit AND u.valid_to IS NULL
      JOIN {Post._meta.db_table} p ON p.unit_id = u.id AND p.title = s.title AND p.rank = s.rank
     WHERE s.batch_id = %s AND NOT s.bad
"""
_UPSERT_APPOINTMENTS = f"""
    INSERT INTO {Appointment._meta.db_table}
           (cadre_id, post_id, is_primary, document_no, ended_on, {", ".join(_OFFICE)})
    SELECT c.id, p.id, TRUE, '', '', {", ".join(f"s.{column}" for column in _OFFICE)}
    {_POST_OF_ROW}
    ON CONFLICT (cadre_id) WHERE ended_on = '' AND is_primary
    DO UPDATE SET post_id = excluded.post_id, {_assigned(_OFFICE)}
"""
_UPSERT_TERMS = f"""
    INSERT INTO {Term._meta.db_table} (appointment_id, starts, ends)
    SELECT a.id, s.term_starts, s.term_ends
      FROM {_STAGED} s
      JOIN {_CADRES} c ON c.staff_no = s.staff_no
      JOIN {Appointment._meta.db_table} a ON a.cadre_id = c.id AND a.is_primary AND a.ended_on = ''
     WHERE s.batch_id = %s AND NOT s.bad
    ON CONFLICT (appointment_id) DO UPDATE SET starts = excluded.starts, ends = excluded.ends
"""  # noqa: S608 own names
