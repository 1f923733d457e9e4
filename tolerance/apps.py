from django.apps import AppConfig


class ToleranceConfig(AppConfig):
    name = "tolerance"
    verbose_name = "容错认定"

    def ready(self) -> None:
        from matters.pending import register_hold, register_source, register_untold  # noqa: PLC0415

        from .agenda import register_agenda  # noqa: PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .duties_officers import register_officer_duties  # noqa: PLC0415
        from .receivers import connect  # noqa: PLC0415
        from .selectors import holding, pending_on, untold  # noqa: PLC0415

        register_agenda()
        register_duties()
        register_officer_duties()
        connect()
        register_source(pending_on)
        register_hold(holding)
        register_untold(untold)
