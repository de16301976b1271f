"""click in German: headings, the option for help, and one line for arguments that a command does not understand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from bot.core.errors import ConfigurationError

WORDS = (
    ("Usage:", "Aufruf:"),
    ("Options:", "Optionen:"),
    ("Commands:", "Befehle:"),
    ("[OPTIONS]", "[OPTIONEN]"),
    ("COMMAND [ARGS]...", "BEFEHL …"),
    ("Show this message and exit.", "diese Hilfe zeigen"),
    ("[required]", "[nötig]"),
)
SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 120}


def _in_german(text: str) -> str:
    for english, german in WORDS:
        text = text.replace(english, german)
    return text


class GermanCommand(click.Command):
    """A command whose help is German."""

    def get_help(self, ctx: click.Context) -> str:
        """The help text."""
        return _in_german(super().get_help(ctx))


class GermanGroup(click.Group):
    """A group whose help is German, as is that of its commands."""

    command_class = GermanCommand

    def get_help(self, ctx: click.Context) -> str:
        """The help text."""
        return _in_german(super().get_help(ctx))


def run(command: click.Command, arguments: Sequence[str], place: object = None) -> int:
    """Run a command of ``./messelotse``; returns its exit status.

    Args:
        command: its callback returns the exit status, or None for 0.
        arguments: those after the command's own name.
        place: what the callback gets with ``click.pass_obj``.

    Raises:
        ConfigurationError: the command does not understand the arguments.
    """
    name = f"./messelotse {command.name}"
    try:
        return invoke(command, arguments, name, place)
    except click.UsageError as error:
        raise ConfigurationError(f"Diese Angaben versteht {command.name} nicht. Hilfe: {name} --help") from error


def invoke(command: click.Command, arguments: Sequence[str], name: str, place: object = None) -> int:
    """Call a click command as ``name``; returns its exit status. Unlike click's own way, Ctrl-C is silent.

    Raises:
        click.UsageError: the command does not understand the arguments.
    """
    try:
        with command.make_context(name, list(arguments), obj=place, **SETTINGS) as context:
            return int(command.invoke(context) or 0)
    except click.exceptions.Exit as leaving:  # after --help
        return leaving.exit_code
