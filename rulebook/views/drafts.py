"""Drafting: the page of a draft, and the pages on which its parts are edited."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import FormPage, RuleBroken, StaleState
from policy.parameters import category_names
from policy.rulebook import may_decide

from .. import selectors, services
from ..access import DECIDE, DRAFT, may
from ..forms import SECTIONS, BasisForm, SectionForm, StartForm
from ..models import PolicyDraft, PolicyVersion
from ..tables import moments, section_rows


def visible_draft(request: HttpRequest, pk: int) -> PolicyDraft:
    """The draft, for whom drafts exist; else raises Http404."""
    drafts = PolicyDraft.objects.visible_to(request.user)
    return get_object_or_404(
        drafts.select_related("base", "document", "drafted_by", "approved_by", "result"), pk=pk
    )


def comparison(draft: PolicyDraft) -> dict[str, Any]:
    """What the draft changes: against its base, and against the last version where that is another."""
    newest = selectors.newest_version()
    open_still = draft.result_id is None and draft.base_id != newest.pk
    return {
        "changes": selectors.changes_between(draft.base, draft),
        "newest": newest,
        "further": selectors.changes_between(newest, draft) if open_still else None,
    }


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft changes, first; then its parts, the steps that can be taken, and its history."""
    found = visible_draft(request, pk)
    compared = comparison(found)
    user_key = request.user.pk or 0
    submitted = found.state == PolicyDraft.State.SUBMITTED
    decides = may(request.user, DECIDE)
    context = {
        "title": "参数草案",
        "draft": found,
        "editable": found.state in PolicyDraft.EDITABLE and may(request.user, DRAFT),
        "submitted": submitted,
        "decides": submitted and decides,
        "verdict": may_decide(decider=user_key, drafters=selectors.drafters_of(found)),
        "sections": section_rows(found, compared["changes"]),
        "moments": moments(found),
        **compared,
    }
    return render(request, "rulebook/draft.html", context)


class DraftStart(FormPage):
    """A draft on the basis of a version."""

    form_class = StartForm
    title = "起草新的参数版本"
    submit = "开始起草"
    success = "草案已建立。请逐页修改，改完后提交另一人批准。"

    def find(self) -> PolicyVersion:
        versions = PolicyVersion.objects.visible_to(self.request.user)
        if not may(self.request.user, DRAFT):
            raise Http404
        return get_object_or_404(versions.select_related("document"), number=self.kwargs["number"])

    def may(self) -> bool:
        return True

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"document": self.object.document_id}}

    def context(self) -> dict[str, Any]:
        newest = selectors.newest_version()
        lead = f"从{self.object}的参数开始修改。"
        if newest.pk != self.object.pk:
            lead += f"注意：最新批准的是{newest}，其中的修改不在{self.object}里。"
        return {"lead": lead}

    def back(self) -> str:
        return reverse("rule_version", args=[self.object.number])

    def perform(self, form: Any) -> PolicyDraft:
        actor: Any = self.request.user
        return services.draft_start(base=self.object, **form.cleaned_data, actor=actor)

    def done(self, result: PolicyDraft) -> str:
        return reverse("rule_draft", args=[result.pk])


class DraftPage(FormPage):
    """What all forms on a draft share: its rows are those the user saw, or nothing is read at all."""

    step = DRAFT
    states: tuple[str, ...] = PolicyDraft.EDITABLE

    def find(self) -> PolicyDraft:
        return visible_draft(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, self.step)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.state not in self.states:
            raise RuleBroken(f"这份草案现在是“{self.object.get_state_display()}”，不能办理这一步。")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("version") != str(self.object.version):
            state = self.object.get_state_display()
            raise StaleState(f"这份草案刚刚被其他人办理（现在：{state}），您的操作没有保存。")
        return super().post(request, *args, **kwargs)

    def back(self) -> str:
        return reverse("rule_draft", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        return {"parent": "参数草案", "parent_url": self.back()}

    def done(self, result: Any) -> str:
        return self.back()


class DraftBasisEdit(DraftPage):
    """Document, day and explanation."""

    form_class = BasisForm
    title = "修改依据、生效日期和说明"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        row = self.object
        names = ("version", "effective_from", "summary")
        return {"initial": {name: getattr(row, name) for name in names} | {"document": row.document_id}}

    def perform(self, form: Any) -> PolicyDraft:
        actor: Any = self.request.user
        return services.draft_basis_edit(draft=self.object, **form.cleaned_data, actor=actor)


class DraftSectionEdit(DraftPage):
    """One part of the parameters; 分类别另定 asks for the category first."""

    template_name = "rulebook/section.html"
    success = "已保存，与原版本的不同见下表。"

    def find(self) -> PolicyDraft:
        found = super().find()
        if self.kwargs["section"] not in SECTIONS:
            raise Http404
        self.section = SECTIONS[self.kwargs["section"]]
        self.parameters = selectors.parameters_of(found)
        self.category = self.request.GET.get("category", "")
        if self.category and self.category not in category_names(self.parameters):
            raise Http404
        return found

    @property
    def by_category(self) -> bool:
        return self.section.slug == "schemes"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.section.title}：{self.category}" if self.category else self.section.title

    @property
    def form_class(self) -> type[SectionForm]:  # type: ignore[override]
        return self.section.form

    def form_kwargs(self) -> dict[str, Any]:
        given = {**super().form_kwargs(), "parameters": self.parameters}
        return given | {"category": self.category} if self.by_category else given

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "section": self.section,
            "by_category": self.by_category,
            "category": self.category,
            "categories": [
                (name, self.parameters.schemes.get(name) is not None)
                for name in category_names(self.parameters)
            ],
            "changes": [
                change
                for change in selectors.changes_between(self.object.base, self.object)
                if change.label.partition("：")[0] in self.section.labels
            ],
        }

    def perform(self, form: Any) -> PolicyDraft:
        if self.by_category and not self.category:
            raise RuleBroken("请先选择考核类别。")
        actor: Any = self.request.user
        return services.draft_parameters_edit(
            draft=self.object,
            version=form.cleaned_data["version"],
            values=form.values(),
            section=self.title,
            actor=actor,
        )
