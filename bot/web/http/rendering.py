"""Pages from Jinja templates; whatever is put into them is escaped."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.german.phrases import quoted
from bot.web.http.embedding import with_prefix

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
TEMPLATES_FOLDER = Path(__file__).resolve().parent.parent / "templates"


class Templates:
    """The templates of one folder; addresses in them begin with "/" and are put below ``prefix``."""

    def __init__(self, folder: Path = TEMPLATES_FOLDER, prefix: str = "") -> None:
        self._prefix = prefix
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["zitat"] = quoted
        self._environment.filters["fett"] = _with_bold

    def render(self, name: str, **values: object) -> str:
        """The page as HTML text."""
        return with_prefix(self._environment.get_template(name).render(**values), self._prefix)


def _with_bold(text: str) -> Markup:
    """An answer with its bold words, everything else escaped; as the chat shows it, but for links and lists."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped before
