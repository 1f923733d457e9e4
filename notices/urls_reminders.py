from django.urls import path

from .views import calendars, messages, operations, urges

urlpatterns = [
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.MessagesRead.as_view(), name="messages_read"),
    path("messages/settings/", messages.Choice.as_view(), name="notice_choice"),
    path("overdue/", urges.overdue, name="overdue_duties"),
    path("overdue/urge/", urges.DutyUrge.as_view(), name="duty_urge"),
    path("calendar/", calendars.duty_calendar, name="duty_calendar"),
    path("calendar/feed/", calendars.Feed.as_view(), name="calendar_feed"),
    path("calendar/feed/revoke/", calendars.FeedRevoke.as_view(), name="calendar_feed_revoke"),
    path("calendar/feed.ics", calendars.feed_read, name="calendar_feed_read"),
    path("jobs/", operations.jobs, name="jobs"),
    path("jobs/<int:pk>/again/", operations.JobAgain.as_view(), name="job_again"),
    path("jobs/deliveries/<int:pk>/again/", operations.DeliveryAgain.as_view(), name="delivery_again"),
]
