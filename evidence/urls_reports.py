from django.urls import URLPattern, path

from .views import report_own, report_steps, reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.reports_reading, name="reports_reading"),
    path("<cycle:code>/reports/", reports.Reports.as_view(), name="reports"),
    path("<cycle:code>/reports/progress.xlsx", reports.reports_export, name="reports_export"),
    path("<cycle:code>/reports/unit/", reports.UnitReports.as_view(), name="reports_unit"),
    path("<cycle:code>/reports/publish/", report_steps.ReportsPublish.as_view(), name="reports_publish"),
    path("<cycle:code>/reports/volume/", report_steps.VolumeMake.as_view(), name="reports_volume_make"),
    path("<cycle:code>/reports/volume/<int:pk>/", report_steps.reports_volume, name="reports_volume"),
    path(
        "<cycle:code>/reports/volume/<int:pk>/file.zip",
        report_steps.reports_volume_file,
        name="reports_volume_file",
    ),
    path("<cycle:code>/reports/mine/", report_own.ReportOwn.as_view(), name="report_own"),
    path("<cycle:code>/reports/mine/submit/", report_own.ReportSubmit.as_view(), name="report_submit"),
    path("<cycle:code>/reports/mine/withdraw/", report_own.ReportWithdraw.as_view(), name="report_withdraw"),
    path("<cycle:code>/reports/mine/files/new/", report_own.ReportAttach.as_view(), name="report_attach"),
    path("<cycle:code>/reports/mine/word/", report_own.ReportWord.as_view(), name="report_word"),
    path(
        "<cycle:code>/reports/mine/files/<int:file>/remove/",
        report_own.ReportFileDrop.as_view(),
        name="report_file_drop",
    ),
    path(
        "<cycle:code>/reports/enter/<str:staff_no>/", report_steps.ReportEnter.as_view(), name="report_enter"
    ),
    path(
        "<cycle:code>/reports/excuse/<str:staff_no>/",
        report_steps.ReportExcusePage.as_view(),
        name="report_excuse",
    ),
    path("<cycle:code>/reports/<int:pk>/", reports.report, name="report"),
    path("<cycle:code>/reports/<int:pk>/check/", report_steps.ReportCheck.as_view(), name="report_check"),
    path("<cycle:code>/reports/<int:pk>/return/", report_steps.ReportReturn.as_view(), name="report_return"),
    path("<cycle:code>/reports/<int:pk>/files/<int:file>/", reports.report_file, name="report_file"),
]
