"""Relatives, for recusal only; an entry that no longer holds is ended, not deleted."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken

from ..models import Cadre, Kin
from .guards import checked_save, locked, still_in_reach


@transaction.atomic
def kin_add(
    *,
    cadre: Cadre,
    relation: str,
    name: str,
    actor: User,
    workplace: str = "",
    relative: Cadre | None = None,
) -> Kin:
    """Notes a relative. relative: where that person is in the register too. Raises RuleBroken."""
    name = name.strip()
    if not name:
        raise RuleBroken({"name": "请填写亲属姓名。"})
    # Names are sealed, no constraint can compare them: two acts on one cadre come one after the other.
    present = locked(cadre).kin.filter(removed_on=None, relation=relation)
    if any(one.name == name for one in present):
        raise RuleBroken({"name": "已登记过这名亲属，请勿重复登记。"})
    kin = Kin(cadre=cadre, relation=relation, name=name, workplace=workplace.strip(), relative=relative)
    kin.secrets_changed = "姓名、工作单位及职务" if kin.workplace else "姓名"
    checked_save(kin, actor=actor, reason="登记亲属")
    still_in_reach(cadre, actor=actor)
    return kin


@transaction.atomic
def kin_remove(*, kin: Kin, version: int, actor: User, reason: str = "") -> Kin:
    """Ends an entry. Raises RuleBroken, StaleState."""
    if kin.removed_on:
        raise RuleBroken("这项亲属关系已经停用。")
    kin.removed_on, kin.secrets_changed = clock.today(), ""
    checked_save(kin, actor=actor, reason=reason or "停用亲属关系", version=version)
    still_in_reach(kin.cadre, actor=actor)
    return kin
