from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from appraisal.documents.sources import register_reports  # noqa: PLC0415
        from appraisal.year_parts import register_year_links  # noqa: PLC0415

        from . import receivers  # noqa: F401, PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415
        from .panel_parts import register_part  # noqa: PLC0415
        from .selectors.clarified_part import clarified_part  # noqa: PLC0415
        from .selectors.facts_checks import register_fact_checks  # noqa: PLC0415
        from .selectors.report_checks import register_report_checks  # noqa: PLC0415
        from .selectors.report_part import report_part  # noqa: PLC0415
        from .selectors.report_volume import reports_for_forms  # noqa: PLC0415
        from .services.report_volume import register as register_volume  # noqa: PLC0415
        from .year_links import year_links  # noqa: PLC0415

        register_duties()
        register_kinds()
        register_fact_checks()
        register_report_checks()
        register_part(report_part)
        register_year_links(year_links)
        register_part(clarified_part)
        register_volume()
        register_reports(reports_for_forms)
