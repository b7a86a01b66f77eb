"""Help texts as a terminal of any width shows them: its own breaks of lines, none of ours.

Belongs here: joining the lines of a paragraph, once for all commands.
Does not belong here: the texts (docstrings of the commands).
"""

from __future__ import annotations

import inspect
import re

import typer

_IS_LIST = re.compile(r"\d+[ ,]")


def joined(text: str) -> str:
    """The same text, one line for each paragraph; one that begins with a number is a list."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        each if _IS_LIST.match(each) else each.replace("\n", " ") for each in paragraphs
    )


def join_lines(app: typer.Typer) -> None:
    """Give every command of an application, and of its groups, a help without breaks of ours."""
    if isinstance(app.info.help, str):
        app.info.help = joined(app.info.help)
    for command in app.registered_commands:
        command.help = joined(command.help or inspect.getdoc(command.callback) or "")
    for group in app.registered_groups:
        if group.typer_instance:
            join_lines(group.typer_instance)
