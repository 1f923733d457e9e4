from django.urls import path

from .views import workdays as views

urlpatterns = [
    path("", views.workdays, name="workdays"),
    path("workdays.xlsx", views.workdays_export, name="workdays_export"),
    path("edit/", views.WorkDayEdit.as_view(), name="workday_edit"),
]
