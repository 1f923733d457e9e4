from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "appraisal"

    def ready(self) -> None:
        from .file_kinds import register_kinds  # noqa: PLC0415 - models are loaded only now

        register_kinds()
