"""执法（五(三)4a）: its actions."""

from qingshan.casework.engine import Act

open_case = Act("open_case")
decide_case = Act("decide_case")
link_restoration = Act("link_restoration")
close_case = Act("close_case")
