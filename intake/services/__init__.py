from .confirming import decision_record, decisions_record, intake_apply, intake_confirm, intake_discard
from .mappings import intake_map, mapping_delete
from .reading import form_of, intake_stage
from .sweeping import intakes_rescue, intakes_sweep
from .undoing import intake_take_back, intake_undo
from .uploads import intake_upload

__all__ = [
    "decision_record",
    "decisions_record",
    "form_of",
    "intake_apply",
    "intake_confirm",
    "intake_discard",
    "intake_map",
    "intake_stage",
    "intake_take_back",
    "intake_undo",
    "intake_upload",
    "intakes_rescue",
    "intakes_sweep",
    "mapping_delete",
]
