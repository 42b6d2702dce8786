"""Registers of sites as they come: read_register gives rows, complaints and what found no place."""

from .complaints import Complaint
from .reader import Options, read_register
from .result import FileRead, Note, PlacedColumn, RegisterReading, SiteRow, Table, UnplacedColumn

__all__ = [
    "Complaint",
    "FileRead",
    "Note",
    "Options",
    "PlacedColumn",
    "RegisterReading",
    "SiteRow",
    "Table",
    "UnplacedColumn",
    "read_register",
]
