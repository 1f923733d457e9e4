"""Publicity."""

from django.urls import path

from .views import objections, papers, publicity

urlpatterns = [
    path("", publicity.PublicityListView.as_view(), name="publicity_list"),
    path("publicity.xlsx", publicity.publicity_export, name="publicity_export"),
    path("<int:pk>/", publicity.publicity, name="publicity"),
    path("<int:pk>/notice/", publicity.publicity_notice, name="publicity_notice"),
    path("<int:pk>/notice.docx", papers.publicity_document, name="publicity_document"),
    path("<int:pk>/edit/", publicity.PublicityEdit.as_view(), name="publicity_edit"),
    path("<int:pk>/publish/", publicity.PublicityPublish.as_view(), name="publicity_publish"),
    path("<int:pk>/expire/", publicity.PublicityExpire.as_view(), name="publicity_expire"),
    path("<int:pk>/withdraw/", publicity.PublicityWithdraw.as_view(), name="publicity_withdraw"),
    path(
        "<int:pk>/people/<int:person_pk>/withdraw/",
        publicity.PersonWithdraw.as_view(),
        name="publicity_person_withdraw",
    ),
    path("<int:pk>/objections/new/", objections.ObjectionNew.as_view(), name="objection_new"),
    path("<int:pk>/objections/<int:objection_pk>/", objections.objection, name="objection"),
    path(
        "<int:pk>/objections/<int:objection_pk>/close/",
        objections.ObjectionClose.as_view(),
        name="objection_close",
    ),
]
