"""签收（H-2）: its actions."""

from qingshan.casework.engine import Act

sign_receipt = Act("sign_receipt")
