from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.evaluation.measures import Share, measure
from bot.evaluation.report import as_json, pictures, render, write_report
from bot.evaluation.wording import count_text, decimal, percent, share_text, terminal_table
from tests.samples.evaluation import OURS, evaluation

PAGE = render(evaluation())


class Outline(HTMLParser):
    """Tags of a page, and each table's first child."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_page_needs_nothing_from_elsewhere() -> None:
    outline = Outline(PAGE)
    names = {"src", "href", "srcset", "data", "action"}
    outside = [pair for pair in outline.attributes if pair[0] in names]
    assert (outside, {"script", "link", "img"} & set(outline.tags), re.findall(r"url\(|@import|//", PAGE)) == (
        [], set(), [],
    )  # fmt: skip


def test_every_table_has_a_caption() -> None:
    tags = Outline(PAGE).tags
    after = [tags[place + 1] for place, tag in enumerate(tags) if tag == "table"]
    assert after == ["caption"] * len(after) != []


def test_every_picture_has_title_and_description() -> None:
    tags = Outline(PAGE).tags
    after = [tags[place + 1 : place + 3] for place, tag in enumerate(tags) if tag == "svg"]
    assert after == [["title", "desc"]] * 4


def test_ids_are_unique() -> None:
    ids = re.findall(r' id="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids)) == 8


def test_sentences_are_escaped() -> None:
    assert (PAGE.count("<B3>"), PAGE.count("Wo ist &lt;B3&gt; &amp; wie?")) == (0, 3)  # in three lists


def test_faults_are_listed() -> None:
    listed = PAGE.split("Nicht sofort richtig behandelte Sätze")[-1].split("</table>")[0]
    sentences = re.findall(r'<tr><th scope="row">([^<]+)', listed)
    assert sentences == ["Netz?", "Wo ist &lt;B3&gt; &amp; wie?", "Wo ist der Saal?", "Rezept?"]


@pytest.mark.parametrize(("with_stock", "keys"), [
    (True, ["vergleich", "sicherheit", "schwelle", "verwechslung"]),
    (False, ["sicherheit", "schwelle", "verwechslung"]),
])  # fmt: skip
def test_pictures(with_stock: bool, keys: list[str]) -> None:
    assert [picture.key for picture in pictures(evaluation(with_stock))] == keys


def test_pictures_stay_inside_their_frame() -> None:
    drawn = [(picture.height, dict(shape.attributes)) for picture in pictures(evaluation()) for shape in picture.shapes]
    right = [float(place.get("x", 0)) + float(place.get("width", 0)) for _, place in drawn]
    below = [float(place.get("y", 0)) + float(place.get("height", 0)) - height for height, place in drawn]
    assert (max(right) <= 360, max(below) <= 0) == (True, True)


def test_every_row_fills_its_table() -> None:
    tables = [picture.table for picture in pictures(evaluation())]
    assert [table.caption for table in tables if {len(row) for row in table.rows} != {len(table.head)}] == []


def test_report_without_stock_says_so() -> None:
    assert "Die Standard-Pipeline von Rasa wurde in diesem Lauf nicht gemessen." in render(evaluation(False))


def test_files_are_written(tmp_path: Path) -> None:
    page = write_report(evaluation(), tmp_path)
    figures = json.loads((tmp_path / "bericht.json").read_text(encoding="utf-8"))
    assert (page.read_text(encoding="utf-8"), figures) == (PAGE, json.loads(json.dumps(as_json(evaluation()))))


def test_json_has_each_sentence() -> None:
    sentence = as_json(evaluation())["mengen"][0]["saetze"]["messelotse"][1]
    assert sentence == {
        "text": "Netz?", "absicht": "faq/wlan", "auch_beispiel": False, "ausgang": "angeboten", "antwort": "",
        "vorschlaege": ["faq/parken", "faq/wlan"], "sicherheit": 0.3, "abstand": 0.05,
        "rangliste": [["faq/parken", 0.3], ["faq/wlan", 0.25]],
    }  # fmt: skip


def test_terminal_table_has_a_line_for_each_figure() -> None:
    lines = terminal_table("tests/saetze", measure(OURS), None).splitlines()
    first = "FAQ: sofort richtig beantwortet (2)"
    assert (lines[0], lines[2], len(lines)) == ("tests/saetze", f"{first:<72}50,0 % (9,5–90,5)", 18)


def test_numbers_are_german() -> None:
    found = (decimal(0.35), percent(0.5), share_text(Share(0, 0)), count_text(Share(7, 8)), count_text(Share(0, 0)))
    assert found == ("0,35", "50,0 %", "–", "7 von 8", "–")
