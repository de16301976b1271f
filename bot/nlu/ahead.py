"""Encodes a sentence before Rasa reads it, in a thread.

Rasa's event loop runs the whole pipeline of a message in one go, and everybody else waits meanwhile. The sentence model
is half of that time, needs no Python and so can work on another core: what it finds waits in the encoder's memory until
the pipeline asks for it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.nlu.encoder import loaded_encoders
from bot.nlu.text_cleaning import understood_text
from bot.stopwatch import step

MOST_THREADS = 4
# One core is the event loop's: more threads than others would take its time away.
_beside = ThreadPoolExecutor(max(1, min(MOST_THREADS, (os.cpu_count() or 2) - 1)), thread_name_prefix="satz")
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
