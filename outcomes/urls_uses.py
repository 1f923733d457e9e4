from django.urls import URLPattern, path

from .views import uses_bottom as bottom
from .views import uses_commendation as top
from .views import uses_talks as talks

LIST, CASE = "<cycle:code>/commendations/", "<cycle:code>/commendations/<int:pk>/"
BOTTOM, REVIEW, TALK = "<cycle:code>/bottom/", "<cycle:code>/bottom/<int:pk>/", "talks/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("candidates/", top.candidates, name="candidates"),
    path(LIST, top.commendations, name="commendations"),
    path(f"{LIST}list/", top.CommendationsList.as_view(), name="commendations_list"),
    path(f"{LIST}commendations.xlsx", top.commendations_export, name="commendations_export"),
    path(f"{LIST}publish/", top.CommendationsPublish.as_view(), name="commendations_publish"),
    path(f"{LIST}issue/", top.CommendationsIssue.as_view(), name="commendations_issue"),
    path(CASE, top.commendation, name="commendation"),
    path(f"{CASE}evidence/", top.CommendationEvidence.as_view(), name="commendation_evidence"),
    path(f"{CASE}files/add/", top.CommendationFileAdd.as_view(), name="commendation_file_add"),
    path(f"{CASE}files/<int:file>/", top.commendation_file, name="commendation_file"),
    path(
        f"{CASE}files/<int:file>/remove/",
        top.CommendationFileRemove.as_view(),
        name="commendation_file_remove",
    ),
    path(f"{CASE}submit/", top.CommendationSubmit.as_view(), name="commendation_submit"),
    path(f"{CASE}reopen/", top.CommendationReopen.as_view(), name="commendation_reopen"),
    path(f"{CASE}revoke/", top.CommendationRevoke.as_view(), name="commendation_revoke"),
    path(f"{CASE}decision.docx", top.commendation_document, name="commendation_document"),
    path(BOTTOM, bottom.bottom, name="bottom"),
    path(f"{BOTTOM}list/", bottom.BottomList.as_view(), name="bottom_list"),
    path(f"{BOTTOM}bottom.xlsx", bottom.bottom_export, name="bottom_export"),
    path(REVIEW, bottom.bottom_review, name="bottom_review"),
    path(f"{REVIEW}facts/", bottom.BottomFacts.as_view(), name="bottom_facts"),
    path(f"{REVIEW}file/", bottom.bottom_file, name="bottom_file"),
    path(f"{REVIEW}submit/", bottom.BottomSubmit.as_view(), name="bottom_submit"),
    path(f"{REVIEW}reopen/", bottom.BottomReopen.as_view(), name="bottom_reopen"),
    path(f"{REVIEW}follow-up/", bottom.BottomCarryOn.as_view(), name="bottom_follow_up"),
    path("talks/", talks.talks, name="talks"),
    path("talks/talks.xlsx", talks.talks_export, name="talks_export"),
    path(TALK, talks.talk, name="talk"),
    path(f"{TALK}assign/", talks.TalkAssign.as_view(), name="talk_assign"),
    path(f"{TALK}pause/", talks.TalkPause.as_view(), name="talk_pause"),
    path(f"{TALK}resume/", talks.TalkResume.as_view(), name="talk_resume"),
    path(f"{TALK}record/", talks.TalkRecord.as_view(), name="talk_record"),
    path(f"{TALK}confirm/", talks.TalkConfirm.as_view(), name="talk_confirm"),
    path(f"{TALK}record.docx", talks.talk_document, name="talk_document"),
    path(f"{TALK}scan/", talks.talk_scan, name="talk_scan"),
    path(f"{TALK}follow-ups/<int:follow_up>/", talks.TalkFollowUp.as_view(), name="talk_follow_up"),
]
