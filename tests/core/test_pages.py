"""Forms and steps: a broken rule becomes words, nothing typed is lost, and nobody passes who may not."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.decorators import method_decorator

from cadre_mgmt.urls import urlpatterns as product
from core.files import FileDamaged
from core.forms import Form, MonthField, NameField
from core.pages import FormPage, PlainWordsMiddleware, RuleBroken, StaleState, StepView, add_errors, require
from policy.verdict import Reason, Verdict

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
NOT_YET = Verdict((Reason("§8", "第八条", "试用期未满，不能免职。"), Reason("§9", "第九条", "须先谈话。")))
BROKEN: dict[str, Exception] = {
    "one": RuleBroken("今年的名单已经锁定。"),
    "field": RuleBroken({"name": "姓名与身份证登记的不一致。", "gone": ["单位已撤销。"]}),
    "verdict": RuleBroken(NOT_YET),
    "stale": StaleState(),
}


class PersonForm(Form):
    name = NameField(label="姓名", max_length=6)
    born = MonthField(label="出生年月", required=False)


class Gate:
    """What both trial pages share: id 0 is not visible, id 1 is not for this user."""

    kwargs: dict[str, Any]

    def find(self) -> int:
        if self.kwargs["pk"] == 0:
            raise Http404
        return self.kwargs["pk"]

    def may(self) -> bool:
        return self.kwargs["pk"] != 1

    def perform(self, form: Any) -> str:
        if broken := BROKEN.get(self.kwargs["what"]):
            raise broken
        return f"{form.cleaned_data.get('name', '')}"

    def success_message(self, result: str) -> str:
        return f"已保存{result}。"

    def done(self, result: str) -> str:
        return "home"


@method_decorator(login_not_required, name="dispatch")
class PersonPage(Gate, FormPage):
    form_class = PersonForm
    title = "修改基本信息"


@method_decorator(login_not_required, name="dispatch")
class PersonStep(Gate, StepView):
    pass


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    require(NOT_YET)
    return HttpResponse()


urlpatterns = [
    *product,
    path("form/<int:pk>/<str:what>/", PersonPage.as_view()),
    path("step/<int:pk>/<str:what>/", PersonStep.as_view()),
    path("plain/", plain),
]


def text_of(response: Any) -> str:
    body = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def said(client: Client, response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("kind", ["form", "step"])
@pytest.mark.parametrize(("pk", "status"), [(0, 404), (1, 403)])
def test_invisible_is_404_and_forbidden_403_whatever_the_method(
    client: Client, kind: str, pk: int, status: int
) -> None:
    for ask in (client.get, client.post):
        assert ask(f"/{kind}/{pk}/fine/").status_code == status


def test_a_form_is_shown_then_saved_and_the_next_page_says_so(client: Client) -> None:
    shown = client.get("/form/2/fine/")
    assert "<h1>" in shown.content.decode()
    assert "修改基本信息" in text_of(shown)
    saved = client.post("/form/2/fine/", {"name": "陈　静"})
    assert (saved.status_code, saved["Location"]) == (303, "/")
    assert said(client, saved) == ["已保存陈静。"]


@pytest.mark.parametrize(
    ("what", "sentences", "linked"),
    [
        ("one", ["今年的名单已经锁定。"], False),
        ("field", ["姓名与身份证登记的不一致。", "单位已撤销。"], True),
        ("verdict", ["试用期未满，不能免职。", "须先谈话。"], False),
    ],
)
def test_a_broken_rule_stands_above_the_form_and_what_was_typed_stays(
    client: Client, what: str, sentences: list[str], linked: bool
) -> None:
    response = client.post(f"/form/2/{what}/", {"name": "欧阳修远", "born": "1975年3月"})
    assert response.status_code == 200
    page = response.content.decode()
    assert re.search(r"<title>\s*错误：修改基本信息", page)
    assert 'value="欧阳修远"' in page
    assert 'value="1975年3月"' in page
    assert all(sentence in page for sentence in sentences)
    assert ('href="#id_name"' in page) == linked
    assert ('aria-describedby="id_name_error"' in page and 'id="id_name_error"' in page) == linked


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写姓名。"),
        ({"name": "一二三四五六七"}, "姓名最多 6 个字，现在是 7 个，请删减。"),
        (
            {"name": "陈静", "born": "1975.1"},
            "出生年月：是 1975 年 1 月还是 10 月？。请写成 1975.01 或 1975.10。",
        ),
    ],
)
def test_the_summary_and_the_field_say_the_same_words(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    page = client.post("/form/2/fine/", typed).content.decode()
    assert page.count(sentence) == 2
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("kind", ["form", "step"])
def test_who_was_slower_gets_a_page_with_a_way_back(client: Client, kind: str) -> None:
    before = {"HTTP_REFERER": "http://testserver/form/2/fine/"}
    response = client.post(f"/{kind}/2/stale/", {"name": "陈静"}, **before)
    assert response.status_code == 409
    assert "刚刚被其他人修改" in text_of(response)
    assert response["X-Request-ID"] in text_of(response)
    assert 'href="http://testserver/form/2/fine/"' in response.content.decode()


def test_a_way_back_never_leads_to_another_host(client: Client) -> None:
    response = client.post("/step/2/stale/", HTTP_REFERER="https://evil.example/")
    assert "evil.example" not in response.content.decode()
    refused = client.post("/step/2/one/", HTTP_REFERER="//evil.example/")
    assert refused["Location"] == "/"


def test_a_step_takes_post_only_and_says_so_in_plain_words(client: Client) -> None:
    response = client.get("/step/2/fine/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "不能直接打开" in text_of(response)
    assert response["X-Request-ID"] in text_of(response)


def test_a_step_leads_on(client: Client) -> None:
    assert client.post("/step/2/fine/")["Location"] == "/"


def test_what_forbids_a_step_is_said_where_it_was_taken(client: Client) -> None:
    refused = client.post("/step/2/verdict/", HTTP_REFERER="http://testserver/form/2/fine/")
    assert (refused.status_code, refused["Location"]) == (303, "http://testserver/form/2/fine/")
    assert said(client, refused) == ["试用期未满，不能免职。", "须先谈话。"]


def test_a_rule_that_breaks_outside_a_form_is_a_page_too(client: Client) -> None:
    response = client.get("/plain/")
    assert response.status_code == 409
    assert "现在不能办理" in text_of(response)
    assert "试用期未满，不能免职。" in text_of(response)


def test_a_page_that_does_not_say_who_may_cannot_be_made() -> None:
    class Careless(FormPage):
        def perform(self, form: Any) -> None: ...

    with pytest.raises(TypeError, match=r"abstract method.* may"):
        Careless()  # type: ignore[abstract]


def test_a_rule_reads_as_its_sentences() -> None:
    assert str(RuleBroken(NOT_YET)) == "试用期未满，不能免职。须先谈话。"
    assert StaleState().messages == ["这条记录刚刚被其他人修改，您的修改没有保存。"]
    require(Verdict())


def test_mistakes_of_fields_that_are_not_shown_stand_above_the_form() -> None:
    form = PersonForm({"name": "陈静"})
    assert form.is_valid()
    add_errors(form, RuleBroken({"unit": "单位已撤销。"}))
    assert list(form.mistakes()) == [("", "单位已撤销。")]


def test_what_a_form_says_itself_is_kept() -> None:
    class Own(Form):
        name = django_forms.CharField(label="姓名", error_messages={"required": "姓名不能空着。"})

    form = Own({})
    assert form.errors["name"] == ["姓名不能空着。"]


def test_a_damaged_file_is_told_with_a_remedy(rf: RequestFactory) -> None:
    middleware = PlainWordsMiddleware(lambda request: HttpResponse())
    page = middleware.process_exception(rf.get("/"), FileDamaged("文件“台账.pdf”的内容已丢失或损坏。"))
    assert page is not None and page.status_code == 500
    assert "台账.pdf" in page.content.decode() and "从备份中恢复这个文件" in page.content.decode()
