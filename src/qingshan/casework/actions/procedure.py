"""前期手续（五(三)2a）: its actions."""

from qingshan.casework.engine import Act

record_procedure = Act("record_procedure")
