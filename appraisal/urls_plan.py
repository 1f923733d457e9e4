from django.urls import URLPattern, path

from .views import flow, left_out, participants, plan

urlpatterns: list[URLPattern] = [
    path("plan/new/", plan.plan_start, name="plan_start"),
    path("<cycle:code>/plan/", plan.cycle_plan, name="cycle_plan"),
    path("<cycle:code>/plan/plan.xlsx", plan.cycle_plan_export, name="cycle_plan_export"),
    path("<cycle:code>/plan/edit/", plan.plan_edit_page, name="plan_edit"),
    path("<cycle:code>/plan/discard/", plan.plan_discard_page, name="plan_discard"),
    path("<cycle:code>/flow/", flow.cycle_flow, name="cycle_flow"),
    path("<cycle:code>/flow.xlsx", flow.cycle_flow_export, name="cycle_flow_export"),
    path("<cycle:code>/flow/<slug:step>/", flow.cycle_step_page, name="cycle_step"),
    path("<cycle:code>/people-list/", participants.cycle_people, name="cycle_people"),
    path("<cycle:code>/people-list/export/", participants.cycle_people_export, name="cycle_people_export"),
    path("<cycle:code>/people-list/left-out/", left_out.people_left_out, name="people_left_out"),
    path(
        "<cycle:code>/people-list/left-out.xlsx",
        left_out.people_left_out_export,
        name="people_left_out_export",
    ),
    path("<cycle:code>/people-list/generate/", participants.PeopleGenerate.as_view(), name="people_generate"),
    path("<cycle:code>/people-list/new/", participants.PersonAdd.as_view(), name="participant_add"),
    path("<cycle:code>/people-list/<int:pk>/", participants.PersonEdit.as_view(), name="participant_edit"),
    path(
        "<cycle:code>/people-list/<int:pk>/remove/",
        participants.PersonRemove.as_view(),
        name="participant_remove",
    ),
]
