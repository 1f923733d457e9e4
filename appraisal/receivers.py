"""What the appraisal hears: the committee's final minutes, marks, reliefs and investigations."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.dispatch import receiver

from decisions.models import Objection, Publicity
from decisions.signals import item_decided, publicity_objection_closed, publicity_withdrawn
from matters.signals import investigation_changed, marks_changed, relief_recorded

from .agenda import APPROVED, GRADES, PLAN, REGRADE, SUBJECT, TERM_GRADES


@receiver(item_decided, dispatch_uid="appraisal.item_decided")
def committee_decided(sender: Any, item: Any, entries: Any, meeting: Any, actor: Any, **kwargs: Any) -> None:
    """A plan was approved, or grades were decided on."""
    from .services import grades_decide, plan_approve, plan_return  # noqa: PLC0415 - services import models

    if item.subject_kind != SUBJECT:
        return
    if item.kind == PLAN:
        act = plan_approve if item.outcome == APPROVED else plan_return
        act(cycle_pk=item.subject_id, meeting=str(meeting), actor=actor)
    elif item.kind in (GRADES, TERM_GRADES, REGRADE):
        grades_decide(cycle_pk=item.subject_id, entries=entries, meeting=meeting, actor=actor)


@receiver((publicity_withdrawn, publicity_objection_closed), dispatch_uid="appraisal.publicity_stopped")
def publicity_stops(sender: Any, actor: Any, **kwargs: Any) -> None:
    """Somebody is off the list, or the whole list was taken back: grades that were public are so no more."""
    from .services import publicity_stop  # noqa: PLC0415

    objection: Objection | None = kwargs.get("objection")
    publicity: Publicity = objection.publicity if objection else kwargs["publicity"]
    if (publicity.kind, publicity.subject_kind) != (GRADES, SUBJECT) or (objection and objection.stays):
        return
    people = publicity.people.all()
    if objection is None:
        people = people.filter(pk__in=[person.pk for person in kwargs["people"]])
    elif objection.person_id is not None:  # else it was against everybody who was still on the list
        people = people.filter(pk=objection.person_id)
    publicity_stop(publicity=publicity, people=people, actor=actor)


@receiver(relief_recorded, dispatch_uid="appraisal.relief_recorded")
def relief_lifts(sender: Any, relief: Any, actor: Any, **kwargs: Any) -> None:
    """A cadre's marks on a matter count no more: what is not decided is scored again."""
    from .services import relief_follow  # noqa: PLC0415

    relief_follow(relief=relief, actor=actor)


@receiver(marks_changed, dispatch_uid="appraisal.marks_changed")
def marks_count(sender: Any, changes: Any, actor: Any, **kwargs: Any) -> None:
    """Something else counts now than before: what is not decided is scored again."""
    from .services import marks_follow  # noqa: PLC0415

    rows = defaultdict(list)
    for one in changes:
        rows[one.cadre].extend(one.rows)
    what = "、".join(dict.fromkeys(one.why.label for one in changes))
    marks_follow(rows=rows, reason=f"为有关干部{what}", actor=actor)


@receiver(investigation_changed, dispatch_uid="appraisal.investigation_changed")
def investigation_told(sender: Any, investigation: Any, actor: Any, **kwargs: Any) -> None:
    """A disclosed one makes 不确定等次; any other changes nothing."""
    from .services import investigation_follow  # noqa: PLC0415

    investigation_follow(investigation=investigation, actor=actor)
