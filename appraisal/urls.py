from django.urls import URLPattern, URLResolver, include, path, register_converter

from . import views


class CycleConverter:
    """The code of a cycle: its year, and for any but the annual appraisal of 中层干部 what it is of."""

    regex = "20[0-9]{2}(?:-term)?(?:-section)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(CycleConverter, "cycle")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("appraisal.urls_plan")),
    path("", include("appraisal.urls_term")),
    path("", views.years, name="years"),
    path("years.xlsx", views.years_export, name="years_export"),
    path("what-if/", views.what_if, name="what_if"),
    path("what-if/export/", views.WhatIfExport.as_view(), name="what_if_export"),
    path("<cycle:code>/", views.year, name="year"),
    path("<cycle:code>/overview.xlsx", views.year_export, name="year_export"),
    path("<cycle:code>/gaps/", views.year_gaps, name="year_gaps"),
    path("<cycle:code>/gaps/gaps.xlsx", views.year_gaps_export, name="year_gaps_export"),
    path("<cycle:code>/gaps/propose/", views.GapPropose.as_view(), name="gap_propose"),
    path("<cycle:code>/gaps/confirm/", views.GapConfirm.as_view(), name="gap_confirm"),
    path("<cycle:code>/gaps/reject/", views.GapReject.as_view(), name="gap_reject"),
    path("<cycle:code>/gaps/withdraw/", views.GapWithdraw.as_view(), name="gap_withdraw"),
    path("<cycle:code>/scoring/", views.year_scoring, name="year_scoring"),
    path("<cycle:code>/scoring/scoring.xlsx", views.year_scoring_export, name="year_scoring_export"),
    path(
        "<cycle:code>/scoring/officers/<slug:duty>/", views.OfficerName.as_view(), name="scoring_officer_name"
    ),
    path("<cycle:code>/scoring/confirm/", views.ScoreConfirm.as_view(), name="score_confirm"),
    path(
        "<cycle:code>/scoring/withdraw/", views.ScoreConfirmWithdraw.as_view(), name="score_confirm_withdraw"
    ),
    path("<cycle:code>/scoring/recheck/", views.ScoreRecheck.as_view(), name="score_recheck"),
    path("<cycle:code>/sittings/", include("appraisal.urls_sittings")),
    path("<cycle:code>/prints/", views.year_prints, name="year_prints"),
    path("<cycle:code>/prints/new/", views.PrintMake.as_view(), name="print_make"),
    path("<cycle:code>/prints/register.xlsx", views.print_register, name="print_register"),
    path(
        "<cycle:code>/prints/<slug:document>/export/", views.PaperExport.as_view(), name="year_prints_export"
    ),
    path("<cycle:code>/prints/<int:pk>/", views.print_run, name="print_run"),
    path("<cycle:code>/prints/<int:pk>/papers/", views.print_papers, name="print_papers"),
    path("<cycle:code>/prints/<int:pk>/papers/<int:number>/", views.print_copy, name="print_copy"),
    path("<cycle:code>/prints/<int:pk>/collect/", views.CopiesCollect.as_view(), name="print_collect"),
    path(
        "<cycle:code>/prints/<int:pk>/copies/<int:number>/missing/",
        views.CopyMissing.as_view(),
        name="print_missing",
    ),
    path(
        "<cycle:code>/prints/<int:pk>/copies/<int:number>/uncollect/",
        views.CopyUncollect.as_view(),
        name="print_uncollect",
    ),
    path("<cycle:code>/documents/", include("appraisal.urls_documents")),
    path("<cycle:code>/ranking/", views.year_ranking, name="year_ranking"),
    path("<cycle:code>/ranking/export/", views.year_ranking_export, name="year_ranking_export"),
    path("<cycle:code>/lists/", views.year_lists, name="year_lists"),
    path("<cycle:code>/lists/export/", views.year_lists_export, name="year_lists_export"),
    path("<cycle:code>/people/<str:staff_no>/", views.year_person, name="year_person"),
    path("<cycle:code>/people/<str:staff_no>/export/", views.year_person_export, name="year_person_export"),
    path("<cycle:code>/people/<str:staff_no>/sheet/", views.score_sheet, name="score_sheet"),
    path(
        "<cycle:code>/people/<str:staff_no>/sheet.xlsx", views.score_sheet_export, name="score_sheet_export"
    ),
    path("<cycle:code>/people/<str:staff_no>/sheet/full/", views.score_sheet_full, name="score_sheet_full"),
    path(
        "<cycle:code>/people/<str:staff_no>/sheet/full.xlsx",
        views.score_sheet_full_export,
        name="score_sheet_full_export",
    ),
    path("<cycle:code>/mine/", views.own_score_sheet, name="own_score_sheet"),
    path("<cycle:code>/mine.xlsx", views.own_score_sheet_export, name="own_score_sheet_export"),
    path("<cycle:code>/results.xlsx", views.year_results, name="year_results"),
]
