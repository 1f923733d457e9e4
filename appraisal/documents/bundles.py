"""What a year's documents are made of when a job makes them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import User
from core.jobs import JobRefused

from ..access import MAKE_DOCUMENTS, may
from ..models import Cycle, Participant
from . import annual_form, term_form
from .filling import annual_forms, file_name
from .term_filling import term_forms

ANNUAL_FORMS, TERM_FORMS = "appraisal.annual_forms", "appraisal.term_forms"
# Kind of bundle -> name of the page that has one made anew; rooms above add theirs when the apps are ready.
_pages = {ANNUAL_FORMS: "year_forms_make", TERM_FORMS: "year_forms_make"}


def register_bundle(kind: str, page: str) -> None:
    """Bundles of that kind are shown and fetched with a year's documents. Arguments hold {cycle: key}."""
    _pages[kind] = page


def bundle_kinds() -> Mapping[str, str]:
    """Kind -> the page that makes it."""
    return _pages


def forms_kind(cycle: Cycle) -> str:
    """Which forms this kind of appraisal has."""
    return TERM_FORMS if cycle.kind == Cycle.Kind.TERM else ANNUAL_FORMS


def maker_of(arguments: Mapping[str, Any]) -> tuple[Cycle, User]:
    """The cycle and who asked, as long as that user may make its documents. Raises JobRefused."""
    cycle = Cycle.objects.get(pk=arguments["cycle"])
    user = User.objects.get(pk=arguments["requested_by"])
    if not may(user, MAKE_DOCUMENTS, cycle):
        raise JobRefused(f"您现在没有制作{cycle.this}文书的权限，没有制作任何文件。")
    return cycle, user


def annual_forms_build(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Every participant's 年度考核登记表: arguments {cycle: primary key}. Raises JobRefused."""
    cycle, user = maker_of(arguments)
    for person, form in annual_forms(cycle, user):
        yield file_name(person, cycle), annual_form(form)


def term_forms_build(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Every participant's 聘期考核登记表, likewise. Raises JobRefused."""
    cycle, user = maker_of(arguments)
    for person, context in term_forms(cycle, user):
        yield file_name(person, cycle), term_form(context)


def forms_count(arguments: Mapping[str, Any]) -> int:
    """How many there will be."""
    return Participant.objects.filter(cycle=arguments["cycle"]).count()


def form_of(person: Participant, user: Any) -> bytes:
    """One participant's form, of the kind that the appraisal has."""
    cycle = person.cycle
    if cycle.kind == Cycle.Kind.TERM:
        [(_, context)] = term_forms(cycle, user, people=[person])
        return term_form(context)
    [(_, form)] = annual_forms(cycle, user, people=[person])
    return annual_form(form)
