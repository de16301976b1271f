"""Encode a sentence in a thread before Rasa reads it.

Rasa's event loop runs the whole pipeline of a message in one go, and all other visitors wait meanwhile. The sentence
model is half of that time and has processes of its own: its vectors wait in the encoder's cache until the pipeline asks
for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.core.timing import step
from bot.nlu.encoder import loaded_encoders
from bot.nlu.text_cleaning import understood_text

# They wait for the sentence model's processes, which serve short sentences before long ones.
MOST_THREADS = 32
_beside = ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="satz")
_spell: Callable[[str], str] = str


def spell_like(spell: Callable[[str], str]) -> None:
    """Set how this process's pipeline spells a sentence before it is encoded; vectors are cached by that spelling."""
    global _spell
    _spell = spell


async def encode_ahead(text: str) -> None:
    """Encode a typed message; returns once the vectors are cached. A button's payload needs none."""
    if not text.startswith("/"):
        with step("bedeutung"):
            await asyncio.get_running_loop().run_in_executor(_beside, _encode, text)


def _encode(text: str) -> None:
    read = _spell(understood_text(text))
    if read.strip():
        for encoder in loaded_encoders():
            encoder.encode([read])
