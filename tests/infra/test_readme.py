"""The READMEs tell of the commands that there are, in the same rows in both languages."""

import argparse
import re

import pytest

import run
from qingshan.cli.words import build_parser
from tests.infra.checkout import ROOT

READMES = ["README.md", "README.zh.md"]


def commands(parser, words=()):
    """`(words, parser)` of every command that can be run."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        return [(" ".join(words), parser)]
    return [found for name, below in groups[0].choices.items() for found in commands(below, (*words, name))]


def options(parser):
    return {option for action in parser._actions for option in action.option_strings}


def rows(readme):
    """The commands of each row of the table, as they are written there."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [re.findall(r"`([^`]+)`", line.replace(r"\|", "|").rsplit(" | ", 1)[0]) for line in lines]


def told(readme):
    """Each command of the table on its own: `programme validate|show [X]` are two."""
    found = []
    for cell in rows(readme):
        for text in cell:
            words, _, rest = text.partition(" [")
            *before, last = [word for word in words.split() if re.fullmatch(r"[a-z|]+", word)]
            found += [
                (" ".join([*before, name]), set(re.findall(r"--[a-z-]+", rest + words))) for name in last.split("|")
            ]
    return found


@pytest.mark.parametrize("readme", READMES)
def test_every_command_has_its_row_and_no_row_tells_of_another(readme):
    assert sorted(name for name, _ in told(readme)) == sorted(
        name for name, _ in commands(build_parser(argparse.ArgumentParser))
    )


@pytest.mark.parametrize("readme", READMES)
def test_every_option_told_of_is_there(readme):
    known = {name: options(parser) for name, parser in commands(build_parser(argparse.ArgumentParser))}
    assert {name: told_of - known[name] for name, told_of in told(readme) if told_of - known[name]} == {}


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_of_run_py_are_told(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [name for name in run.COMMAND_NEEDS if f"python3 run.py {name}" not in text] == []


def test_both_languages_tell_of_the_same_commands_in_the_same_order():
    assert told("README.md") == told("README.zh.md")
