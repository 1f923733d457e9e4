"""Having everybody's 考核结果通知书 made; progress and file are with the year's other documents."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from appraisal.access import MAKE_DOCUMENTS, may
from appraisal.models import Cycle
from appraisal.views.common import visible_cycle
from appraisal.views.taking import PurposeForm
from core.models import DocumentBundle
from core.pages import FormPage

from ..services.notices_zip import notices_request
from ..services.papers_zip import papers_request


class NoticesMake(FormPage):
    """Asks what for."""

    form_class = PurposeForm
    title = "制作全部考核结果通知书"
    lead = "在后台逐人制作最新一版通知书并压缩成一个文件，可以离开页面；制作完成后下载。下载记入安全日志。"
    submit = "开始制作"

    def find(self) -> Cycle:
        return visible_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, MAKE_DOCUMENTS, self.object)

    def back(self) -> str:
        return reverse("feedback_list", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {"parent": f"{self.object.label}结果反馈", "parent_url": self.back()}

    def perform(self, form: PurposeForm) -> DocumentBundle:
        actor: Any = self.request.user
        purpose = form.cleaned_data["purpose"]
        return notices_request(cycle_pk=self.object.pk, purpose=purpose, actor=actor)

    def done(self, result: DocumentBundle) -> str:
        return reverse("year_document_bundle", args=[self.object.code, result.pk])


class PapersMake(NoticesMake):
    """The papers that come one at a time elsewhere."""

    title = "制作表彰、谈话、公示和会议文书"
    lead = (
        "把已有的表彰决定、谈话提醒记录、公示公告、会议议程和纪要摘录制作成一个压缩文件，"
        "只含您可以逐份下载的文书。在后台制作，可以离开页面；下载记入安全日志。"
    )

    def back(self) -> str:
        return reverse("year_documents", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {"parent": "文书", "parent_url": self.back()}

    def perform(self, form: PurposeForm) -> DocumentBundle:
        actor: Any = self.request.user
        return papers_request(cycle_pk=self.object.pk, purpose=form.cleaned_data["purpose"], actor=actor)
