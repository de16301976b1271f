"""Fonts for browsers in tests: those of matplotlib, which the lock pins by hash; the machine's own stay unseen."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILIES = {"sans-serif": "DejaVu Sans", "monospace": "DejaVu Sans Mono", "ui-monospace": "DejaVu Sans Mono"}
ALIAS = """<match><test name="family"><string>{asked}</string></test>
<edit name="family" mode="assign_replace"><string>{given}</string></edit></match>"""
# Hinting and subpixel colours depend on desktop settings and on the browser's build: none.
CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
{aliases}
<match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
<match target="font"><edit name="antialias"><bool>true</bool></edit><edit name="hinting"><bool>false</bool></edit>
<edit name="hintstyle"><const>hintnone</const></edit><edit name="rgba"><const>none</const></edit></match>
</fontconfig>"""


def with_pinned_fonts() -> dict[str, str]:
    """This process's environment, in which fontconfig finds nothing but the pinned fonts."""
    return {**os.environ, "FONTCONFIG_FILE": str(_configuration())}


@cache
def _configuration() -> Path:
    package = find_spec("matplotlib")
    assert package is not None and package.origin is not None
    folder = Path(tempfile.mkdtemp(prefix="schriften-"))
    fonts = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    aliases = "\n".join(ALIAS.format(asked=asked, given=given) for asked, given in FAMILIES.items())
    written = folder / "fonts.conf"
    written.write_text(CONFIGURATION.format(fonts=fonts, cache=folder / "cache", aliases=aliases), encoding="utf-8")
    return written
