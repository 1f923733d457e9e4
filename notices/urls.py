from django.urls import path

from .views import workdays as views

urlpatterns = [
    path("", views.workdays, name="workdays"),
    path("edit/", views.WorkDayEdit.as_view(), name="workday_edit"),
]
