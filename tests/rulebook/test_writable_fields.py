"""F21 for every form of the rulebook: all columns of all tables are sent along, only the listed change."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from core.pages import Guarded
from rulebook import urls
from rulebook.forms import SECTIONS
from rulebook.models import PolicyDocument, PolicyDraft, PolicyDraftEvent, PolicyVersion
from tests.support.rules import DRAFTER, HEAD, open_draft, person, soon, waiting_draft

from .test_forms import as_sent, form_of, parameters

pytestmark = pytest.mark.django_db
TABLES = (PolicyDocument, PolicyVersion, PolicyDraft, PolicyDraftEvent)
PATTERNS = {
    path.name
    for path in urls.urlpatterns
    if issubclass(getattr(path.callback, "view_class", object), Guarded)
}
MOVED = {"PolicyDraft.version", "PolicyDraft.changed_at"}
EVENT = {"PolicyDraftEvent"}
BASIS = {"document": "{document.pk}", "effective_from": str(soon(90)), "summary": "另有说明"}
DOCUMENT = {"title": "考核办法", "number": "校发〔2026〕1 号", "issued_on": "2026-01-05"}
REASON = {"version": "3", "reason": "请核对"}

# form -> (what stands in its address, what is sent, columns that may change, rows that may be new)
FORMS: dict[str, tuple[str, dict[str, str], set[str], set[str]]] = {
    "rule_document_new": ("", DOCUMENT | {"version": "1"}, set(), {"PolicyDocument"}),
    "rule_document_edit": (
        "unused",
        DOCUMENT | {"version": "1"},
        {f"PolicyDocument.{name}" for name in ("title", "number", "issued_on", "version")},
        set(),
    ),
    "rule_draft_start": ("first", BASIS, set(), {"PolicyDraft", *EVENT}),
    "rule_draft_basis": (
        "draft",
        BASIS | {"version": "2"},
        {"PolicyDraft.document_id", "PolicyDraft.effective_from", "PolicyDraft.summary", *MOVED},
        EVENT,
    ),
    "rule_draft_edit": ("draft", {}, {"PolicyDraft.parameters", *MOVED}, EVENT),
    "rule_draft_submit": ("draft", {"version": "2"}, {"PolicyDraft.state", *MOVED}, EVENT),
    "rule_draft_discard": (
        "draft",
        REASON | {"version": "2"},
        {"PolicyDraft.state", *MOVED},
        EVENT,
    ),
    "rule_draft_approve": (
        "waiting",
        {"version": "3", "newest": "1", "meeting_number": "第 21 次", "met_on": "2026-01-05"},
        {"PolicyDraft.state", "PolicyDraft.approved_by_id", "PolicyDraft.result_id", *MOVED},
        {"PolicyVersion", *EVENT},
    ),
    "rule_draft_return": ("waiting", REASON, {"PolicyDraft.state", *MOVED}, EVENT),
}


@pytest.fixture
def scene(client: Client) -> SimpleNamespace:
    """Something that each form can be opened on, and a bystander of each."""
    client.force_login(person(HEAD))
    drafter = person(DRAFTER)
    return SimpleNamespace(
        first=1,
        draft=open_draft(by=drafter, top_share="15").pk,
        waiting=waiting_draft(by=drafter).pk,
        bystander=open_draft(by=drafter).pk,
        unused=PolicyDocument.objects.create(title="旧办法").pk,
        document=PolicyDocument.objects.create(title="新办法"),
    )


def test_every_form_of_the_rulebook_stands_in_the_table() -> None:
    assert set(FORMS) == PATTERNS


@pytest.mark.parametrize("name", FORMS)
def test_a_form_writes_what_it_lists_and_nothing_else(
    client: Client, scene: SimpleNamespace, name: str
) -> None:
    place, data, may_change, may_add = FORMS[name]
    if name == "rule_draft_edit":
        for slug in sorted(set(SECTIONS) - {"schemes"}):
            _section(client, scene, slug)
        return
    before = stored()
    args = [getattr(scene, place)] if place else []
    sent = hostile(set(data)) | {key: value.format(**vars(scene)) for key, value in data.items()}
    response = client.post(reverse(name, args=args), sent)
    assert response.status_code == 303, response.content.decode()[-3000:]
    assert changed(before, stored()) == (may_add, may_change)


def _section(client: Client, scene: SimpleNamespace, slug: str) -> None:
    """Sent as it stands, with every other parameter and column: nothing but the version moves."""
    draft = PolicyDraft.objects.get(pk=scene.draft)
    before = stored()
    form = form_of(slug, parameters(top_share="15"))
    data = as_sent(form, version=str(draft.version))
    columns = hostile(set(data) | set(form.fields))
    response = client.post(reverse("rule_draft_edit", args=[draft.pk, slug]), columns | data.dict())
    assert response.status_code == 303, (slug, response.content.decode()[-3000:])
    now = PolicyDraft.objects.get(pk=scene.draft)
    assert now.parameters == draft.parameters, slug
    assert changed(before, stored()) == (EVENT, MOVED), slug


def stored() -> dict[tuple[str, int], dict[str, Any]]:
    """Every row of every table of the rulebook, with all its columns."""
    return {
        (model.__name__, row.pk): {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
        for model in TABLES
        for row in model._default_manager.all()
    }


def changed(before: dict[Any, dict[str, Any]], after: dict[Any, dict[str, Any]]) -> tuple[set[str], set[str]]:
    """(tables with new rows, columns that changed); nothing that was sent uninvited is anywhere."""
    assert not before.keys() - after.keys()
    new = after.keys() - before.keys()
    for key in new:
        assert "越权" not in after[key].values(), key
    columns = {
        f"{key[0]}.{column}"
        for key, row in before.items()
        for column, value in row.items()
        if after[key][column] != value
    }
    return {key[0] for key in new}, columns


def hostile(listed: set[str]) -> dict[str, str]:
    """A value for each column of each table that the form does not list."""
    found = {}
    for model in TABLES:
        for field in model._meta.concrete_fields:
            value = "1999-09-09" if isinstance(field, models.DateField) else "越权"
            if isinstance(field, models.ForeignKey | models.IntegerField | models.AutoField):
                value = "1"
            found |= {field.name: value, field.attname: value}
    return {name: value for name, value in found.items() if name not in listed | {"note", "version"}}
