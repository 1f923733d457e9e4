"""Bringing a staged roster in."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Unit
from accounts.services.people import accounts_disable_by_staff_no
from core.bulk import statistics_refresh
from core.changes import changed_save, histories_catch_up
from core.models import ImportBatch

from ..models import Appointment, AppointmentColumns, Cadre, CadreColumns, Post, StagedRoster, Term

_PERSON = [str(field.column) for field in CadreColumns._meta.concrete_fields if field.name != "staff_no"]
_OFFICE = [str(field.column) for field in AppointmentColumns._meta.concrete_fields]
# Sealed anew in every file: whether they changed is asked of their hashes.
_SEALED = ("identity_no", "phone")
_HASH_OF = {"identity_no": "identity_hash", "phone": "phone_hash"}
_OF_TERM = {"term_starts": "terms__starts", "term_ends": "terms__ends"}


def roster_apply(batch: ImportBatch) -> None:
    """Brings the register to what the batch's good rows say; who is not on it leaves, unless it supplements.

    A person whose row is bad stays as stored: a bad row is not absence. Rows that change get a new version
    and a copy in the history; rows that stay are not touched.
    Set-based: the same few statements whatever the number of people. Runs inside the caller's transaction.
    """
    leaving = [] if batch.supplement else _leave_who_is_not_listed(batch)
    _units_and_posts(batch)
    Cadre.objects.exclude(secrets_changed="").update(secrets_changed="")
    with connection.cursor() as cursor:
        for model, statement in (
            (None, _NOTE_IDENTITIES),
            (None, _NOTE_PHONES),
            (Cadre, _UPSERT_CADRES),
            (None, _END_LEFT_POSTS),
            (None, _END_SIDE_POSTS),
            (Appointment, _UPSERT_APPOINTMENTS),
            (Term, _UPSERT_TERMS),
        ):
            cursor.execute(statement, [batch.pk])
            if model:
                statistics_refresh(model)  # the next statement joins what this one brought in
    histories_catch_up((Unit, Post, Cadre, Appointment, Term), actor=batch.created_by, reason=_reason(batch))
    if leaving:
        accounts_disable_by_staff_no(
            staff_nos=leaving, actor=batch.created_by, reason=f"未列入名册（{_reason(batch)}）"
        )


def roster_carry_over(batch: ImportBatch, *, absent: Collection[str]) -> None:
    """Columns that the file does not have keep what stands: silence is no evidence, an empty cell is.

    absent: columns of the staged row. What belongs to an appointment stays only with the same post.
    """
    rows = StagedRoster.objects.filter(batch_id=batch.pk)
    person = [name for name in absent if name in _PERSON] + [
        _HASH_OF[name] for name in absent if name in _SEALED
    ]
    stored = Cadre.objects.filter(staff_no=OuterRef("staff_no"))
    if person:
        rows.filter(Exists(stored)).update(**{name: Subquery(stored.values(name)[:1]) for name in person})
    office = {name: name for name in absent if name in _OFFICE}
    office |= {name: path for name, path in _OF_TERM.items() if name in absent}
    held = Appointment.objects.filter(
        cadre__staff_no=OuterRef("staff_no"),
        kind=Appointment.Kind.PRIMARY,
        ended_on="",
        post__unit__name=OuterRef("unit"),
        post__title=OuterRef("title"),
        post__rank=OuterRef("rank"),
    )
    if office:
        rows.filter(Exists(held)).update(
            **{to: Coalesce(Subquery(held.values(of)[:1]), Value("")) for to, of in office.items()}
        )


def _reason(batch: ImportBatch) -> str:
    return f"导入 {batch.file_name}"


def _leave_who_is_not_listed(batch: ImportBatch) -> list[str]:
    listed = StagedRoster.objects.filter(batch_id=batch.pk).values("staff_no")
    absent = Cadre.objects.filter(status=Cadre.Status.IN_REGISTER).exclude(staff_no__in=listed)
    leaving = list(absent.order_by().values_list("staff_no", flat=True))
    absent.update(
        status=Cadre.Status.LEFT,
        left_reason=Cadre.LeftReason.UNLISTED,
        secrets_changed="",
        version=F("version") + 1,
    )
    return leaving


def _units_and_posts(batch: ImportBatch) -> None:
    rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
    kinds = dict(rows.values_list("unit", "unit_kind").distinct())
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True, name__in=kinds)}
    for name, kind in kinds.items():
        if name in units and units[name].kind != kind:
            units[name].kind = kind
            changed_save(units[name], actor=batch.created_by, reason=_reason(batch))
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
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN_POSTS, [batch.pk])


def _assigned(columns: list[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


def _differs(table: str, columns: list[str]) -> str:
    return " OR ".join(f"{table}.{column} <> excluded.{column}" for column in columns)


_CADRES = Cadre._meta.db_table
_STAGED = StagedRoster._meta.db_table
_APPOINTMENTS = Appointment._meta.db_table
_TERMS = Term._meta.db_table
_PLAIN = [column for column in _PERSON if column not in _SEALED and not column.endswith("_hash")]
_OTHER_HASH = """
    ({c}.{hash} IS NULL) <> (s.{hash} IS NULL) OR {c}.{hash} <> s.{hash}
"""
# Numbers change hands (two people's swapped in the last roster): row by row, one would stand twice meanwhile.
_NOTE_IDENTITIES = f"""
    UPDATE {_CADRES} SET identity_hash = NULL, secrets_changed = '身份证号'
     WHERE staff_no IN (SELECT s.staff_no FROM {_STAGED} s JOIN {_CADRES} c ON c.staff_no = s.staff_no
                         WHERE s.batch_id = %s AND NOT s.bad
                           AND ({_OTHER_HASH.format(c="c", hash="identity_hash")}))
"""  # noqa: S608 own names
_NOTE_PHONES = f"""
    UPDATE {_CADRES}
       SET secrets_changed = CASE WHEN secrets_changed = '' THEN '手机' ELSE secrets_changed || '、手机' END
     WHERE staff_no IN (SELECT s.staff_no FROM {_STAGED} s JOIN {_CADRES} c ON c.staff_no = s.staff_no
                         WHERE s.batch_id = %s AND NOT s.bad
                           AND ({_OTHER_HASH.format(c="c", hash="phone_hash")}))
"""  # noqa: S608 own names
_UPSERT_CADRES = f"""
    INSERT INTO {_CADRES} (staff_no, status, left_on, left_reason, version, secrets_changed,
                           {", ".join(_PERSON)})
    SELECT staff_no, '{Cadre.Status.IN_REGISTER}', '', '', 1, '', {", ".join(_PERSON)}
      FROM {_STAGED} WHERE batch_id = %s AND NOT bad
    ON CONFLICT (staff_no) DO UPDATE
       SET status = excluded.status, left_on = '', left_reason = '', version = {_CADRES}.version + 1,
           {_assigned(_PERSON)}
     WHERE {_CADRES}.status <> excluded.status OR {_CADRES}.secrets_changed <> ''
        OR {_differs(_CADRES, _PLAIN)}
"""  # noqa: S608 own names
_POST_OF_ROW = f"""
      FROM {_STAGED} s
      JOIN {_CADRES} c ON c.staff_no = s.staff_no
      JOIN {Unit._meta.db_table} u ON u.name = s.unit AND u.valid_to IS NULL
      JOIN {Post._meta.db_table} p ON p.unit_id = u.id AND p.title = s.title AND p.rank = s.rank
"""
_REOPEN_POSTS = f"""
    UPDATE {Post._meta.db_table} SET closed_on = NULL, version = version + 1
     WHERE closed_on IS NOT NULL AND id IN (
           SELECT p.id FROM {_STAGED} s
             JOIN {Unit._meta.db_table} u ON u.name = s.unit AND u.valid_to IS NULL
             JOIN {Post._meta.db_table} p ON p.unit_id = u.id AND p.title = s.title AND p.rank = s.rank
            WHERE s.batch_id = %s AND NOT s.bad)
"""  # noqa: S608 own names
# Another post since a later month: the old appointment ended then. The same month: the file puts it right.
_END_LEFT_POSTS = f"""
    UPDATE {_APPOINTMENTS}
       SET ended_on = moved.since, end_reason = '名册所载岗位变动', version = {_APPOINTMENTS}.version + 1
      FROM (SELECT c.id AS cadre_id, p.id AS post_id, s.in_post_since AS since
            {_POST_OF_ROW} WHERE s.batch_id = %s AND NOT s.bad) moved
     WHERE {_APPOINTMENTS}.cadre_id = moved.cadre_id AND {_APPOINTMENTS}.post_id <> moved.post_id
       AND {_APPOINTMENTS}.kind = 'primary' AND {_APPOINTMENTS}.ended_on = ''
       AND {_APPOINTMENTS}.in_post_since <> '' AND moved.since > {_APPOINTMENTS}.in_post_since
"""  # noqa: S608 own names
# Who acted for a post, or held it beside another, and has it now as the own one.
_END_SIDE_POSTS = f"""
    UPDATE {_APPOINTMENTS}
       SET ended_on = moved.since, end_reason = '改任该岗位主职', version = {_APPOINTMENTS}.version + 1
      FROM (SELECT c.id AS cadre_id, p.id AS post_id, s.in_post_since AS since
            {_POST_OF_ROW} WHERE s.batch_id = %s AND NOT s.bad) moved
     WHERE {_APPOINTMENTS}.cadre_id = moved.cadre_id AND {_APPOINTMENTS}.post_id = moved.post_id
       AND {_APPOINTMENTS}.kind <> 'primary' AND {_APPOINTMENTS}.ended_on = '' AND moved.since <> ''
       AND substr({_APPOINTMENTS}.in_post_since, 1, 7) <= substr(moved.since, 1, 7)
"""  # noqa: S608 own names
_UPSERT_APPOINTMENTS = f"""
    INSERT INTO {_APPOINTMENTS}
           (cadre_id, post_id, kind, document_no, ended_on, end_document_no, end_reason,
            probation_from, probation_to, probation_outcome, version, {", ".join(_OFFICE)})
    SELECT c.id, p.id, 'primary', '', '', '', '', '', '', '', 1,
           {", ".join(f"s.{column}" for column in _OFFICE)}
    {_POST_OF_ROW}
     WHERE s.batch_id = %s AND NOT s.bad
    ON CONFLICT (cadre_id) WHERE ended_on = '' AND kind = 'primary'
    DO UPDATE SET post_id = excluded.post_id, version = {_APPOINTMENTS}.version + 1, {_assigned(_OFFICE)}
     WHERE {_differs(_APPOINTMENTS, ["post_id", *_OFFICE])}
"""
_UPSERT_TERMS = f"""
    INSERT INTO {_TERMS} (appointment_id, starts, ends, version)
    SELECT a.id, s.term_starts, s.term_ends, 1
      FROM {_STAGED} s
      JOIN {_CADRES} c ON c.staff_no = s.staff_no
      JOIN {_APPOINTMENTS} a ON a.cadre_id = c.id AND a.kind = 'primary' AND a.ended_on = ''
     WHERE s.batch_id = %s AND NOT s.bad
    ON CONFLICT (appointment_id) DO UPDATE
       SET starts = excluded.starts, ends = excluded.ends, version = {_TERMS}.version + 1
     WHERE {_differs(_TERMS, ["starts", "ends"])}
"""  # noqa: S608 own names
