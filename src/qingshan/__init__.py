"""青山 Qingshan: the working desk for a notice on restoring closed and abandoned mines."""

__version__ = "0.1.0"
