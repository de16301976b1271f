"""Encodes a sentence before Rasa reads it, in a thread.

Rasa's event loop runs the whole pipeline of a message in one go, and everybody else waits meanwhile. The sentence model
is half of that time and has a process of its own: what it finds waits in the encoder's memory until the pipeline asks
for it.
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
    """How this process's pipeline writes a sentence before it is encoded."""
    global _spell
    _spell = spell


async def encode_ahead(text: str) -> None:
    """Have what somebody typed encoded; returns when the vectors are known. A button needs none."""
    if not text.startswith("/"):
        with step("bedeutung"):
            await asyncio.get_running_loop().run_in_executor(_beside, _encode, text)


def _encode(text: str) -> None:
    read = _spell(understood_text(text))
    if read.strip():
        for encoder in loaded_encoders():
            encoder.encode([read])
