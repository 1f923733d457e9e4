from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from notices.signals import workdays_changed  # noqa: PLC0415 - models must be loaded first

        from .duties import register_duties  # noqa: PLC0415
        from .services.periods import periods_recount  # noqa: PLC0415

        workdays_changed.connect(periods_recount, dispatch_uid="decisions.periods_recount")
        register_duties()
