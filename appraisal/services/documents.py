"""Having a year's documents made."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.documents import documents_zip_request
from core.models import DocumentBundle
from core.pages import RuleBroken

from ..access import MAKE_DOCUMENTS, may
from ..documents.bundles import forms_count, forms_kind
from ..models import Cycle


@transaction.atomic
def forms_request(*, cycle_pk: int, purpose: str, actor: Any) -> DocumentBundle:
    """Every participant's 年度 or 聘期考核登记表 as one zip, made by a job. Raises RuleBroken."""
    cycle = Cycle.objects.get(pk=cycle_pk)
    if not may(actor, MAKE_DOCUMENTS, cycle):
        raise RuleBroken("方案审定以后，由组织部制作文书。")
    arguments = {"cycle": cycle.pk}
    if not forms_count(arguments):
        raise RuleBroken("还没有参加考核人员，没有可以制作的登记表。请先导入参加考核人员名单。")
    return documents_zip_request(
        kind=forms_kind(cycle),
        arguments=arguments,
        name=f"{cycle.file_label}考核登记表",
        purpose=purpose,
        actor=actor,
    )
