"""The application: begun, saved while written, handed in, taken back; the other side's opinion (第十二条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from accounts.models import Role, User
from accounts.selectors import scopes_of
from cadres.models import Cadre
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, require
from core.uploads import upload_store
from matters.accountability import cadre_held
from matters.services import matter_create
from policy.limits import tolerance as limits
from policy.tolerance import Application, may_apply, may_sign_opinion, may_submit
from policy.tolerance_terms import CADRE, HANDED_IN_OPEN, OFFICE, OFFICES, UNIT, State

from ..access import STAFF
from ..models import Attachment, OtherOpinion, ToleranceCase, ToleranceEvent
from ..selectors import earlier_of, matters_offered, office_of, unit_of
from .common import NOT_YOURS, limit, locked, moved, must, until
from .joining import joined_at_once
from .officers import look_who_is_left

TEXTS = ("matter_title", "matter_text", "grounds", "experience", "exploration", "development", "new_facts")
MOST_FILES = 20
TRIES = 20
OTHER = {CADRE: (UNIT,), UNIT: (CADRE,), OFFICE: (CADRE, UNIT)}


@transaction.atomic
def case_start(
    *, cadre_pk: int, applicant: str, office: str, matter: int | None = None, actor: User
) -> ToleranceCase:
    """A new draft in the name of the cadre, of the unit's Party organisation, or of an office.

    matter: on which one, where it is known from the beginning. Whoever has a draft for that cadre (and on
    that matter) already goes on with it. Raises RuleBroken for whom it is not.
    """
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre_pk)
    unit = unit_of(cadre)
    _may_start(cadre, unit.pk if unit else None, applicant, office, actor)
    drafts = ToleranceCase.objects.filter(
        cadre=cadre, applicant=applicant, state=State.DRAFT, applied_by=actor
    )
    draft = (drafts.filter(matter=matter) if matter else drafts).first()
    if draft is not None:
        return draft
    case = ToleranceCase(cadre=cadre, unit=unit, applicant=applicant, applied_by=actor, office=office)
    case.matter = _matter(case, matter, actor)
    case.save()
    ToleranceEvent.record(case, actor=actor, note="起草容错申请")
    return case


def _may_start(cadre: Cadre, unit: int | None, applicant: str, office: str, actor: User) -> None:
    held = scopes_of(actor, on=clock.today())
    own = actor.staff_no == cadre.staff_no
    if applicant == CADRE:
        allowed = own and Role.CADRE in held
    elif applicant == UNIT:
        scope = held.get(Role.UNIT_PARTY)
        allowed = not own and bool(scope and (scope.everywhere or (unit is not None and scope.covers(unit))))
    else:
        allowed = not own and office in {STAFF[role] for role in held if role in STAFF}
    if not allowed:
        raise RuleBroken("不能为这名干部提出容错申请，没有执行任何操作。")


@transaction.atomic
def case_save(*, pk: int, version: int, values: Mapping[str, Any], actor: User) -> ToleranceCase:
    """What was written so far; it may be incomplete. Raises RuleBroken, StaleState.

    values: the texts, `matter` (key or None), `conditions` and `office`.
    """
    case = locked(pk, version)
    must(actor, "write", case)
    for name in TEXTS:
        setattr(case, name, values[name].strip())
    if case.state == State.DRAFT:
        case.matter = _matter(case, values["matter"], actor)
        case.office = values["office"] if values["office"] in OFFICES else case.office
    case.conditions = list(values["conditions"])
    changed_save(case, actor=actor)  # no event: a page that saves itself would fill the record
    return case


def _matter(case: ToleranceCase, key: int | None, actor: User) -> Any:
    if key is None:
        return None
    found = matters_offered(case.cadre, actor).filter(pk=key).first()
    if found is None:
        raise RuleBroken({"matter": "所选的事项不在这名干部的记录中，请重新选择或者写明事项。"})
    return found


@transaction.atomic
def case_submit(*, pk: int, version: int, actor: User) -> ToleranceCase:
    """Hands the application in, the first time or after it was returned. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    cadre_held(case.cadre_id)
    must(actor, "submit", case)
    earlier = earlier_of(case, case.matter)
    require(may_submit(application_of(case, earlier.count()), own_office=office_of(case.cadre.staff_no)))
    before, first = case.state, case.submitted_on is None
    if first:
        _take_in(case, earlier, actor)
    case.submit()
    case.submitted_on = case.submitted_on or clock.today()
    moved(case, actor=actor, before=before, note="提交容错申请" if first else "补正后重新提交")
    if first:
        look_who_is_left(case=case, actor=actor)
        due = until(limits.OPINION)
        OtherOpinion.objects.bulk_create(
            OtherOpinion(case=case, side=side, due=due.day) for side in OTHER[case.applicant]
        )
        joined_at_once(case=case, actor=actor)
    return case


def application_of(case: ToleranceCase, earlier: int) -> Application:
    """What was written, as the rules ask for it."""
    return Application(
        has_matter=case.matter_id is not None or bool(case.matter_title and case.matter_text),
        grounds=case.grounds,
        distinctions={code: getattr(case, code) for code in ("experience", "exploration", "development")},
        conditions=case.conditions,
        office=case.office,
        earlier=earlier,
        new_facts=case.new_facts,
    )


def _take_in(case: ToleranceCase, earlier: Any, actor: User) -> None:
    """The first time: its matter and number, and the application before it."""
    others = ToleranceCase.objects.filter(cadre=case.cadre_id, matter=case.matter).exclude(pk=case.pk)
    waiting = case.matter_id is not None and others.filter(state__in=HANDED_IN_OPEN).exists()
    require(may_apply(earlier_open=waiting, earlier=earlier.count(), most=limit(limits.APPLICATIONS)))
    if case.matter is None:
        case.matter = matter_create(title=case.matter_title, description=case.matter_text, actor=actor)
    case.earlier = earlier.filter(later__isnull=True).first()
    _numbered(case)


def _numbered(case: ToleranceCase) -> None:
    """Gives the case the next free number of the year; whoever comes second looks again."""
    start = f"RC{clock.today().year}"
    for _ in range(TRIES):
        last = ToleranceCase.objects.filter(number__startswith=start).order_by("-number").first()
        number = f"{start}{int(last.number[len(start) :]) + 1 if last else 1:03d}"
        try:
            with transaction.atomic():
                ToleranceCase.objects.filter(pk=case.pk).update(number=number)
        except IntegrityError:
            continue
        case.number = number
        return
    raise RuleBroken("容错编号正被多人同时使用，请再提交一次。")


@transaction.atomic
def case_withdraw(*, pk: int, version: int, reason: str, actor: User) -> ToleranceCase:
    """Taken back before the finding; the accountability goes on. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "withdraw", case)
    before = case.state
    case.withdraw()
    case.withdrawal = reason.strip()
    return moved(case, actor=actor, before=before, note=f"撤回申请：{case.withdrawal}（问责程序照常进行）")


@transaction.atomic
def attachment_add(
    *, pk: int, version: int, stream: BinaryIO, name: str, what: str, actor: User
) -> Attachment:
    """A file of the applicant or of the offices. Raises RuleBroken, StaleState, Refused."""
    case = locked(pk, version)
    must(actor, "write" if case.state in (State.DRAFT, State.RETURNED) else "attach", case)
    if case.attachments.count() >= MOST_FILES:
        raise RuleBroken({"file": f"最多上传 {MOST_FILES} 份材料。"})
    stored = upload_store(stream, name=name, actor=actor)
    moved(case, actor=actor, note=f"添加材料：{what or stored.name}")
    return Attachment.objects.create(
        case=case, file=stored, what=what.strip(), at_state=case.state, added_by=actor
    )


@transaction.atomic
def opinion_give(*, pk: int, version: int, text: str, post: str, actor: User) -> OtherOpinion:
    """The other side signs its written opinion, once. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    own = actor.staff_no == case.cadre.staff_no
    side = CADRE if own else UNIT
    found = case.other_opinions.filter(side=side).first()
    if found is None:
        raise RuleBroken(NOT_YOURS)
    must(actor, "give_opinion", case)
    require(may_sign_opinion(own_case=side == UNIT and own, text=text))
    if found.given_on is not None:
        raise RuleBroken("书面意见已经签署，不能再改；有补充的请作为材料提交。")
    found.text, found.post, found.signer, found.given_on = text.strip(), post.strip(), actor, clock.today()
    found.save()
    moved(case, actor=actor, note=f"{found.get_side_display()}提出书面意见")
    return found
