"""Candidates for a commendation: the list, the evidence, publicity and the document (第七条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from appraisal.models import Participant
from appraisal.selectors import parameters_of
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.uploads import upload_store
from decisions import services as decisions
from decisions.models import Publicity
from policy import commendation as policy

from ..access.uses import COMMEND, LIST_PEOPLE, PUBLISH, REOPEN, REVOKE, SUBMIT, SUPPLY
from ..models import CommendationCase, CommendationFile
from ..selectors.commendation import top_changes
from ..selectors.people import as_read, places_of, suggestion_of
from ..selectors.standing import capped_now
from ..uses_agenda import SUBJECT, TOP
from .uses_common import begun, cycle_confirmed, locked, moved, must

S = CommendationCase.State
# Beside which field the rule's sentence stands.
AT = {
    f"commendation.{rule}": name
    for name, rules in {
        "cases": ("not_cleared", "nobody"),
        "document_no": ("number", "revoke_number"),
        "form": ("form",),
        "on": ("future", "too_early", "revoke_future", "revoke_early"),
        "reason": ("revoke_reason",),
    }.items()
    for rule in rules
}
REOPENS = (S.READY, S.DEFERRED, S.DECLINED, S.STOPPED)


@transaction.atomic
def commendations_list(*, cycle_pk: int, actor: User) -> int:
    """Makes the cases those of the scored list: adds, lists again, takes off who is undecided; how many.

    Raises RuleBroken before the count is confirmed.
    """
    must(actor, LIST_PEOPLE)
    cycle = cycle_confirmed(cycle_pk)
    changes = top_changes(cycle)
    for person in changes.new:
        begun(CommendationCase(participant=person), actor=actor, note="按计分结果列为表彰人选")
    for case in changes.again:
        before = case.state
        case.relist()
        moved(case, actor=actor, before=before, note="按更正后的计分结果重新列入")
    for case in changes.gone:
        before = case.state
        case.lapse()
        moved(case, actor=actor, before=before, note="按更正后的计分结果已不在名单")
    return len(changes.new) + len(changes.again) + len(changes.gone)


@transaction.atomic
def commendation_add_above_quota(*, participant_pk: int, reason: str, actor: User) -> CommendationCase:
    """补充表彰: a lifted matter adds this person beyond the seats after the decision; nobody else moves.

    For the review area, which asks who may: the actor may be whoever made minutes final. The person goes the
    same way from evidence to document. Raises RuleBroken.
    """
    people = Participant.objects.select_for_update(of=("self",)).select_related("cadre")
    person = people.get(pk=participant_pk)
    case = CommendationCase.objects.filter(participant=person).first()
    listed = case is not None and case.state != S.LAPSED
    require(policy.may_add_above_quota(person.cadre.name, listed=listed, reason=reason))
    if case is None:
        case = CommendationCase(participant=person, above_quota=True, reason=reason)
        return begun(case, actor=actor, note=f"补充表彰：{reason}")
    before = case.state
    case.above_quota, case.reason = True, reason
    case.relist()
    return moved(case, actor=actor, before=before, note=f"补充表彰：{reason}")


@transaction.atomic
def evidence_record(
    *, pk: int, version: int, initiative: str, performance: str, actor: User
) -> CommendationCase:
    """The facts of a candidate, by the organization department or the unit. Raises RuleBroken, StaleState."""
    must(actor, SUPPLY)
    case = locked(CommendationCase, pk, version, (S.GATHERING,))
    case.initiative, case.performance = initiative.strip(), performance.strip()
    return moved(case, actor=actor, note="填写事迹")


@transaction.atomic
def evidence_file_add(*, pk: int, kind: str, upload: Any, actor: User) -> CommendationFile:
    """A file that proves the facts. upload: checked by its form. Raises RuleBroken."""
    must(actor, SUPPLY)
    case = locked(CommendationCase, pk, None, (S.GATHERING,))
    stored = upload_store(upload, name=upload.name, actor=actor)
    added = CommendationFile.objects.create(case=case, kind=kind, file=stored, added_by=actor)
    moved(case, actor=actor, note=f"上传材料：{stored.name}（{added.get_kind_display()}）")
    return added


@transaction.atomic
def evidence_file_remove(*, file_pk: int, actor: User) -> CommendationFile:
    """Takes a file off, as long as evidence is gathered. Raises RuleBroken, StaleState."""
    must(actor, SUPPLY)
    known = CommendationFile.objects.select_related("file").get(pk=file_pk)
    case = locked(CommendationCase, known.case_id, None, (S.GATHERING,))
    removed = CommendationFile.objects.filter(pk=file_pk, removed_at__isnull=True)
    if not removed.update(removed_at=clock.now()):
        raise StaleState("这份材料刚刚已被撤下。")
    moved(case, actor=actor, note=f"撤下材料：{known.file.name}")
    return known


@transaction.atomic
def commendation_submit(*, pk: int, version: int, actor: User) -> CommendationCase:
    """Puts a candidate with both kinds of facts before the committee. Raises RuleBroken, StaleState."""
    must(actor, SUBMIT)
    case = locked(CommendationCase, pk, version, (S.GATHERING,))
    person = case.participant
    evidence = policy.Evidence(person.cadre.name, case.initiative, case.performance)
    require(policy.may_submit(evidence))
    require(policy.may_be_candidate(person.cadre.name, suggestion_of(person), above_quota=case.above_quota))
    require(capped_now([person]))
    before = case.state
    case.submit()
    return moved(case, actor=actor, before=before)


@transaction.atomic
def commendation_reopen(*, pk: int, version: int, reason: str, actor: User) -> CommendationCase:
    """Back to gathering evidence, with a reason. Raises RuleBroken, StaleState."""
    must(actor, REOPEN)
    case = locked(CommendationCase, pk, version)
    allowed = case.state in REOPENS
    require(policy.may_reopen(case.get_state_display(), open_to_it=allowed, reason=reason))
    before = case.state
    case.reopen()
    return moved(case, actor=actor, before=before, note=reason)


@transaction.atomic
def commendations_publish(
    *, cycle_pk: int, cases: Sequence[int], scope: str, text: str, actor: User
) -> Publicity:
    """Makes decided people public by name, unit and post. Raises RuleBroken, StaleState."""
    must(actor, PUBLISH)
    cycle = cycle_confirmed(cycle_pk)
    chosen = _chosen(cycle_pk, cases)
    undecided = [case.participant.cadre.name for case in chosen if case.state != S.AGREED]
    require(policy.may_publish_people(undecided, people=len(chosen)))
    require(capped_now([case.participant for case in chosen]))
    places = places_of(case.participant for case in chosen)
    publicity = decisions.publicity_open(
        kind=TOP,
        title=f"{cycle.label}考核拟表彰人员公示",
        subject_kind=SUBJECT,
        subject_id=cycle.pk,
        people=[
            decisions.PublicPerson(person.cadre_id, person.cadre.name, *places[person.pk])
            for person in as_read((case.participant for case in chosen), places)
        ],
        days=parameters_of(cycle).publicity_days,
        scope=scope,
        text=text,
        actor=actor,
    )
    for case in chosen:
        before = case.state
        case.publish(publicity=publicity)
        moved(case, actor=actor, before=before, note=f"公示至 {publicity.ends_on}")
    return publicity


@transaction.atomic
def commendations_issue(
    *, cycle_pk: int, cases: Sequence[int], form: str, document_no: str, on: date, actor: User
) -> list[CommendationCase]:
    """Commends people by one document, after their publicity. Raises RuleBroken, StaleState."""
    must(actor, COMMEND)
    chosen = _chosen(cycle_pk, cases)
    not_cleared = [case.participant.cadre.name for case in chosen if case.state != S.CLEARED]
    document = policy.Document(
        number=document_no,
        form=form,
        on=on,
        decided_on=max((case.decided_on for case in chosen if case.decided_on), default=on),
        cleared_on=max((case.cleared_on for case in chosen if case.cleared_on), default=on),
    )
    require(
        policy.may_commend(document, names_not_cleared=not_cleared, people=len(chosen), today=clock.today()),
        AT,
    )
    require(capped_now([case.participant for case in chosen]))
    label = CommendationCase.Form(form).label
    for case in chosen:
        before = case.state
        case.commend(form=form, document_no=document_no.strip(), on=on)
        moved(case, actor=actor, before=before, note=f"{label}，{document_no}（{on}）")
    return chosen


@transaction.atomic
def commendation_revoke(
    *, pk: int, version: int, document_no: str, on: date, reason: str, actor: User
) -> CommendationCase:
    """Takes a commendation back by a document of its own; the row stays. Raises RuleBroken, StaleState."""
    must(actor, REVOKE)
    case = locked(CommendationCase, pk, version)
    require(
        policy.may_revoke(
            case.participant.cadre.name,
            commended_on=case.commended_on if case.state == S.COMMENDED else None,
            on=on,
            document_no=document_no,
            reason=reason,
            today=clock.today(),
        ),
        AT,
    )
    before = case.state
    case.revoke(document_no=document_no.strip(), on=on, reason=reason.strip())
    return moved(
        case, actor=actor, before=before, note=f"撤销表彰，{case.revoked_document}：{case.revoked_reason}"
    )


def _chosen(cycle_pk: int, cases: Sequence[int]) -> list[CommendationCase]:
    """These cases of the cycle, locked, in the order given by rank."""
    keys = set(cases)
    rows = CommendationCase.objects.select_for_update(of=("self",)).filter(
        participant__cycle=cycle_pk, pk__in=keys
    )
    related = rows.select_related("participant__cadre", "participant__result")
    found = list(related.order_by("participant__result__position", "participant__result__rank", "pk"))
    if len(found) != len(keys):
        raise RuleBroken("所选的同志中有的已不在名单中，请重新打开页面核对。")
    return found
