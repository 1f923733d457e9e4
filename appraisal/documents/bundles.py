"""What a year's documents are made of when a job makes them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import User
from core.jobs import JobRefused

from ..access import MAKE_DOCUMENTS, may
from ..models import Cycle, Participant
from . import annual_form
from .filling import annual_forms, file_name

ANNUAL_FORMS = "appraisal.annual_forms"


def annual_forms_build(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Every participant's 年度考核登记表: arguments {cycle: primary key}. Raises JobRefused."""
    cycle = Cycle.objects.get(pk=arguments["cycle"])
    user = User.objects.get(pk=arguments["requested_by"])
    if not may(user, MAKE_DOCUMENTS, cycle):
        raise JobRefused("您现在没有制作本年度文书的权限，没有制作任何文件。")
    for person, form in annual_forms(cycle, user):
        yield file_name(person, cycle), annual_form(form)


def annual_forms_count(arguments: Mapping[str, Any]) -> int:
    """How many there will be."""
    return Participant.objects.filter(cycle=arguments["cycle"]).count()
