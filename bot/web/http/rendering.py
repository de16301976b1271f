"""Pages from Jinja templates; whatever is put into them is escaped."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.german.phrases import quoted
from bot.web.http.embedding import with_prefix
from bot.web.http.static_files import WEB_FOLDER, gather

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


class Templates:
    """The templates of all surfaces below ``root``; addresses in them begin with "/" and are put below ``prefix``."""

    def __init__(self, root: Path = WEB_FOLDER, prefix: str = "") -> None:
        self._prefix = prefix
        files = gather("templates", root)
        self._environment = Environment(
            loader=FunctionLoader(lambda name: files[name].read_text(encoding="utf-8") if name in files else None),
            autoescape=True,
            # a misspelt variable fails in the tests instead of printing nothing
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
