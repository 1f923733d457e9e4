"""Which parameters hold on a day, what a draft changes, and which drafts wait for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from policy.changes import Change, parameter_changes
from policy.limits import LIMITS, limit_of
from policy.parameters import AppraisalParameters
from policy.rulebook import Newest
from policy.sources import day_source

from .models import PolicyDocument, PolicyDraft, PolicyDraftEvent, PolicyVersion

State = PolicyDraft.State


def version_on(day: date) -> PolicyVersion:
    """The approved version in force on that day; a year before the first version gets the first one."""
    in_force = (
        PolicyVersion.objects.filter(effective_from__lte=day).order_by("-effective_from", "-number").first()
    )
    return in_force or PolicyVersion.objects.earliest("number")


def limit_on(key: str, day: date) -> int:
    """The number of `policy.limits` that holds on that day. One query."""
    return limits_on(day)[key]


def limits_on(day: date) -> dict[str, int]:
    """Every number of `policy.limits` as it holds on that day. One query."""
    said = version_on(day).parameters.get("limits", {})
    return {key: limit_of(key, said) for key in LIMITS}


class OfADay(Protocol):
    """Whatever is asked about one day: an audience of `notices`, which this room does not know."""

    @property
    def on(self) -> date: ...


def limits_of(audience: OfADay) -> dict[str, int]:
    """The same for duties: asked by `audience.once`, so that all of one inbox share it."""
    return limits_on(audience.on)


def day_sources_on(day: date) -> Callable[[str], str]:
    """What sets a deadline by the rules of that day, in words; see `policy.sources`. One query."""
    version = version_on(day)
    parameters = parameters_of(version)
    return lambda day_by: day_source(parameters, day_by, str(version))


def newest_version() -> PolicyVersion:
    """The version approved last, whether or not its day has come."""
    return PolicyVersion.objects.latest("number")


def newest_fact() -> Newest:
    """The version approved last, as the rules ask for it."""
    last = newest_version()
    return Newest(last.number, last.effective_from)


def parameters_of(row: PolicyVersion | PolicyDraft) -> AppraisalParameters:
    """The parameters of a version or a draft."""
    return AppraisalParameters.from_json(row.parameters)


def changes_between(old: PolicyVersion | PolicyDraft, new: PolicyVersion | PolicyDraft) -> list[Change]:
    """What `new` changes against `old`, in words."""
    return parameter_changes(parameters_of(old), parameters_of(new))


def changes_count(draft: PolicyDraft) -> int:
    """In how many things the draft differs from the version approved last."""
    return len(changes_between(newest_version(), draft))


def measures_dropped(parameters: Mapping[str, Any]) -> list[str]:
    """Measures of the version approved last that these parameters (as JSON) have no more."""
    return [word for word in newest_version().parameters["measures"] if word not in parameters["measures"]]


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    """The version approved before this one; None for the first."""
    return PolicyVersion.objects.filter(number__lt=version.number).order_by("-number").first()


def drafters_of(draft: PolicyDraft) -> frozenset[int]:
    """Keys of all who drafted, edited or submitted it: none of them decides."""
    took_part = Q(from_state="") | Q(from_state=F("to_state")) | Q(to_state=State.SUBMITTED)
    events = PolicyDraftEvent.objects.filter(took_part, case=draft)
    return frozenset(events.values_list("actor_id", flat=True)) | {draft.drafted_by_id}


def drafts_waiting() -> QuerySet[PolicyDraft]:
    """Drafts that wait for somebody, oldest first: submitted ones for the second person, returned and
    unfinished ones for who drafted them.

    Annotated with `submitted_by`: key of who sent it to the second person, None where nobody did. One query.
    """
    sent = PolicyDraftEvent.objects.filter(case=OuterRef("pk"), to_state=State.SUBMITTED).order_by("-pk")
    return (
        PolicyDraft.objects.filter(state__in=(State.SUBMITTED, *PolicyDraft.EDITABLE))
        .select_related("base", "drafted_by")
        .annotate(submitted_by=Subquery(sent.values("actor")[:1]))
        .order_by("changed_at", "pk")
    )


def drafters_by_draft(drafts: QuerySet[PolicyDraft]) -> dict[int, frozenset[int]]:
    """`drafters_of` for many drafts at once. One query."""
    took_part = Q(from_state="") | Q(from_state=F("to_state")) | Q(to_state=State.SUBMITTED)
    found: dict[int, set[int]] = {}
    events = PolicyDraftEvent.objects.filter(took_part, case__in=drafts.values("pk"))
    for case, actor in events.order_by().values_list("case_id", "actor_id").distinct():
        found.setdefault(case, set()).add(actor)
    return {case: frozenset(actors) for case, actors in found.items()}


def documents() -> QuerySet[PolicyDocument]:
    """All policy documents with the number of the last approved version that rests on each."""
    return PolicyDocument.objects.annotate(last_version=Max("policyversion__number"))


def names_in(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Code -> name of every mark, dimension, group and component in parameters as JSON."""
    return {
        row["code"]: row.get("name") or row.get("word") or "空白"
        for key in ("marks", "abstentions", "dimensions", "groups", "components")
        for row in parameters[key]
    }


def limits_of_all_days() -> Callable[[date], dict[str, int]]:
    """All numbers of `policy.limits` by day, for many days at once. One query."""
    versions = PolicyVersion.objects.order_by("effective_from", "number")
    said = [(row.effective_from, row.parameters.get("limits", {})) for row in versions]
    full = [(start, {key: limit_of(key, numbers) for key in LIMITS}) for start, numbers in said]

    def on(day: date) -> dict[str, int]:
        in_force = [numbers for start, numbers in full if start <= day]
        return in_force[-1] if in_force else full[0][1]

    return on
