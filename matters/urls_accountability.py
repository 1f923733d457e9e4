from django.urls import URLPattern, path

from .views import accountability as views

ONE = "<int:pk>"

urlpatterns: list[URLPattern] = [
    path("", views.accountabilities, name="accountabilities"),
    path("new/", views.AccountabilityNew.as_view(), name="accountability_new"),
    path(f"{ONE}/", views.accountability, name="accountability"),
    path(f"{ONE}/told/", views.AccountabilityTell.as_view(), name="accountability_tell"),
    path(f"{ONE}/told-unit/", views.AccountabilityTellUnit.as_view(), name="accountability_tell_unit"),
    path(f"{ONE}/reasons/", views.AccountabilityAbsent.as_view(), name="accountability_absent"),
    path(f"{ONE}/decision/", views.AccountabilityDecide.as_view(), name="accountability_decide"),
    path(f"{ONE}/again/", views.AccountabilityAgain.as_view(), name="accountability_again"),
    path(f"{ONE}/end/", views.AccountabilityEnd.as_view(), name="accountability_end"),
]
