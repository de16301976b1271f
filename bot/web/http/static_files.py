"""Every surface keeps its own templates and static files; all together are offered as one tree."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path

from sanic import Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.web.http.documents import make_document, send_document

WEB_FOLDER = Path(__file__).resolve().parent.parent
# Not left to the machine's own table: with "nosniff", a module of another type would not run.
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def gather(kind: str, root: Path = WEB_FOLDER) -> dict[str, Path]:
    """The files in all folders called ``kind`` below ``root``, each by its path inside its folder.

    Raises:
        ValueError: two surfaces have a file of the same name: one would hide the other.
    """
    found: dict[str, Path] = {}
    for folder in sorted(path for path in root.rglob(kind) if path.is_dir()):
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = path.relative_to(folder).as_posix()
            if name in found:
                raise ValueError(f"{kind}: {name} stands in {found[name]} and in {path}")
            found[name] = path
    return found


def static_text(name: str) -> str:
    """The text of one static file, by its address below /static/."""
    return gather("static")[name].read_text(encoding="utf-8")


def setup_static(app: Sanic) -> None:
    """Serve the static files. Nothing else can be asked for."""
    files = {name: make_document(path.read_bytes(), _type_of(path)) for name, path in gather("static").items()}

    async def get_static(request: Request, path: str) -> HTTPResponse:
        # only names known since the start: no path ever reaches the file system
        if path not in files:
            raise NotFound(path)
        return send_document(request, files[path])

    app.add_route(get_static, "/static/<path:path>", methods={"GET", "HEAD"})


def _type_of(path: Path) -> str:
    return TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
