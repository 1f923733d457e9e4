from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .selectors.report_checks import register_report_checks  # noqa: PLC0415
        from .services.report_volume import register as register_volume  # noqa: PLC0415

        register_duties()
        register_report_checks()
        register_volume()
