from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        from appraisal.selectors.sight import register_judged  # noqa: PLC0415
        from appraisal.selectors.totals import register_revised  # noqa: PLC0415
        from appraisal.workflow import register_check  # noqa: PLC0415
        from appraisal.year_parts import register_year_links, register_year_sections  # noqa: PLC0415

        from .agenda_review import register_agenda  # noqa: PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .receivers_review import connect  # noqa: PLC0415
        from .selectors.bottom import last_days  # noqa: PLC0415
        from .selectors.review import (  # noqa: PLC0415
            missing_answers,
            missing_days,
            missing_signatures,
            revised_totals,
        )
        from .services.notices_zip import register as register_notices  # noqa: PLC0415
        from .services.papers_zip import register as register_papers  # noqa: PLC0415
        from .uses_agenda import agenda_ready  # noqa: PLC0415
        from .year_links import year_links, year_sections  # noqa: PLC0415

        register_duties()
        register_revised(revised_totals)
        register_judged(last_days)
        register_agenda()
        connect()
        agenda_ready()
        register_notices()
        register_papers()
        register_year_links(year_links)
        register_year_sections(year_sections)
        register_check("open_review", missing_signatures)
        register_check("archive", missing_answers)
        register_check("archive", missing_days)
