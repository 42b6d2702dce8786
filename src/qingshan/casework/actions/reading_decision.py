"""口径确认: its actions."""

from qingshan.casework.engine import Act

confirm_reading = Act("confirm_reading")
