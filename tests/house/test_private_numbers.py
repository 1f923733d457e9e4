"""No form of a room about people's cases keeps a number by which somebody is found, whatever its field.

A new form of these rooms whose texts are not judged fails here, and so does one with arguments that nobody
has named below.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm

from accounts.models import Unit
from alerts.models import Card
from cadres.models import Cadre
from clarification.models import Malice
from core.forms import PaperField, TextForm
from policy.alerts_steps import INQUIRY, YELLOW
from policy.tolerance_terms import OUTCOMES
from tests.support.upload_tricks import PDF

ROOMS = ("tolerance", "clarification", "alerts", "supervision", "matters")
NUMBER = "请拨13812345678"
# What forms are made with, by name and kind of the argument: enough that every field of theirs is there.
ARGUMENTS: dict[str, Any] = {
    "people: list[tuple[int, str]]": lambda: [(1, "周敏")],
    "people: list[tuple[int, str]] | None": lambda: None,
    "people: Iterable[User]": list,
    "people: QuerySet[Cadre]": Cadre.objects.all,
    "measures: Collection[str]": lambda: ["诫勉"],
    "measures: list[tuple[str, str]]": lambda: [("诫勉", "诫勉")],
    "matters: list[tuple[int, str]]": lambda: [(1, "SX1")],
    "meetings: list[tuple[int, str]]": lambda: [(1, "党委常委会〔2026〕9号")],
    "outcomes: tuple[str, ...]": lambda: tuple(OUTCOMES),
    "register_only: bool": lambda: False,
    "from_above: bool": lambda: True,
    "highest: str": lambda: YELLOW,
    "kind: str": lambda: INQUIRY,
    "cards: Any": Card.objects.all,
    "units: QuerySet[Unit]": Unit.objects.all,
    "steps: tuple[str, ...]": lambda: (Malice.REFERRED_UP, Malice.RESULT_RECEIVED),
    "by_office: bool": lambda: True,
}


def modules() -> Iterator[str]:
    for room in ROOMS:
        package = import_module(room)
        for found in walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in found.name and ".management" not in found.name:
                yield found.name


def forms_of_rooms() -> list[type[BaseForm]]:
    found: set[type[BaseForm]] = set()
    for name in modules():
        for _, one in inspect.getmembers(import_module(name), inspect.isclass):
            if issubclass(one, BaseForm) and one.__module__.split(".")[0] in ROOMS:
                found.add(one)
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


FORMS = forms_of_rooms()


def made(kind: type[BaseForm], **data: Any) -> BaseForm:
    """The form with every argument it asks for."""
    given = {}
    for base in kind.__mro__:
        if "__init__" in vars(base) and base.__module__.split(".")[0] in (*ROOMS, "cadres"):
            for name, one in inspect.signature(base.__init__).parameters.items():
                if one.kind == one.KEYWORD_ONLY and one.default is one.empty:
                    given.setdefault(name, ARGUMENTS[f"{name}: {one.annotation}"]())
    return kind(**given, **data)


def typed(form: BaseForm) -> list[str]:
    """Names of the fields in which somebody writes words."""
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
    ]


def test_the_rooms_have_forms() -> None:
    assert len(FORMS) > 90
    assert {one.__module__.split(".")[0] for one in FORMS} == set(ROOMS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMS, ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_a_number_in_any_text_is_refused_at_its_field(kind: type[BaseForm]) -> None:
    names = typed(made(kind))
    form = made(kind, data=dict.fromkeys(names, NUMBER))
    assert [name for name in typed(form) if not form.errors.get(name)] == []


@pytest.mark.django_db
def test_the_reason_stands_at_the_field_and_a_digest_that_looks_like_a_number_is_not_read() -> None:
    class Paper(TextForm):
        words = forms.CharField(label="说明")
        seen = forms.CharField(widget=forms.HiddenInput)
        file = PaperField(label="附件", required=False)

    form = Paper({"words": NUMBER, "seen": "ab13812345678ef"}, {})
    assert list(form.errors) == ["words"] and "不保存身份证号码" in form.errors["words"][0]
    named = Paper(
        {"words": "情况属实", "seen": "x"},
        {"file": SimpleUploadedFile("张某13812345678.pdf", PDF, content_type="application/pdf")},
    )
    assert list(named.errors) == ["file"]
