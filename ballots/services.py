"""Bringing machine-read papers into a round, and what was noted of its sittings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from cadres.models import Cadre
from core.bulk import statistics_refresh
from core.models import ImportBatch
from core.pages import StaleState

from .models import BallotLine, Round, Sitting, StagedBallot
from .selectors import papers_counted_now

SITTING_FIGURES = ("expected", "present", "issued")
UNIT_FIGURES = (*SITTING_FIGURES, "returned", "valid")
Figures = Mapping[str, int | None]
_LINES = BallotLine._meta.db_table
_ROWS = f"""
      FROM {StagedBallot._meta.db_table} s
      JOIN {Cadre._meta.db_table} c ON c.staff_no = s.staff_no
     WHERE s.batch_id = %s
"""
_GOOD_ROWS = f"{_ROWS} AND NOT s.bad"
_INSERT = f"""
    INSERT INTO {_LINES} (round_id, cadre_id, paper, "group", marks)
    SELECT %s, c.id, s.paper, s."group", s.marks {_GOOD_ROWS}
"""
_UPSERT = f"""{_INSERT}
    ON CONFLICT (round_id, cadre_id, paper)
    DO UPDATE SET "group" = excluded."group", marks = excluded.marks
"""
# What is stored and no longer said (a bad row still says it), as one set: a look-up per stored line would
# take hours on SQLite.
_REMOVE = f"""
    DELETE FROM {_LINES}
     WHERE round_id = %s
       AND (cadre_id, paper) IN (
           SELECT cadre_id, paper FROM {_LINES} WHERE round_id = %s
           EXCEPT
           SELECT c.id, s.paper {_ROWS})
"""  # noqa: S608 own names


def _count_forget(round: Round) -> None:
    """Before lines change: what was counted no longer holds. Holds the round until the act is over."""
    Round.objects.filter(pk=round.pk).update(papers_counted=None)
    round.papers_counted = None


@transaction.atomic
def papers_count(*, round_pk: int, questions: int, marks: int) -> Round:
    """Counts the papers of a round once, so that no page has to; again only after its lines changed."""
    round = Round.objects.select_for_update().get(pk=round_pk)
    if round.papers_counted is None:
        counted = papers_counted_now(round, questions=questions, marks=marks)
        round.papers_counted = {str(group): list(papers) for group, papers in counted.items()}
        round.save(update_fields=["papers_counted"])
    return round


def lines_apply(batch: ImportBatch, round: Round) -> None:
    """Makes the round's lines those of the batch's good rows; a supplement only adds and corrects.

    A stored line whose row is bad stays as it is. Runs inside the caller's transaction.
    """
    _count_forget(round)
    empty = not BallotLine.objects.filter(round=round).exists()
    with connection.cursor() as cursor:
        if not empty and not batch.supplement:
            cursor.execute(_REMOVE, [round.pk, round.pk, batch.pk])
        cursor.execute(_INSERT if empty else _UPSERT, [round.pk, batch.pk])
    statistics_refresh(BallotLine)


_COPY = f"""
    INSERT INTO {_LINES} (round_id, cadre_id, paper, "group", marks)
    SELECT %s, cadre_id, paper, "group", marks FROM {_LINES} WHERE round_id = %s
"""  # noqa: S608 own names
_COPY_KEPT = f"""{_COPY}
       AND (cadre_id, paper) IN (SELECT c.id, s.paper {_ROWS} AND s.bad)
"""


def round_renew(batch: ImportBatch, round: Round) -> Round:
    """A new round with what the batch's good rows make of the old one, which stays as it was.

    Cheaper than changing a million lines in place, and taking it back means to use the old round again.
    Runs inside the caller's transaction.
    """
    renewed = Round.objects.create(title=round.title, paper=round.paper, ways=round.ways)
    with connection.cursor() as cursor:
        if batch.supplement:
            cursor.execute(_COPY, [renewed.pk, round.pk])
        elif batch.rows_bad:
            cursor.execute(_COPY_KEPT, [renewed.pk, round.pk, batch.pk])
    lines_apply(batch, renewed)
    sittings_carry(source=round, target=renewed)
    return renewed


def sittings_carry(*, source: Round, target: Round) -> None:
    """What was noted of the sittings holds for the other round too: the papers were read again, nothing more.

    Runs inside the caller's transaction.
    """
    target.sittings.all().delete()
    Sitting.objects.bulk_create(
        Sitting(
            round=target,
            unit_id=noted.unit_id,
            group=noted.group,
            version=noted.version,
            **{name: getattr(noted, name) for name in UNIT_FIGURES},
        )
        for noted in source.sittings.order_by("pk")
    )


@dataclass(frozen=True)
class SittingEntry:
    """The figures of one rater group as entered; version: of the row as seen, 0 for none."""

    version: int
    figures: Figures


def sittings_set(*, round: Round, entries: Mapping[str, SittingEntry]) -> list[tuple[str, Figures, Figures]]:
    """Stores what differs, for the whole institution; (group code, before, after) of every change.

    Runs inside the caller's transaction, which holds the round's owner locked. Raises StaleState where a row
    is not as it was seen any more.
    """
    stored = {row.group: row for row in round.sittings.filter(unit__isnull=True)}
    changes: list[tuple[str, Figures, Figures]] = []
    for group, entry in entries.items():
        row = stored.get(group) or Sitting(round=round, group=group)
        before = {name: getattr(row, name) for name in SITTING_FIGURES}
        after = {name: entry.figures[name] for name in SITTING_FIGURES}
        if before == after:
            continue
        if entry.version != (row.version if row.pk else 0):
            raise StaleState("到会与票数情况刚刚被其他人更改，您填写的没有保存。")
        _sitting_save(row, after)
        changes.append((group, before, after))
    return changes


def _sitting_save(row: Sitting, figures: Mapping[str, int | None]) -> None:
    seen = row.version
    for name, value in figures.items():
        setattr(row, name, value)
    row.full_clean()
    if row.pk is None:
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise StaleState from None
    elif not Sitting.objects.filter(pk=row.pk, version=seen).update(version=seen + 1, **figures):
        raise StaleState


def unit_sitting_set(
    *, round: Round, unit_pk: int, group: str, entry: SittingEntry
) -> tuple[Figures, Figures] | None:
    """Stores the figures of one unit's sitting of one rater group; (before, after) where they differ.

    Runs inside the caller's transaction, which holds the round's owner locked. Raises StaleState where the
    row is not as it was seen any more, also where somebody has taken it away or entered it meanwhile.
    """
    found = round.sittings.filter(unit=unit_pk, group=group).first()
    row = found or Sitting(round=round, unit_id=unit_pk, group=group)
    if entry.version != (found.version if found else 0):
        raise StaleState("这一场测评会的登记刚刚被其他人更改，您填写的没有保存。")
    before = {name: getattr(row, name) for name in UNIT_FIGURES}
    after = {name: entry.figures[name] for name in UNIT_FIGURES}
    if found and before == after:
        return None
    _sitting_save(row, after)
    return before, after


def unit_sitting_drop(*, round: Round, unit_pk: int, group: str, version: int) -> Figures:
    """Takes one unit's sitting away; what it said. Inside the caller's transaction. Raises StaleState."""
    row = round.sittings.filter(unit=unit_pk, group=group, version=version).first()
    if row is None or not round.sittings.filter(pk=row.pk, version=version).delete()[0]:
        raise StaleState("这一场测评会的登记刚刚被其他人更改，没有删除。")
    return {name: getattr(row, name) for name in UNIT_FIGURES}


def round_empty(round: Round) -> None:
    """Takes all lines of a round away; runs inside the caller's transaction."""
    _count_forget(round)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_LINES} WHERE round_id = %s", [round.pk])  # noqa: S608 own names


def round_drop(round: Round) -> None:
    """Takes a round that no year uses any more away, with its lines."""
    round_empty(round)
    round.delete()
