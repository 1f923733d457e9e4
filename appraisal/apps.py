from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "appraisal"

    def ready(self) -> None:
        from matters.accountability_sources import register_grades  # noqa: PLC0415
        from rulebook import registry  # noqa: PLC0415

        from . import receivers  # noqa: F401, PLC0415
        from .agenda import register_agenda  # noqa: PLC0415
        from .checks import register_checks  # noqa: PLC0415
        from .documents.meetings import register_documents  # noqa: PLC0415
        from .duties import register_duties  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415 - models are loaded only now
        from .selectors.last_grades import decided_grades  # noqa: PLC0415
        from .selectors.uses import years_frozen  # noqa: PLC0415

        register_agenda()
        register_checks()
        register_documents()
        register_kinds()
        register_duties()
        register_grades(decided_grades)
        registry.register("appraisal.cycle", years_frozen)
