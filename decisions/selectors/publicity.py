"""Publicity across its tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cadres.models import Appointment

from ..models import Objection, Publicity, PublicityPerson


def publicity_of(subject_kind: str, subject_id: int, *, kind: str = "") -> Publicity | None:
    """The newest publicity about a subject that was not withdrawn; None where there is none.

    kind: where a subject has lists of several kinds.
    """
    found = Publicity.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    if kind:
        found = found.filter(kind=kind)
    return found.exclude(state=Publicity.State.WITHDRAWN).order_by("-pk").first()


def people_without_objection(publicity: Publicity) -> QuerySet[PublicityPerson]:
    """Who is still public and has no open objection; nobody while one is open against the whole list."""
    is_open = Objection.objects.filter(publicity=publicity, finding="")
    running = publicity.people.filter(state=PublicityPerson.State.RUNNING)
    if is_open.filter(person__isnull=True).exists():
        return running.none()
    return running.exclude(pk__in=is_open.filter(person__isnull=False).values("person_id"))


def open_objections() -> QuerySet[Objection]:
    """Every objection without a finding, of lists that were not withdrawn."""
    found = Objection.objects.filter(finding="").exclude(publicity__state=Publicity.State.WITHDRAWN)
    return found.select_related("publicity", "person", "handler").defer("objector", "content", "finding_note")


def home_units(cadre_ids: Iterable[int | None]) -> dict[int, int]:
    """cadre -> the unit of the primary post. One query."""
    wanted = {pk for pk in cadre_ids if pk is not None}
    held = Appointment.objects.filter(Q(kind=Appointment.Kind.PRIMARY), cadre__in=wanted, ended_on="")
    return dict(held.order_by("pk").values_list("cadre_id", "post__unit_id")) if wanted else {}
