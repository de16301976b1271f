"""Modules put together to one script."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.chat.bundle import bundle_script


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_modules_come_before_their_importers_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        entry='import { a } from "./a.js";\nimport { b, B } from "./b.js";\n\n/* why */\nrun(a, b, B);\n',
        a='import { b } from "./b.js";\n/** What. */\nexport const a = b;\n',
        b="/*\n  long\n*/\nexport function b() {\n  // so\n}\nexport class B {}\n",
    )
    assert bundle_script(folder, "entry") == (
        '(()=>{"use strict";\n'
        "const m_b=(()=>{\nfunction b() {\n}\nclass B {}\nreturn {b,B};\n})();\n"
        "const m_a=(()=>{\nconst {b}=m_b;\nconst a = b;\nreturn {a};\n})();\n"
        "const m_entry=(()=>{\nconst {a}=m_a;\nconst {b, B}=m_b;\nrun(a, b, B);\nreturn {};\n})();\n"
        "})();\n"
    )


@pytest.mark.parametrize(
    "line",
    ['import a from "./a.js";', "export { a };", "export default a;", "run(import.meta.url);", "const a = `two"],
)
def test_other_forms_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="cannot be put into one script"):
        bundle_script(write(tmp_path, entry=line), "entry")


def test_circle_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, entry='import { a } from "./a.js";', a='import { b } from "./entry.js";')
    with pytest.raises(ValueError, match="entry → a → entry"):
        bundle_script(folder, "entry")
