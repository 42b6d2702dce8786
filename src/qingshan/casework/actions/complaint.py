"""投诉（五(四)2d）: its actions."""

from qingshan.casework.engine import Act

receive_complaint = Act("receive_complaint")
investigate_complaint = Act("investigate_complaint")
decide_complaint = Act("decide_complaint")
