"""Routine observations: recorded, shown, answered, withdrawn; nothing is overwritten (第六条 平时考核)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from cadres.models import Appointment, Cadre
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.twice import made_just_now
from core.uploads import EVIDENCE, upload_store
from policy.observations import Draft, may_answer, may_keep, may_record, may_show, may_withdraw

from ..access.facts import ANSWER, KEEP, RECORD, SHOW, WITHDRAW
from ..models import Observation, ObservationAnswer, ObservationEvent, ObservationFile
from .common_facts import must, unmoved

S = Observation.State
# Beside which field of a new record the rule's sentence stands.
AT = {
    "observation.future": "observed_on",
    "observation.petition_text": "fact",
    "observation.fact": "fact",
    "observation.petition_number": "office_no",
    "observation.number": "office_no",
    "observation.petition_shown": "show",
}


@transaction.atomic
def observation_record(
    *,
    cadre_pk: int,
    observed_on: date,
    source: str,
    direction: str,
    actor: User,
    fact: str = "",
    office_no: str = "",
    show: bool = True,
    file: Any = None,
) -> Observation:
    """Somebody records what was seen of a cadre. file: an upload without a problem. Raises RuleBroken."""
    must(actor, RECORD)
    cadre = Cadre.objects.visible_to(actor).filter(pk=cadre_pk).first()
    if cadre is None:
        raise RuleBroken({"cadre": "请选择您负责范围内的干部。"})
    draft = Draft(
        observed_on=observed_on,
        source=source,
        fact=fact,
        office_no=office_no,
        show=show,
        has_file=file is not None,
        about_oneself=cadre.staff_no == actor.staff_no,
        today=clock.today(),
    )
    require(may_record(draft), AT)
    said = {
        "observed_on": observed_on,
        "source": source,
        "fact": fact.strip(),
        "office_no": office_no.strip(),
        "direction": direction,
    }
    Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if twin := made_just_now(Observation.objects.standing().filter(cadre=cadre), said, actor=actor):
        return twin
    shown_at = clock.now() if show else None
    found = Observation.objects.create(
        cadre=cadre, unit_id=_unit_of(cadre), entered_by=actor, shown_at=shown_at, **said
    )
    if file is not None:
        _file_add(found, file, actor)
    ObservationEvent.record(found, actor=actor, note="记录并告知本人" if show else "记录")
    return found


@transaction.atomic
def observation_file_add(*, observation_pk: int, file: Any, actor: User) -> Observation:
    """More evidence; of a petition there is none. Raises RuleBroken."""
    must(actor, RECORD)
    found = _locked(observation_pk, None)
    if found.source == Observation.Source.PETITION or found.state != S.RECORDED:
        raise RuleBroken("信访来源和已撤销的记录不能补充材料。")
    stored = _file_add(found, file, actor)
    ObservationEvent.record(found, actor=actor, note=f"补充材料：{stored.file.name}")
    return found


@transaction.atomic
def observation_show(*, observation_pk: int, version: int | None, actor: User) -> Observation:
    """The cadre reads it from now on. Raises RuleBroken, StaleState."""
    must(actor, SHOW)
    found = _locked(observation_pk, version)
    require(
        may_show(source=found.source, withdrawn=found.state == S.WITHDRAWN, shown=found.shown_at is not None)
    )
    found.shown_at = clock.now()
    return _touched(found, actor, "告知本人")


@transaction.atomic
def observation_keep(*, observation_pk: int, version: int | None, reason: str, actor: User) -> Observation:
    """Looked at again, it is right: it stands, and the cadre reads why. Raises RuleBroken, StaleState."""
    must(actor, KEEP)
    found = _locked(observation_pk, version)
    waits = found.state == S.RECORDED and found.disputed and not found.kept_reason
    require(may_keep(waits=waits, reason=reason))
    found.kept_reason = reason.strip()
    return _touched(found, actor, f"核对后维持：{found.kept_reason}")


@transaction.atomic
def observation_withdraw(
    *, observation_pk: int, version: int | None, reason: str, actor: User
) -> Observation:
    """It was wrong: it stays, crossed out, with the reason. Raises RuleBroken, StaleState."""
    must(actor, WITHDRAW)
    found = _locked(observation_pk, version)
    require(may_withdraw(withdrawn=found.state == S.WITHDRAWN, reason=reason))
    before = found.state
    found.withdraw(reason=reason.strip())
    return _touched(found, actor, reason.strip(), before=before)


@transaction.atomic
def observation_answer(*, observation_pk: int, text: str, disputes: bool, actor: User) -> ObservationAnswer:
    """The cadre answers; a later answer is added to the first and takes nothing away. Raises RuleBroken."""
    must(actor, ANSWER)
    found = _locked(observation_pk, None)
    require(
        may_answer(
            shown=found.shown_at is not None,
            withdrawn=found.state == S.WITHDRAWN,
            own=found.cadre.staff_no == actor.staff_no,
        )
    )
    if not text.strip():
        raise RuleBroken({"text": "请写明您的说明。"})
    said = {"text": text.strip(), "disputes": disputes}
    if twin := made_just_now(found.answers.all(), said, actor=actor, by="by", at="at"):
        return twin
    answer = ObservationAnswer.objects.create(observation=found, by=actor, **said)
    if disputes:
        found.disputed, found.kept_reason = True, ""
    _touched(found, actor, "本人说明，对事实有异议" if disputes else "本人说明")
    return answer


def _file_add(found: Observation, file: Any, actor: User) -> ObservationFile:
    stored = upload_store(file, name=file.name, actor=actor, kinds=EVIDENCE)
    return ObservationFile.objects.create(observation=found, file=stored)


def _unit_of(cadre: Cadre) -> int | None:
    held = Appointment.objects.filter(cadre=cadre, ended_on="", kind=Appointment.Kind.PRIMARY)
    return held.values_list("post__unit", flat=True).first()


def _locked(pk: int, version: int | None) -> Observation:
    rows = Observation.objects.select_for_update(of=("self",)).select_related("cadre")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise StaleState
    unmoved(found.version, version)
    return found


def _touched(found: Observation, actor: User, note: str, *, before: str = "") -> Observation:
    found.version += 1
    found.save()
    ObservationEvent.record(found, actor=actor, from_state=before or found.state, note=note)
    return found
