"""Addresses of tolerance; the step of a case is the last part of its address."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import application, office, pages, result

_STEPS = {
    "write": application.Write,
    "submit": application.Submit,
    "withdraw": application.Withdraw,
    "attach": application.Attach,
    "give_opinion": application.GiveOpinion,
    "state": application.State,
    "triage": office.TriagePage,
    "join": office.Join,
    "send_back": office.SendBack,
    "accept": office.Accept,
    "name": office.Name,
    "refuse": office.Refuse,
    "extend": office.Extend,
    "verify": office.Verify,
    "confirm": office.Confirm,
    "analyse": office.Analyse,
    "hear": office.Hear,
    "sign": office.Sign,
    "refer": office.Refer,
    "schedule": office.Schedule,
    "take_back": office.TakeBack,
    "report": result.Report,
    "enter_given": result.EnterGiven,
    "show": result.Show,
    "object": result.Object,
    "settle_objection": result.SettleObjection,
    "publish": result.Publish,
    "take_down": result.TakeDown,
    "reply": result.Reply,
    "ask_review": result.AskReview,
    "answer_review": result.AnswerReview,
    "rectify": result.Rectify,
    "check": result.Check,
    "close": result.Close,
    "resume": result.Resume,
    "revoke": result.Revoke,
}

urlpatterns: list[URLPattern] = [
    path("", pages.Cases.as_view(), name="tolerance"),
    path("export/", pages.export, name="tolerance_export"),
    path("published/", pages.published, name="tolerance_published"),
    path("start/<slug:applicant>/", application.Start.as_view(), name="tolerance_start"),
    path("<int:pk>/", pages.case, name="tolerance_case"),
    path("<int:pk>/files/<int:file>/", pages.case_file, name="tolerance_file"),
    path("<int:pk>/analyse/<slug:kind>/", office.FactorPage.as_view(), name="tolerance_factor"),
    *(path(f"<int:pk>/{step}/", view.as_view(), name=f"tolerance_{step}") for step, view in _STEPS.items()),
]
