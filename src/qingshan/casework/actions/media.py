"""宣传（六(四)-1）: its actions."""

from qingshan.casework.engine import Act

publish_media = Act("publish_media")
