from django.urls import path, register_converter

from . import views


class YearConverter:
    """A year of this century, as four digits."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "year")

urlpatterns = [
    path("", views.years, name="years"),
    path("years.xlsx", views.years_export, name="years_export"),
    path("what-if/", views.what_if, name="what_if"),
    path("what-if/export/", views.WhatIfExport.as_view(), name="what_if_export"),
    path("<year:year>/", views.year, name="year"),
    path("<year:year>/overview.xlsx", views.year_export, name="year_export"),
    path("<year:year>/gaps/", views.year_gaps, name="year_gaps"),
    path("<year:year>/gaps/gaps.xlsx", views.year_gaps_export, name="year_gaps_export"),
    path("<year:year>/gaps/propose/", views.GapPropose.as_view(), name="gap_propose"),
    path("<year:year>/gaps/confirm/", views.GapConfirm.as_view(), name="gap_confirm"),
    path("<year:year>/gaps/reject/", views.GapReject.as_view(), name="gap_reject"),
    path("<year:year>/gaps/withdraw/", views.GapWithdraw.as_view(), name="gap_withdraw"),
    path("<year:year>/scoring/", views.year_scoring, name="year_scoring"),
    path("<year:year>/scoring/scoring.xlsx", views.year_scoring_export, name="year_scoring_export"),
    path(
        "<year:year>/scoring/officers/<slug:duty>/", views.OfficerName.as_view(), name="scoring_officer_name"
    ),
    path("<year:year>/scoring/confirm/", views.ScoreConfirm.as_view(), name="score_confirm"),
    path(
        "<year:year>/scoring/withdraw/", views.ScoreConfirmWithdraw.as_view(), name="score_confirm_withdraw"
    ),
    path("<year:year>/sittings/", views.YearSittings.as_view(), name="year_sittings"),
    path("<year:year>/prints/", views.year_prints, name="year_prints"),
    path("<year:year>/prints/new/", views.PrintMake.as_view(), name="print_make"),
    path("<year:year>/prints/register.xlsx", views.print_register, name="print_register"),
    path(
        "<year:year>/prints/<slug:document>/export/", views.PaperExport.as_view(), name="year_prints_export"
    ),
    path("<year:year>/prints/<int:pk>/", views.print_run, name="print_run"),
    path("<year:year>/prints/<int:pk>/papers/", views.print_papers, name="print_papers"),
    path("<year:year>/prints/<int:pk>/papers/<int:number>/", views.print_copy, name="print_copy"),
    path("<year:year>/prints/<int:pk>/collect/", views.CopiesCollect.as_view(), name="print_collect"),
    path(
        "<year:year>/prints/<int:pk>/copies/<int:number>/missing/",
        views.CopyMissing.as_view(),
        name="print_missing",
    ),
    path(
        "<year:year>/prints/<int:pk>/copies/<int:number>/uncollect/",
        views.CopyUncollect.as_view(),
        name="print_uncollect",
    ),
    path("<year:year>/ranking/", views.year_ranking, name="year_ranking"),
    path("<year:year>/ranking/export/", views.year_ranking_export, name="year_ranking_export"),
    path("<year:year>/lists/", views.year_lists, name="year_lists"),
    path("<year:year>/lists/export/", views.year_lists_export, name="year_lists_export"),
    path("<year:year>/people/<str:staff_no>/", views.year_person, name="year_person"),
    path("<year:year>/people/<str:staff_no>/export/", views.year_person_export, name="year_person_export"),
    path("<year:year>/people/<str:staff_no>/sheet/", views.score_sheet, name="score_sheet"),
    path("<year:year>/people/<str:staff_no>/sheet.xlsx", views.score_sheet_export, name="score_sheet_export"),
    path("<year:year>/people/<str:staff_no>/sheet/full/", views.score_sheet_full, name="score_sheet_full"),
    path(
        "<year:year>/people/<str:staff_no>/sheet/full.xlsx",
        views.score_sheet_full_export,
        name="score_sheet_full_export",
    ),
    path("<year:year>/mine/", views.own_score_sheet, name="own_score_sheet"),
    path("<year:year>/mine.xlsx", views.own_score_sheet_export, name="own_score_sheet_export"),
    path("<year:year>/results.xlsx", views.year_results, name="year_results"),
]
