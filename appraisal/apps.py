from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "appraisal"

    def ready(self) -> None:
        from rulebook import registry  # noqa: PLC0415

        from . import receivers  # noqa: F401, PLC0415
        from .agenda import register_agenda  # noqa: PLC0415
        from .checks import register_checks  # noqa: PLC0415
        from .documents.meetings import register_documents  # noqa: PLC0415
        from .duties import register_duties  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415 - models are loaded only now
        from .selectors.uses import years_frozen  # noqa: PLC0415

        register_agenda()
        register_checks()
        register_documents()
        register_kinds()
        register_duties()
        registry.register("appraisal.cycle", years_frozen)
