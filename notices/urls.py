from django.urls import path

from . import views

urlpatterns = [
    path("", views.workdays, name="workdays"),
    path("edit/", views.WorkDayEdit.as_view(), name="workday_edit"),
]
