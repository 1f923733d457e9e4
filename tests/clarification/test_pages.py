"""The pages: numbers that lead to a person are refused in every form; drafts keep what was typed."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms import CharField
from django.test import Client
from django.urls import reverse
from docx import Document

from clarification import services
from clarification.documents import TEMPLATES, build, letter_context
from clarification.models import Blocked, Clarification, ClarificationEvent
from clarification.urls import urlpatterns
from core import clock
from core.documents.paper import papers_save
from core.pages import RuleBroken
from tests.support.clarifications import WORDS, Clarity

pytestmark = pytest.mark.django_db
PASTED = "其身份证号１１０１０５ 19491231 002X，电话 138-1234-5678"
REFUSED = "本系统不保存身份证号码"
S = Clarification.State
# page -> (who, the state before it); pages without free text are left out.
FORMS = {
    "clarification_check": ("officer", "proposed"),
    "clarification_check_return": ("head", "found"),
    "clarification_confirm": ("head", "found_partly"),
    "clarification_wish": ("user", "confirmed"),
    "clarification_wish_paper": ("officer", "confirmed"),
    "clarification_plan": ("officer", "agreed"),
    "clarification_plan_return": ("head", "planned"),
    "clarification_approve": ("head", "planned"),
    "clarification_refuse": ("head", "planned"),
    "clarification_do": ("officer", "approved"),
    "clarification_sign": ("user", "done"),
    "clarification_deliver": ("officer", "done"),
    "clarification_visit": ("officer", "signed"),
    "clarification_overturn": ("head", "signed"),
    "clarification_blocked": ("org", "confirmed"),
    "clarification_note": ("org", "confirmed"),
    "clarification_malice": ("officer", "suspected"),
    "clarification_restore": ("org", "blocked"),
    "clarification_new": ("officer", ""),
    "clarification_request": ("user", ""),
    "clarification_request_submit": ("user", ""),
}
WITHOUT_TEXT = {
    "clarifications", "clarifications_export", "clarifications_mine", "clarifications_told", "clarification",
    "clarification_letter", "clarification_file", "clarification_file_add", "clarification_withdraw",
    "clarification_archive",
}  # fmt: skip


def brought(state: str) -> Clarity:
    """A case in the state before a page."""
    clarity = Clarity()
    if not state:
        return clarity
    clarity.proposed("report", external_no="纪办2026-17")
    known = {"external_no": "纪办2026-17"}
    if state == "proposed":
        return clarity
    if state.startswith("found"):
        return clarity.found("partly" if state == "found_partly" else "untrue", **known)
    if state in ("confirmed", "suspected", "blocked"):
        clarity.confirmed(**known)
    if state == "suspected":
        clarity.act(services.malice_step, clarity.officer, to="suspected")
    if state == "blocked":
        clarity.act(services.blocked_add, clarity.org, kind="rank", what="职级晋升", blocked_on=None)
    if state in ("agreed", "planned", "approved", "done", "signed"):
        clarity.proposed()
        getattr(clarity, state)()
    return clarity


def test_every_page_with_free_text_is_among_the_forms() -> None:
    assert {pattern.name for pattern in urlpatterns} == FORMS.keys() | WITHOUT_TEXT


@pytest.mark.parametrize("name", FORMS)
def test_a_pasted_identity_is_refused_with_the_reason(client: Client, name: str) -> None:
    page, args = name, list[Any]()
    who, state = FORMS[page]
    clarity = brought(state)
    if state:
        args.append(clarity.case.pk)
    if page == "clarification_restore":
        args.append(Blocked.objects.get().pk)
    client.force_login(getattr(clarity, who))
    shown = reverse(page.removesuffix("_submit"), args=args)
    form = client.get(shown).context["form"]
    texts = [name for name, field in form.fields.items() if type(field) is CharField and name != "staff_no"]
    if page == "clarification_check":
        texts.remove("matter")
    assert texts
    before = ClarificationEvent.objects.count()
    for text in texts:
        answer = client.post(reverse(page, args=args), {**_filled(form, clarity), text: PASTED})
        assert answer.status_code == 200, (page, text, answer.status_code)
        assert REFUSED in answer.content.decode(), (page, text)
    assert ClarificationEvent.objects.count() == before
    assert not _stored("138-1234")
    whole = _filled(form, clarity)
    assert client.post(reverse(page, args=args), whole).status_code == 303  # it was the number alone


def _filled(form: Any, clarity: Clarity) -> dict[str, Any]:
    """A form filled in as somebody would, by the kinds of its fields."""
    given: dict[str, Any] = {}
    for name, field in form.fields.items():
        choices = [value for value, _ in getattr(field, "choices", ()) if value]
        if form.initial.get(name) not in (None, "", frozenset()):
            given[name] = form.initial[name]
        elif name == "staff_no":
            given[name] = clarity.cadre.staff_no
        elif name in ("spread", "audience"):
            given[name] = ["persons"]
        elif choices:
            given[name] = choices[0]
        elif "Date" in type(field).__name__:
            given[name] = clock.today().isoformat()
        elif "Boolean" in type(field).__name__:
            given[name] = ""
        elif name == "file":
            given[name] = SimpleUploadedFile("签收.pdf", b"%PDF-1.4\n%%EOF")
        elif name not in ("matter", "spread_units", "audience_units"):
            given[name] = "经核查"
    return given


def _stored(text: str) -> list[str]:
    """Where in the room's tables the text stands."""
    found = []
    for model in apps.get_app_config("clarification").get_models():
        for field in model._meta.get_fields():
            written = isinstance(field, models.CharField | models.TextField)
            if written and model._default_manager.filter(**{f"{field.name}__contains": text}).exists():
                found.append(f"{model.__name__}.{field.name}")
    return found


def test_a_signature_on_paper_comes_with_the_signed_sheet(client: Client) -> None:
    clarity = Clarity().proposed().done()
    url = reverse("clarification_deliver", args=[clarity.case.pk])
    client.force_login(clarity.officer)
    form = client.get(url).context["form"]
    given = _filled(form, clarity)
    sheet = given.pop("file")
    assert client.post(url, given).status_code == 200
    assert Clarification.objects.get(pk=clarity.case.pk).state == S.DELIVERING
    assert client.post(url, {**given, "file": sheet}).status_code == 303
    case = Clarification.objects.get(pk=clarity.case.pk)
    assert (case.state, case.delivered_way) == (S.VISITING, "paper")
    assert [one.file.name for one in case.files.all()] == ["签收.pdf"]


def test_a_file_name_with_a_number_is_refused(client: Client) -> None:
    clarity = Clarity().proposed()
    client.force_login(clarity.officer)
    url = reverse("clarification_file_add", args=[clarity.case.pk])
    for name, said in (("举报信13812345678.pdf", REFUSED), ("a.pdf.html", "不能上传这种文件")):
        file = SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")
        answer = client.post(url, {"version": clarity.case.version, "file": file})
        assert said in answer.content.decode()
    good = SimpleUploadedFile("通报.pdf", b"%PDF-1.4\n%%EOF")
    assert client.post(url, {"version": clarity.case.version, "file": good}).status_code == 303
    stored = clarity.case.files.get()
    client.force_login(clarity.user)  # the office's file is not the cadre's
    address = reverse("clarification_file", args=[clarity.case.pk, stored.pk])
    assert client.get(address).status_code == 404


def test_the_draft_saves_itself_and_keeps_both_texts(client: Client) -> None:
    clarity = Clarity()
    client.force_login(clarity.user)
    url = reverse("clarification_request")
    typed = {"version": 0, "cadre": clarity.cadre.pk, "origin": "campaign", "facts": "第一稿", "content": ""}
    by_script = {"headers": {"accept": "application/json"}}
    assert client.post(url, typed, **by_script).json()["version"] == 1
    assert client.post(url, typed, **by_script).json() == {"stale": True}
    answer = client.post(url, {**typed, "facts": "另一窗口的文字"})
    assert answer.status_code == 409
    assert "第一稿" in answer.content.decode()
    assert "另一窗口的文字" in answer.content.decode()
    assert client.post(url, {**typed, "facts": PASTED, "version": 1}, **by_script).status_code == 422
    assert client.post(url, {**typed, "cadre": 0}, **by_script).json() == {"elsewhere": True}
    whole = {**typed, "version": 1, "content": "不实", "demand": "说明"}
    submit = reverse("clarification_request_submit")
    assert client.post(submit, whole)["Location"] == client.post(submit, whole)["Location"]
    assert Clarification.objects.get().state == S.CHECKING


def test_nothing_that_others_read_speaks_of_a_false_accusation_without_the_document() -> None:
    """The note before the panel, what the cadre is told and how it was done, like the words themselves."""
    clarity = Clarity().proposed("report", external_no="纪办2026-17").confirmed(external_no="纪办2026-17")
    noted = {"spread_from": clock.today(), "note": "系诬 告，请据此研判。"}
    with pytest.raises(RuleBroken, match="诬告"):
        clarity.act(services.committee_note, clarity.org, **noted)
    for step in (
        {"to": "suspected"},
        {"to": "referred_up", "malice_body": "市纪委监委"},
        {
            "to": "result", "malice_body": "市纪委监委", "malice_no": "市纪〔2026〕15号",
            "malice_found": True,
        },
    ):  # fmt: skip
        clarity.act(services.malice_step, clarity.officer, **step)
    clarity.act(services.committee_note, clarity.org, **noted)


def test_what_the_cadre_is_told_and_how_it_was_done_accuse_nobody_either() -> None:
    clarity = Clarity().proposed().planned()
    with pytest.raises(RuleBroken, match="诬陷"):
        clarity.act(services.case_refuse, clarity.head, unsuitable="系诬陷，不宜公开。")
    clarity.act(services.plan_approve, clarity.head, approving_body="", approval_no="")
    done = {"done_on": clock.today(), "letter_no": "", "done_note": "会上说明系恶意举报。"}
    with pytest.raises(RuleBroken, match="恶意举报"):
        clarity.act(services.clarification_do, clarity.officer, **done)


def test_the_letter_says_what_was_approved_and_to_whom(client: Client) -> None:
    clarity = Clarity().proposed().approved()
    client.force_login(clarity.officer)
    answer = client.get(reverse("clarification_letter", args=[clarity.case.pk]))
    said = "\n".join(
        line.text for line in Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs
    )
    assert WORDS in said
    assert "教务处：" in said
    Clarification.objects.filter(pk=clarity.case.pk).update(audience="persons;")
    assert letter_context(Clarification.objects.get(pk=clarity.case.pk)).to == "有关同志"
    assert "招标收礼" not in said
    client.force_login(clarity.user)
    assert client.get(reverse("clarification_letter", args=[clarity.case.pk])).status_code == 404


def test_the_committed_letter_is_what_the_script_writes(tmp_path: Path) -> None:
    (written,) = papers_save(tmp_path, build.TEMPLATES)
    assert written.read_bytes() == (TEMPLATES / written.name).read_bytes(), "run build_document_templates"


def test_the_list_filters_by_deadline_and_leaves_as_a_workbook(client: Client) -> None:
    clarity = Clarity().proposed().approved()
    Clarification.objects.filter(pk=clarity.case.pk).update(do_due=clock.today() - timedelta(days=2))
    client.force_login(clarity.org)
    page = client.get(reverse("clarifications"), {"deadline": "overdue"}).content.decode()
    assert "已逾期 2 天" in page
    assert "王建国" not in client.get(reverse("clarifications"), {"deadline": "soon"}).content.decode()
    book = client.get(reverse("clarifications_export"))
    assert book.status_code == 200
    assert b"".join(book.streaming_content)[:2] == b"PK"
