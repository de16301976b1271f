"""Set-up step: fetch the German spaCy model from its official release page, if that can be reached.

The model is not on the package registry. Without it a blank German pipeline serves
(bot/rasa/components/german_spacy.py), so nothing here is fatal.
"""

from __future__ import annotations

import subprocess
import sys

NAME, VERSION = "de_core_news_sm", "3.7.0"
RELEASE = "https://github.com/explosion/spacy-models/releases/download"
WHEEL = f"{RELEASE}/{NAME}-{VERSION}/{NAME}-{VERSION}-py3-none-any.whl"
TIMEOUT_SECONDS = 20


def install(uv: str) -> bool:
    """Install the pinned release into this interpreter; False when it cannot be fetched in time."""
    command = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--no-deps", WHEEL]
    try:
        return subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False).returncode == 0
    except (subprocess.TimeoutExpired, OSError):
        return False


def main() -> None:
    """Install the model and print the result in one German line."""
    if install(sys.argv[1]):
        print(f"Einrichtung: spaCy-Modell {NAME} {VERSION} installiert.")
    else:
        print(f"Einrichtung: spaCy-Modell {NAME} ist nicht erreichbar; die Lemma-Liste tritt an seine Stelle.")


if __name__ == "__main__":
    main()
