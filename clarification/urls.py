from django.urls import URLPattern, path

from .views import cases, own, steps

CASE = "<int:pk>"
urlpatterns: list[URLPattern] = [
    path("", cases.clarifications, name="clarifications"),
    path("list.xlsx", cases.clarifications_export, name="clarifications_export"),
    path("mine/", cases.clarifications_mine, name="clarifications_mine"),
    path("told/", cases.clarifications_told, name="clarifications_told"),
    path("request/", own.RequestPage.as_view(), name="clarification_request"),
    path("request/submit/", own.RequestSubmit.as_view(), name="clarification_request_submit"),
    path("new/", steps.ProposalNew.as_view(), name="clarification_new"),
    path(f"{CASE}/", cases.clarification, name="clarification"),
    path(f"{CASE}/letter.docx", cases.clarification_letter, name="clarification_letter"),
    path(f"{CASE}/files/", steps.FileAdd.as_view(), name="clarification_file_add"),
    path(f"{CASE}/files/<int:file>/", cases.clarification_file, name="clarification_file"),
    path(f"{CASE}/withdraw/", steps.Withdraw.as_view(), name="clarification_withdraw"),
    path(f"{CASE}/check/", steps.Check.as_view(), name="clarification_check"),
    path(f"{CASE}/check/return/", steps.CheckReturn.as_view(), name="clarification_check_return"),
    path(f"{CASE}/check/confirm/", steps.CheckConfirm.as_view(), name="clarification_confirm"),
    path(f"{CASE}/wish/", steps.Wish.as_view(), name="clarification_wish"),
    path(f"{CASE}/wish/paper/", steps.WishPaper.as_view(), name="clarification_wish_paper"),
    path(f"{CASE}/plan/", steps.Plan.as_view(), name="clarification_plan"),
    path(f"{CASE}/plan/return/", steps.PlanReturn.as_view(), name="clarification_plan_return"),
    path(f"{CASE}/plan/approve/", steps.Approve.as_view(), name="clarification_approve"),
    path(f"{CASE}/unsuitable/", steps.Refuse.as_view(), name="clarification_refuse"),
    path(f"{CASE}/do/", steps.Do.as_view(), name="clarification_do"),
    path(f"{CASE}/sign/", steps.Sign.as_view(), name="clarification_sign"),
    path(f"{CASE}/deliver/", steps.Deliver.as_view(), name="clarification_deliver"),
    path(f"{CASE}/visit/", steps.Visit.as_view(), name="clarification_visit"),
    path(f"{CASE}/archive/", steps.Archive.as_view(), name="clarification_archive"),
    path(f"{CASE}/overturn/", steps.Overturn.as_view(), name="clarification_overturn"),
    path(f"{CASE}/blocked/", steps.BlockedAdd.as_view(), name="clarification_blocked"),
    path(f"{CASE}/blocked/<int:item>/", steps.Restore.as_view(), name="clarification_restore"),
    path(f"{CASE}/note/", steps.CommitteeNote.as_view(), name="clarification_note"),
    path(f"{CASE}/malice/", steps.MaliceStep.as_view(), name="clarification_malice"),
]
