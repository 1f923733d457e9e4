"""Requests for review: written by the cadre, accepted, verified by two, answered; and appeals (第六条)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import role_holders
from core import clock
from core.downloads import stored_response
from core.pages import StaleState
from policy.review import better_or_equal
from rulebook.selectors import limit_on

from .. import services
from ..access.review import ACCEPT, ANSWER, APPEAL, ASK, DEPARTMENTS, VERIFY
from ..exports.review import reviews_workbook
from ..forms.review import (
    AcceptForm,
    AnswerForm,
    AppealForm,
    AppealResultForm,
    AttachForm,
    FindingForm,
    ReasonForm,
    ReplaceForm,
    RequestForm,
)
from ..models import Appeal, Feedback, Review, ReviewAttachment
from ..selectors.review import reviews_in_order
from ..services.notes import export_note
from ..services.review import standing_grade
from ..tables.review import KINDS, by_state, review_page
from .cases import CasePage, CaseStep, department_cycle, filtered
from .files import workbook_response

PER_PAGE = 50
ROWS = Review.objects.select_related("feedback__participant__cadre", "feedback__participant__cycle", "appeal")


@require_safe
@never_cache
def reviews(request: HttpRequest, code: str) -> HttpResponse:
    """Every request that was handed in, for the two departments."""
    cycle = department_cycle(request, code)
    cases = reviews_in_order(
        Review.objects.filter(feedback__participant__cycle=cycle, submitted_on__isnull=False)
    )
    wanted = request.GET.get("state", "")
    shown = filtered(request, cases)
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}复核与申诉",
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "states": [item for item in by_state(cases, Review.State) if item[0] != Review.State.DRAFT],
        "wanted": wanted,
        "kinds": KINDS,
    }
    return render(request, "outcomes/review_reviews.html", context)


@require_safe
@never_cache
def reviews_export(request: HttpRequest, code: str) -> FileResponse:
    """The list as a workbook; recorded."""
    cycle = department_cycle(request, code)
    cases = reviews_in_order(
        Review.objects.filter(feedback__participant__cycle=cycle, submitted_on__isnull=False)
    )
    cases = filtered(request, cases)
    name = f"{cycle.file_label}复核与申诉.xlsx"
    export_note(cycle=cycle, file_name=name, actor=request.user)
    return workbook_response(name, lambda path: reviews_workbook(cases, path))


@require_safe
@never_cache
def review_case(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One request with its words, files, findings and answer."""
    case = get_object_or_404(ROWS.visible_to(request.user), pk=pk, feedback__participant__cycle__code=code)
    page = review_page(case, request.user)
    cycle = case.feedback.participant.cycle
    title = "我的复核申请" if page.own else f"{case.feedback.participant.cadre.name}：复核申请"
    context = {"cycle": cycle, "case": case, "page": page, "title": title}
    return render(request, "outcomes/review_case.html", context)


@require_safe
@never_cache
def review_file(request: HttpRequest, code: str, pk: int, file: int) -> FileResponse:
    """A file that the cadre added."""
    case = get_object_or_404(ROWS.visible_to(request.user), pk=pk, feedback__participant__cycle__code=code)
    found = get_object_or_404(ReviewAttachment.objects.select_related("file"), pk=file, review=case)
    return stored_response(found.file)


class SavesItself(CasePage):
    """The draft of a request: by the button, or with a script every few seconds (static/js/autosave.js)."""

    template_name = "outcomes/review_draft.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "application/json" not in request.headers.get("Accept", ""):
            return super().post(request, *args, **kwargs)
        form = self.form_class(data=request.POST, **self.form_kwargs())
        try:
            if not form.is_valid():
                raise ValidationError([said for field in form.errors.values() for said in field])
            case = self.perform(form)
        except StaleState:
            return JsonResponse({"stale": True}, status=409)
        except ValidationError as refused:
            return JsonResponse({"said": refused.messages}, status=422)
        return JsonResponse({"version": case.version, "saved": f"{clock.now().astimezone(clock.ZONE):%H:%M}"})


class ReviewStart(SavesItself):
    """A new request, or the own draft opened again."""

    rows = Feedback.objects.select_related("participant__cadre", "participant__cycle")
    step, form_class, title, submit = ASK, RequestForm, "申请复核", "保存草稿"
    lead = "自收到通知之日起可以申请复核；复核不会加重处理（公务员法第九十五条）。"
    success = "草稿已保存，核对后请提交。"

    def form_kwargs(self) -> dict[str, Any]:
        draft = Review.objects.filter(feedback=self.object, state=Review.State.DRAFT).first()
        return {"initial": {"version": draft.version, "reasons": draft.reasons} if draft else {}}

    def perform(self, form: Any) -> Review:
        return services.review_draft(
            feedback_pk=self.object.pk,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )

    def done(self, result: Any) -> Any:
        return result.get_absolute_url()


class ReviewStep(CasePage):
    rows = ROWS
    path = "feedback__participant__cycle__code"


class ReviewEdit(SavesItself, ReviewStep):
    step, form_class, title, submit = ASK, RequestForm, "修改复核申请", "保存草稿"
    success = "草稿已保存，核对后请提交。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "reasons": self.object.reasons}}

    def perform(self, form: Any) -> Review:
        return services.review_draft(
            feedback_pk=self.object.feedback_id,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )


class ReviewAttach(ReviewStep):
    step, form_class, title, submit = ASK, AttachForm, "添加附件", "上传"
    success = "附件已添加。"

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data["file"]
        return services.review_attach(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            content=given,
            name=given.name,
            actor=self.request.user,  # type: ignore[arg-type]
        )


class ReviewSubmit(CaseStep):
    rows, path, step = ROWS, "feedback__participant__cycle__code", ASK
    success = "申请已提交，请等待受理。"

    def perform(self, form: Any) -> Review:
        return services.review_submit(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            actor=self.request.user,  # type: ignore[arg-type]
        )


class ReviewWithdraw(CaseStep):
    rows, path, step = ROWS, "feedback__participant__cycle__code", ASK
    success = "申请已撤回。"

    def perform(self, form: Any) -> Review:
        return services.review_withdraw(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            actor=self.request.user,  # type: ignore[arg-type]
        )


def _people(case: Review) -> list[tuple[int, str]]:
    """Everybody of the two departments today but the cadre, for a choice."""
    holders = role_holders(DEPARTMENTS, on=clock.today())
    keys = {person.user_id for people in holders.values() for person in people}
    mine = case.feedback.participant.cadre.staff_no
    users = User.objects.filter(pk__in=keys).exclude(staff_no=mine).order_by("staff_no")
    return [(user.pk, str(user)) for user in users]


class ReviewAccept(ReviewStep):
    step, form_class, title, submit = ACCEPT, AcceptForm, "受理复核申请", "受理"
    lead = "指定没有提出过该同志等次建议、也没有回避情形的工作人员核实。"
    success = "已受理，核实人员已收到待办。"

    def form_kwargs(self) -> dict[str, Any]:
        least = limit_on("process_review_verifiers", clock.today())
        return {**super().form_kwargs(), "people": _people(self.object), "least": least}

    def perform(self, form: Any) -> Review:
        return services.review_accept(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class VerifierReplace(ReviewStep):
    step, form_class, title, submit = ACCEPT, ReplaceForm, "更换核实人员", "更换"
    lead = "核实人员调离、离岗或者应当回避的，改由他人核实；已经提交的核实意见不变。"
    success = "已更换，新的核实人员已收到待办。"

    def form_kwargs(self) -> dict[str, Any]:
        verifiers = list(self.object.verifiers.select_related("officer"))
        named = {one.officer_id for one in verifiers}
        return {
            **super().form_kwargs(),
            "named": [(one.officer_id, str(one.officer)) for one in verifiers if not one.conclusion],
            "people": [(pk, name) for pk, name in _people(self.object) if pk not in named],
        }

    def perform(self, form: Any) -> Review:
        return services.review_verifier_replace(
            pk=self.object.pk,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )


class ReviewRefuse(ReviewStep):
    step, form_class, title, submit = ACCEPT, ReasonForm, "不予受理", "不予受理"
    lead = "只有超过申请期限的，才能以逾期为由不予受理，理由书面告知本人。"
    success = "已记录不予受理。"

    def perform(self, form: Any) -> Review:
        return services.review_refuse(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class ReviewFind(ReviewStep):
    step, form_class, title, submit = VERIFY, FindingForm, "提交核实意见", "提交"
    lead = "核实人员各自提交；都认为结果无误的，由组织部答复；否则提请党委研究。提交后不能修改。"
    success = "核实意见已提交。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "grades": better_or_equal(standing_grade(self.object))}

    def perform(self, form: Any) -> Any:
        return services.review_find(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class ReviewAnswer(ReviewStep):
    step, form_class, title, submit = ANSWER, AnswerForm, "答复复核申请", "答复"
    lead = "核实人员都认为结果无误，维持原结果。答复送达本人。"
    success = "已答复。"

    def perform(self, form: Any) -> Review:
        return services.review_answer(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class AppealRecord(ReviewStep):
    step, form_class, title, submit = APPEAL, AppealForm, "登记申诉", "保存"
    lead = "本人不服复核答复，向上级机关申诉的，在这里登记。"
    success = "申诉已登记。"

    def perform(self, form: Any) -> Appeal:
        return services.appeal_record(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class AppealResult(ReviewStep):
    step, form_class, title, submit = APPEAL, AppealResultForm, "登记申诉结果", "保存"
    success = "申诉结果已登记。"

    def form_kwargs(self) -> dict[str, Any]:
        appeal = getattr(self.object, "appeal", None)
        return {"initial": {"version": appeal.version if appeal else 0}}

    def perform(self, form: Any) -> Appeal:
        appeal = get_object_or_404(Appeal, review=self.object)
        return services.appeal_result_record(pk=appeal.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
