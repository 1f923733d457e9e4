from django.urls import path

from .views import appointments as posts
from .views import cadre_list, exports, person

urlpatterns = [
    path("", cadre_list.cadre_list, name="cadres"),
    path("views/keep/", cadre_list.cadre_view_keep, name="cadre_view_keep"),
    path("views/<int:pk>/prefer/", cadre_list.cadre_view_prefer, name="cadre_view_prefer"),
    path("views/<int:pk>/drop/", cadre_list.cadre_view_drop, name="cadre_view_drop"),
    path("export/", exports.cadre_export, name="cadre_export"),
    path("export-requests/", exports.exports, name="exports"),
    path("export-requests/<int:pk>/", exports.export_request, name="export_request"),
    path(
        "export-requests/<int:pk>/approve/", exports.export_request_approval, name="export_request_approval"
    ),
    path(
        "export-requests/<int:pk>/reject/", exports.export_request_rejection, name="export_request_rejection"
    ),
    path("export-requests/<int:pk>/download/", exports.export_request_file, name="export_request_file"),
    # One person. Whatever takes a 工号 stands below what has a name of its own.
    path("new/", posts.CadreCreate.as_view(), name="cadre_new"),
    path("<str:staff_no>/edit/", person.CadreEdit.as_view(), name="cadre_edit"),
    path("<str:staff_no>/numbers/", person.CadreIdentity.as_view(), name="cadre_identity"),
    path("<str:staff_no>/reveal/", person.CadreReveal.as_view(), name="cadre_reveal"),
    path("<str:staff_no>/leave/", person.CadreLeave.as_view(), name="cadre_leave"),
    path("<str:staff_no>/return/", person.CadreReturn.as_view(), name="cadre_return"),
    path("<str:staff_no>/kin/", person.CadreKin.as_view(), name="cadre_kin"),
    path("<str:staff_no>/kin/<int:pk>/remove/", person.KinRemove.as_view(), name="kin_remove"),
    path("<str:staff_no>/appointments/new/", posts.AppointmentStart.as_view(), name="appointment_start"),
    path(
        "<str:staff_no>/appointments/<int:pk>/",
        posts.AppointmentEdit.as_view(),
        name="appointment_edit",
    ),
    path(
        "<str:staff_no>/appointments/<int:pk>/end/",
        posts.AppointmentEnd.as_view(),
        name="appointment_end",
    ),
    path("<str:staff_no>/absences/new/", posts.AbsenceAdd.as_view(), name="absence_add"),
    path("<str:staff_no>/absences/<int:pk>/end/", posts.AbsenceEnd.as_view(), name="absence_end"),
]
