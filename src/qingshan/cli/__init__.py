"""The `qingshan` command."""
