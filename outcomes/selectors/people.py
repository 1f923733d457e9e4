"""Where participants stand, in words: unit and post as frozen with the list, else of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from appraisal.models import Participant
from cadres.models import Appointment


def places_of(people: Iterable[Participant]) -> dict[int, tuple[str, str]]:
    """participant -> (unit, post); one query for whom the list does not say it."""
    chosen = list(people)
    missing = {person.cadre_id for person in chosen if not person.unit_name or not person.post_title}
    held: dict[int, tuple[str, str]] = {}
    if missing:
        posts = Appointment.objects.filter(
            cadre__in=missing, kind=Appointment.Kind.PRIMARY, ended_on=""
        ).order_by()
        held = {
            cadre: (unit, title)
            for cadre, unit, title in posts.values_list("cadre_id", "post__unit__name", "post__title")
        }
    return {
        person.pk: (
            person.unit_name or held.get(person.cadre_id, ("", ""))[0],
            person.post_title or held.get(person.cadre_id, ("", ""))[1],
        )
        for person in chosen
    }


def as_read(people: Iterable[Participant], places: Mapping[int, tuple[str, str]]) -> list[Participant]:
    """In the order in which the school reads them, by unit and name: that of their ranks would tell these."""
    return sorted(people, key=lambda one: (places[one.pk][0], one.cadre.pinyin, one.cadre.staff_no))


def suggestion_of(person: Participant) -> str:
    """建议 of the scored result; "" where the participant has none any more."""
    result = getattr(person, "result", None)
    return result.suggestion if result else ""


def label_of(person: Participant, place: tuple[str, str]) -> str:
    """王建国（教务处处长）; a post that begins with its unit says it once."""
    unit, post = place
    where = post if post.startswith(unit) else f"{unit}{post}"
    return f"{person.cadre.name}（{where}）" if where else f"{person.cadre.name}（{person.cadre.staff_no}）"
