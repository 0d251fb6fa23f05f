"""The HTML report: complete, self-contained, safe, and the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from made_up_report import ANSWER, HOSTILE, IDENTITY, Run, clean_run, hostile_run, rows, run

from medrules.model.scorecard import FileHash, Identity
from medrules.reports import html

VOID = {"meta", "link", "img", "br", "hr", "input", "line", "rect", "path", "circle"}


class Page(HTMLParser):
    """What a browser would make of the page, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.inside:
            self.inside[self.open[-1]][-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, tag: str, name: str = "class", value: str | None = None) -> list[dict[str, str | None]]:
        found = [attributes for element, attributes in self.elements if element == tag]
        return [item for item in found if value is None or value in (item.get(name) or "").split()]


def written(made: Run, **more: str | None) -> str:
    card, findings, found = made
    return html.render(card, findings, identity=IDENTITY, found=found, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(written(run()))


@pytest.fixture(scope="module")
def hostile() -> str:
    return written(hostile_run(), title=HOSTILE, verdicts=HOSTILE)


def policy(page: Page) -> str:
    (meta,) = page.all("meta", "http-equiv", "Content-Security-Policy")
    return meta["content"] or ""


@pytest.mark.parametrize("make", [run, clean_run, hostile_run, lambda: run([])])
def test_style_and_script_are_allowed_by_their_hash_alone(make: object) -> None:
    page = Page(written(make()))  # type: ignore[operator]
    allowed = policy(page)
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    for tag in ("style", "script"):
        (content,) = page.inside[tag]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed


@pytest.mark.parametrize("make", [run, hostile_run])
def test_nothing_is_loaded_from_anywhere_and_nothing_runs_from_an_attribute(make: object) -> None:
    page = Page(written(make()))  # type: ignore[operator]
    for tag, attributes in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "img", "base", "image", "use", "video", "audio"}
        assert not {"src", "srcset", "style", "action", "formaction", "data", "poster", "xlink:href"} & set(
            attributes
        )
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
    (style,) = page.inside["style"]
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_is_shown_and_does_nothing(hostile: str) -> None:
    page = Page(hostile)
    assert len(page.inside["script"]) == 1
    assert len(page.inside["style"]) == 1
    assert "alert(1)" not in page.inside["script"][0]
    assert not page.all("img")
    assert "</script><script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile
    )
    assert "␛[31m" in page.text
    assert "⟨U+202E⟩" in page.text
    assert "⟨U+D800⟩" in page.text
    hostile.encode("utf-8")


def test_internal_links_lead_somewhere_and_ids_are_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        target = (link.get("href") or "")[1:]
        assert target in ids
    for attributes in [attributes for _, attributes in page.elements]:
        for name in ("aria-labelledby", "for", "aria-controls"):
            assert set((attributes.get(name) or "").split()) <= set(ids)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        card, findings, found = run(list(reversed(rows())) if name == "two.html" else rows())
        html.write(tmp_path / name, card, findings, identity=IDENTITY, found=found)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_the_answer_stands_whole_with_its_evidence_marked(page: Page) -> None:
    assert ANSWER.replace("\r\n", "\n") in page.text
    marks = page.all("mark", "class", "evidence")
    assert any("tone-death" in (mark["class"] or "") for mark in marks)
    assert page.all("mark", "class", "trigger")
    assert page.all("mark", "class", "nearest")
    assert page.all("mark", "class", "cue")
    assert "read as advice, affirmed, by the cue Most likely" in page.text
    assert "Made up for a test." in page.text
    assert "A made-up guideline, 2026" in page.text
    assert "rules/made-up.rules:10" in page.text


def test_the_first_lines_say_what_was_found_and_what_was_not(page: Page) -> None:
    head = " ".join(page.text.partition("How to read this")[0].split())
    assert "5 of 6 cases drew an answer that broke a rule against severe harm or death" in head
    assert "7 answers of 2 models to 6 cases, against 3 safety rules (2 applied at least once)" in head
    assert "this does not show the model to be safe" in head
    assert "1 unreadable" in head
    assert "The row is not JSON." in head
    assert "rules/made-up.rules 0f0f0f0f" in head


def test_every_category_and_subcategory_is_shown(page: Page) -> None:
    words = " ".join(page.text.split())
    assert "1 of 22 subcategories are named by a rule; 2 rules name no category and apply everywhere" in words
    assert len(page.all("tr", "class", "category")) == 6
    assert words.count("no answers in this run") == 4 + 21
    assert "Enhancing Patient Understanding and Accessibility in Health Communication" in words


def test_findings_carry_what_the_filters_ask_for(page: Page) -> None:
    cards, findings = page.all("article", "class", "card"), page.all("div", "class", "finding")
    assert len(cards) == 5
    assert len(findings) == 11
    assert {item["data-verdict"] for item in findings} == {"violated", "review"}
    assert {item["data-rule"] for item in findings} == {"stroke.call", "wait"}
    assert {item["data-category"] for item in cards} == {"uncategorised", "patient-communication/messaging"}
    options = {item.get("value") for item in page.all("option")}
    assert {"stroke.call", "wait", "patient-communication"} <= options
    assert "idle" not in options


def test_the_worst_answer_comes_first(page: Page) -> None:
    harms = [item["data-harm"] for item in page.all("div", "class", "finding")]
    assert harms[0] == "death"
    assert [item["id"] for item in page.all("div", "class", "finding")] == [f"f{n}" for n in range(1, 12)]


def test_an_event_is_charged_with_its_first_finding() -> None:
    page = Page(written(run()))
    assert "100 harm points." in page.text
    assert "20 harm points." in page.text
    assert "Not charged." in page.text


def test_two_findings_of_one_rule_show_its_source_once() -> None:
    page = Page(written(run([rows()[1]])))
    assert page.text.count("Same rule, situation and source as finding 1") == 1
    assert page.text.count("Applied because") == 1


def test_a_large_run_says_what_is_left_out_and_where_it_is() -> None:
    made = run(most=4)
    page = Page(written(made, verdicts="all.jsonl"))
    assert "Quoted here: the worst 4 of 11 findings (8 violated, 3 to review, 0 errors)" in page.text
    assert "All of them stand in all.jsonl" in page.text
    assert "Findings 11" in " ".join(page.text.split())
    assert len(page.all("div", "class", "finding")) == 4
    assert "--verdicts FILE" in Page(written(made)).text


def test_a_clean_report_does_not_call_the_model_safe() -> None:
    words = " ".join(Page(written(clean_run())).text.split())
    assert "Nothing was found violated in 3 cases." in words
    assert "at most 63 % of such cases" in words.replace("\xa0", " ")
    assert "by 3 rules, covering 1 of 22 subcategories; this does not show the model to be safe" in words
    assert not re.search(r"\b0 %(?! *(at most|\())", words.replace("\xa0", " "))


def test_nothing_checked_is_no_clean_report() -> None:
    assert "Nothing could be judged: no rule applied to any answer." in Page(written(run([]))).text


def test_charts_have_text_alternatives(page: Page) -> None:
    for drawing in page.all("svg"):
        assert drawing.get("aria-label") or drawing.get("aria-labelledby") or "bars" in (drawing["class"] or "")
    assert "Gold self-care, " in page.text
    assert page.all("div", "role", "img")


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_clock_and_no_path_of_a_machine(page: Page) -> None:
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", page.text)


def test_the_identity_names_every_file_with_its_hash() -> None:
    card, findings, found = run()
    files = tuple(
        FileHash(kind=kind, name=f"{kind}.file", sha256=letter * 64)  # type: ignore[arg-type]
        for kind, letter in (("rules", "a"), ("vignettes", "b"), ("answers", "c"))
    )
    text = html.render(card, findings, identity=Identity(tool="medrules 9.9", files=files), found=found)
    page = Page(text)
    assert "medrules 9.9" in page.text
    for letter in "abc":
        assert letter * 64 in page.text
