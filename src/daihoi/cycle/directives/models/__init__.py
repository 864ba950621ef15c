"""Tables of directives: texts, what units do with them, inspection rounds (bảng dữ liệu)."""

from daihoi.cycle.directives.models.inspections import (
    Inspection,
    InspectionForm,
    Observation,
    ObservationKind,
    Programme,
    Remedy,
    TeamMember,
    Visit,
)
from daihoi.cycle.directives.models.texts import Clause, Relation, Text, TextKind, Verb
from daihoi.cycle.directives.models.units import Delivery, Dissemination, Meeting, PlanLink

__all__ = [
    "Clause",
    "Delivery",
    "Dissemination",
    "Inspection",
    "InspectionForm",
    "Meeting",
    "Observation",
    "ObservationKind",
    "PlanLink",
    "Programme",
    "Relation",
    "Remedy",
    "TeamMember",
    "Text",
    "TextKind",
    "Verb",
    "Visit",
]
