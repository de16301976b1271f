"""Pages from Jinja templates; whatever is put into them is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES_FOLDER = Path(__file__).resolve().parent / "templates"


class Templates:
    """The templates of one folder."""

    def __init__(self, folder: Path = TEMPLATES_FOLDER) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, **values: object) -> str:
        """The page as HTML text."""
        return self._environment.get_template(name).render(**values)
