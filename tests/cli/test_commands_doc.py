"""The page of commands says what the command says."""

from __future__ import annotations

import argparse

from qingshan.cli.words import build_parser
from tools.commands_doc import PAGE, leaves, page


def test_the_page_of_commands_is_current():
    assert PAGE.read_text("utf-8") == page()


def test_every_command_documents_the_keys_of_its_answer():
    undocumented = [
        path
        for path, parser in leaves(build_parser(argparse.ArgumentParser), "qingshan")
        if "Keys" not in (parser.get_default("run").__doc__ or "")
    ]

    assert undocumented == []
