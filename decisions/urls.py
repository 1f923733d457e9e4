"""Meetings."""

from django.urls import path

from .views import agenda, attendance, items, meetings, papers

_ITEM = "<int:pk>/items/<int:item_pk>/"
urlpatterns = [
    path("", meetings.MeetingListView.as_view(), name="meetings"),
    path("meetings.xlsx", meetings.meetings_export, name="meetings_export"),
    path("new/", meetings.MeetingOpen.as_view(), name="meeting_new"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("<int:pk>/agenda/", meetings.AgendaSet.as_view(), name="meeting_agenda_set"),
    path("<int:pk>/agenda/reopen/", meetings.AgendaReopen.as_view(), name="meeting_agenda_reopen"),
    path("<int:pk>/cancel/", meetings.MeetingCancel.as_view(), name="meeting_cancel"),
    path("<int:pk>/attendance/", attendance.AttendanceRecord.as_view(), name="meeting_attendance"),
    path("<int:pk>/hold/", meetings.MeetingHold.as_view(), name="meeting_hold"),
    path("<int:pk>/proxy/", meetings.MeetingProxy.as_view(), name="meeting_proxy"),
    path("<int:pk>/scan/", meetings.meeting_scan, name="meeting_scan"),
    path("<int:pk>/finalise/", meetings.MeetingFinalise.as_view(), name="meeting_finalise"),
    path("<int:pk>/meeting.xlsx", meetings.meeting_export, name="meeting_export"),
    path("<int:pk>/agenda.docx", papers.meeting_agenda_document, name="meeting_agenda_document"),
    path("<int:pk>/offers/", agenda.meeting_offers, name="meeting_offers"),
    path("<int:pk>/offers/add/", agenda.OfferAdd.as_view(), name="meeting_offer_add"),
    path(_ITEM, items.meeting_item, name="meeting_item"),
    path(f"{_ITEM}move/<slug:direction>/", agenda.ItemMove.as_view(), name="meeting_item_move"),
    path(f"{_ITEM}renew/", agenda.ItemRenew.as_view(), name="meeting_item_renew"),
    path(f"{_ITEM}withdraw/", agenda.ItemWithdraw.as_view(), name="meeting_item_withdraw"),
    path(f"{_ITEM}result/", items.ResultRecord.as_view(), name="meeting_result"),
    path(f"{_ITEM}result/withdraw/", items.ResultWithdraw.as_view(), name="meeting_result_withdraw"),
    path(f"{_ITEM}postpone/", items.ItemPostpone.as_view(), name="meeting_item_postpone"),
    path(f"{_ITEM}minutes/", items.meeting_minutes, name="meeting_minutes"),
    path(f"{_ITEM}minutes.docx", papers.meeting_minutes_document, name="meeting_minutes_document"),
    path(f"{_ITEM}correct/", agenda.CorrectionAdd.as_view(), name="meeting_correction"),
    path(f"{_ITEM}recusals/new/", items.RecusalAdd.as_view(), name="meeting_recusal_new"),
    path(f"{_ITEM}recusals/<int:recusal_pk>/", items.RecusalAnswer.as_view(), name="meeting_recusal_answer"),
]
