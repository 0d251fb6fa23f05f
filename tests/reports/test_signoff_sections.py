"""Each section of a sign-off's report, with figures of it, stands in the PDF, the Markdown and the workbook."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from made_up_signoff import TEXTS, Made, hostile_rows, made_up, plain_rows
from whole_signoff import whole_signoff

from medrules.reports import signoff, signoff_markdown, signoff_pdf, xlsx
from medrules.reports.sections import sections
from medrules.reports.sections.blocks import Bar, Boxes, Bullets, Facts, Paragraph, Section, Table, drawn_out, said

FIGURES: Mapping[str, tuple[str, ...]] = {
    "statement": ("1 violation of harm death", "151 answers judged by 3 rules", "1 rated 3", "5 of harm death"),
    "criteria": ("harm at most 5 per case with 95% confidence", "cannot be decided", "86 / 0 cases in scope"),
    "open": ("1 rule never applied",),
    "use": ("Intended use", "A nurse reads", "Regulatory context", "Data protection"),
    "figures": (
        "4 of 130 cases",
        "one in 32",
        "Clean in every answer (pass-all-k)",
        "126 of 130 cases",
        "Harm per case",
        "3.08",
        "8.44",
        "Harm-weighted error",
        "19 %",
    ),
    "levels": ("death", "severe", "moderate", "mild"),
    "modes": ("must escalate", "must never say", "Uncategorised"),
    "models": ("model-b", "12 % (0.3–53 %)", "At 1 answer a case", "4.17"),
    "triage": ("not determined", "Inclination to over-triage", "33 % (0.8–91 %)", "Kappa", "0.00", "1 of 6"),
    "categories": ("Patient-Provider Messaging", "60 % (15–95 %)", "80 % (20–99.9 %)"),
    "segments": ("risk: high", "67 % (22–96 %)", "subgroup: older"),
    "matrix": ("1 (3)", "With the controls (residual)", "1 rated 3", "Undesirable"),
    "hazards": ("Stroke treated as harmless", "44 % (14–79 %)", "3: major × low", "major (its harm)"),
    "review": ("0.87", "0.79", "0.66", "82.6 % (19 of 23, 61.2 to 95.1 %)", "0.0551", "0.0312 to 0.0789", "53"),
    "waivers": (
        "stroke.call in case case-1",
        "renewed 2 times",
        "2 violated, in 1 case",
        "3.85",
        "in force, unused",
    ),
    "adoptions": ("pack “Made up” version 2.0.0", "It does not say who approved it."),
    "flips": ("typing noise <i>", "42 % (4.0–90 %)", "8.3 %"),
    "calibration": (
        "Over-confident and wrong",
        "0 of 60",
        "0.135 (0.110–0.162)",
        "Expected calibration error",
        "10 %",
    ),
    "findings": ("7 violated, 0 to review, 0 errors, 5 waived", "stroke.call"),
    "rules": ("New weakness goes to emergency services", "7 of 56", "must escalate to emergency", "2 of 27"),
    "left-out": ("1 rule of these files is neither in production nor adopted",),
    "coverage": ("21 of 22", "idle", "record allergies", "17 answers"),
    "validity": ("macro-F1", "≥ 0.86"),
    "undetermined": ("A101", "The row is not JSON.", "answers.jsonl:7", "1 unreadable"),
    "packs": ("Made up", "1.0.0"),
    "identity": ("medrules 0.0", "test scale", "0f" * 32, "7e" * 32, "asked.jsonl"),
    "reading": ("Clopper–Pearson",),
    "last": ("pilot of 2026-05-01 (0123456789ab)", "+0.38", "-0.12", "211 cases"),
    "trend": (
        "11 earlier runs",
        "the latest 2 are shown",
        "0a0a0a0a0a0a",
        "signed",
        "rules, model",
        "7.25",
        "9.5 %",
    ),
    "change": ("Drafts, read by a nurse",),
    "monitoring": (
        "Forty a week, by the officer",
        "2027-03-01: waiver of idle",
        "86",
        "Stroke treated as harmless",
    ),
    "signing": ("Approve", "Conditional", "Reject", "Safety officer"),
}
"""Of each section what must be found in it."""
ELSEWHERE = {"findings": "7 violated, 0 to review, 0 errors, 5 waived"}
"""What the workbook does not say in words: there each finding is a row."""


def bare(text: str) -> str:
    """A text without white space or what lets a line break."""
    return "".join(re.sub("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]", "", text).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return whole_signoff(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def parts(made: Made) -> tuple[Section, ...]:
    return sections(*made)


def pdf_parts(made: Made, folder: Path, found: tuple[Section, ...]) -> dict[str, str]:
    """By section what stands under its title; what stands above the first title is the statement."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed: the words of the PDF were not read (see .ci/run)")
    path = folder / "report.pdf"
    path.write_bytes(signoff_pdf.render(*made))
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    text = re.sub(r"\npilot, .*?\d+ / \d+\n\f?", "\n", done.stdout.decode(), flags=re.DOTALL)
    return _split(text, [(each.id, each.title) for each in found[1:]], r"(?:^|\n|\f){}\n")


def markdown_parts(made: Made, _folder: Path, found: tuple[Section, ...]) -> dict[str, str]:
    text = re.sub(r"\\(.)", r"\1", signoff_markdown.render(*made)).replace("**", "").replace(" | ", " ")
    return _split(text, [(each.id, each.title) for each in found], "\n## {}\n")


def _split(text: str, titles: list[tuple[str, str]], form: str) -> dict[str, str]:
    made, name, at = {}, "statement", 0
    for following, title in titles:
        match = re.compile(form.format(re.escape(title))).search(text, at)
        assert match is not None, f"no section is named {title}"
        made[name] = text[at : match.start()]
        name, at = following, match.end() - 1
    made[name] = text[at:]
    return made


def workbook_parts(made: Made, folder: Path, found: tuple[Section, ...]) -> dict[str, str]:
    xlsx.write(*made, folder / "findings.xlsx")
    book = openpyxl.load_workbook(folder / "findings.xlsx")
    assert book.sheetnames == [each.id.replace("-", " ") for each in found]
    return {
        each.id: "\n".join(
            str(cell.value) for line in book[each.id.replace("-", " ")].iter_rows() for cell in line if cell.value
        )
        for each in found
    }


OUTPUTS: dict[str, Callable[[Made, Path, tuple[Section, ...]], dict[str, str]]] = {
    "pdf": pdf_parts,
    "markdown": markdown_parts,
    "workbook": workbook_parts,
}


@pytest.fixture(scope="module")
def written(
    made: Made, parts: tuple[Section, ...], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, str]]:
    folder, kept = tmp_path_factory.mktemp("written"), {}

    def of(output: str) -> dict[str, str]:
        if output not in kept:
            kept[output] = OUTPUTS[output](made, folder, parts)
        return kept[output]

    return of


def test_every_section_has_its_figures_here(parts: tuple[Section, ...]) -> None:
    assert [each.id for each in parts] == list(FIGURES)[: len(parts)] or {each.id for each in parts} == set(
        FIGURES
    )
    assert len({each.title for each in parts}) == len(parts)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("section", FIGURES)
def test_each_section_is_in_each_output(
    section: str, output: str, written: Callable[[str], dict[str, str]]
) -> None:
    text = bare(written(output)[section])
    for figure in FIGURES[section]:
        if output != "workbook" or figure != ELSEWHERE.get(section):
            assert bare(figure) in text, figure


def words_of(section: Section) -> list[str]:
    """Every text of a section, each by itself."""
    found = [section.title] if section.id != "statement" else []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Boxes):
            found += block.names
        elif isinstance(block, Facts):
            found += [text for row in block.rows for text in row]
        else:
            table = drawn_out(block)
            found += [table.title, table.note, *(column.title for column in table.columns)]
            found += [said(cell) for row in table.rows for cell in row]
    return found


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_leaves_a_word_of_a_section_out(
    output: str, parts: tuple[Section, ...], made: Made, tmp_path: Path
) -> None:
    whole = bare("\n".join(OUTPUTS[output](made, tmp_path, parts).values()))
    if output == "workbook":
        whole = whole.replace(",", "")
    for section in parts:
        if section.id != "findings":
            for text in words_of(section):
                wanted = bare(text).replace(",", "") if output == "workbook" else bare(text)
                assert wanted in whole or wanted == bare(section.title), (section.id, text)


@pytest.mark.parametrize(
    "figure",
    [
        *("0.87", "0.79", "0.66", "19 of 23", "0.0551", "0.0312 to 0.0789"),
        *("pilot of 2026-05-01 (0123456789ab)", "+0.38", "-0.12", "211 cases"),
        *("Forty a week, by the officer", "2027-03-01: waiver of idle", "A101"),
        *("1 rule of these files is neither in production nor adopted", "2 violated, in 1 case"),
    ],
)
def test_the_page_says_it_too(figure: str, made: Made) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", " ", signoff.render(*made)))
    assert bare(figure) in bare(text)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_run_with_little_to_say_has_every_section(rows: int, tmp_path: Path) -> None:
    found = sections(*made_up(tmp_path, plain_rows(rows)))
    assert [each.id for each in found] == list(sections_of_whole(tmp_path))
    assert all(each.blocks for each in found)


def sections_of_whole(folder: Path) -> list[str]:
    return [each.id for each in sections(*whole_signoff(folder))]


def test_a_table_has_a_cell_for_each_column(tmp_path: Path) -> None:
    for made in (whole_signoff(tmp_path), made_up(tmp_path, hostile_rows(), text="".join(TEXTS[:-1]))):
        for section in sections(*made):
            for block in section.blocks:
                if isinstance(block, Table):
                    assert {len(row) for row in block.rows} <= {len(block.columns)}, section.id
                    bars = [[isinstance(cell, Bar) for cell in row] for row in block.rows]
                    kinds = [column.kind == "bar" for column in block.columns]
                    assert all(not drawn or kind for row in bars for drawn, kind in zip(row, kinds, strict=True))


@pytest.mark.parametrize("output", ["pdf", "markdown", "workbook"])
def test_the_same_dossier_gives_the_same_bytes(output: str, made: Made, tmp_path: Path) -> None:
    def once() -> bytes:
        if output == "workbook":
            xlsx.write(*made, tmp_path / "book.xlsx")
            return (tmp_path / "book.xlsx").read_bytes()
        return signoff_pdf.render(*made) if output == "pdf" else signoff_markdown.render(*made).encode()

    assert once() == once()


def test_no_section_quotes_an_answer(tmp_path: Path) -> None:
    for section in sections(*made_up(tmp_path, hostile_rows(names=False))):
        for text in words_of(section):
            assert "you may have a trapped nerve" not in text
            assert "no need to worry" not in text
