"""The facts workbook: the empty one to fill in, and the reading of a filled one."""

from .columns import APPOINTMENTS_SHEET, ORGANISATIONS_SHEET
from .reader import read_facts
from .result import AppointmentLine, FactLine, FactsReading, OrganisationLine
from .template import write_template

__all__ = [
    "APPOINTMENTS_SHEET",
    "ORGANISATIONS_SHEET",
    "AppointmentLine",
    "FactLine",
    "FactsReading",
    "OrganisationLine",
    "read_facts",
    "write_template",
]
