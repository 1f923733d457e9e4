from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "appraisal"

    def ready(self) -> None:
        from rulebook import registry  # noqa: PLC0415

        from .duties import register_duties  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415 - models are loaded only now
        from .receivers import connect  # noqa: PLC0415
        from .selectors.uses import years_frozen  # noqa: PLC0415

        register_kinds()
        connect()
        register_duties()
        registry.register("appraisal.cycle", years_frozen)
