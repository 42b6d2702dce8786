"""File formats: rows in, bytes out. Imports only the rulebook and libraries; knows no model."""
