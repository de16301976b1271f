"""Time from tap to answer in the chat, in a real browser, beside the same questions over plain HTTP.

Against a running system that lets one chat ask so often (`MESSE_GRENZE_SITZUNG=100000 ./messelotse start`):

    ./messelotse bench widget_latency --adresse http://localhost:8080 --runden 2
"""

from __future__ import annotations

import argparse
import statistics
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import yaml

from tests.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
# From the tap on "send" until the answer is painted.
ASK = """async (text) => {
    const root = document.querySelector('messe-chat').shadowRoot;
    const log = root.querySelector('[role=log]');
    const isAnswer = (node) => node.matches('.message:not(.own, .waiting)');
    const before = [...log.children].filter(isAnswer).length;
    root.getElementById('input').value = text;
    const begun = performance.now();
    root.querySelector('.send').click();
    await new Promise((resolve) => {
        const watcher = new MutationObserver(() => {
            if ([...log.children].filter(isAnswer).length > before) {
                watcher.disconnect();
                requestAnimationFrame(() => setTimeout(resolve));
            }
        });
        watcher.observe(log, { childList: true });
    });
    return performance.now() - begun;
}"""


def questions() -> list[str]:
    """The first test sentence of each topic and intent."""
    files = sorted((ROOT / "tests" / "saetze").glob("*.yml"))
    return [str(yaml.safe_load(path.read_text(encoding="utf-8"))["saetze"][0]) for path in files]


def in_browser(page: Page, address: str, texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text, one after the other in one conversation."""
    page.goto(address)
    page.get_by_role("button", name="Fragen zur Messe?").click()
    page.get_by_text("Guten Tag!").wait_for()
    return [page.evaluate(ASK, text) for text in texts]


def over_http(address: str, texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text without a browser."""
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        headers = {"Authorization": f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"}
        taken = []
        for text in texts:
            begun = time.perf_counter()
            body = {"id": str(uuid.uuid4()), "text": text}
            client.post("/chat/nachricht", headers=headers, json=body).raise_for_status()
            taken.append((time.perf_counter() - begun) * 1000)
    return taken


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """p50 and p95."""
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adresse", default="http://localhost:8080")
    parser.add_argument("--runden", type=int, default=2)
    options = parser.parse_args()
    texts = questions() * options.runden
    plain = quantiles(over_http(options.adresse, texts))
    with chromium() as browser:
        shown = quantiles(in_browser(browser.new_page(), options.adresse, texts))
    for name, one, other in (("p50", shown[0], plain[0]), ("p95", shown[1], plain[1])):
        print(f"{name}: Browser {one:.0f} ms, HTTP {other:.0f} ms, Verhältnis {one / other:.2f} ({len(texts)} Fragen)")


if __name__ == "__main__":
    main()
