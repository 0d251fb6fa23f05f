"""``medrules review``: what is drawn, what reviewers see, what they may type, and what a sign-off makes of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from medrules.cli.main import main
from medrules.signoff import schemas

from .conftest import Files
from .test_signoff import BLOCK, Room

OWN = ["--rules", "rules", "--vignettes", "vignettes"]
ASKED = BLOCK + "  require at least 40 cases reviewed with agreement at least 0.6\n"


@pytest.fixture
def room(files: Files) -> Room:
    made = Room(files)
    block = ASKED.replace('  signed by "Safety officer", "Director"\n', "") + '  signed by "Director"\n'
    answers = dict.fromkeys(range(0, 40, 2), "Rest at home.")
    made.say(block=block, answers={**answers, 1: "- Call 911 now."})
    return made


def invoke(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def drawn(*more: str, out: str = "review.csv") -> Result:
    return invoke("review", "sample", "answers.jsonl", *OWN, "--out", out, "--per-stratum", "30", *more)


def key(name: str = "review.key.json") -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(Path(name).read_text("utf-8"))
    return found


def filled(source: str, target: str, wrong: int = 0, **said: str) -> None:
    """A reviewer's file filled in as the key has it, but for the first few, or as said of an item."""
    verdicts = {str(item["id"]): str(item["verdict"]) for item in key()["items"]}
    rows = list(csv.reader(io.StringIO(Path(source).read_text("utf-8-sig"))))
    for at, row in enumerate(rows[1:]):
        row[7] = said.get(row[0], verdicts[row[0]] if at >= wrong else "cannot tell")
        row[8] = "Acceptable"
    with Path(target).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def test_every_stratum_is_drawn_from_with_known_chances(room: Room) -> None:
    result = drawn()
    assert result.exit_code == 0, result.output
    strata = {str(each["verdict"]): (each["population"], each["drawn"]) for each in key()["strata"]}
    assert strata == {"met": (180, 30), "violated": (20, 20)}
    items = key()["items"]
    assert len(items) == 50
    assert sum(int(str(each["cases"])) for each in key()["counts"]) == 100


def test_reviewers_see_nothing_of_our_verdicts_and_no_formula(room: Room) -> None:
    drawn("--reviewers", "2", out="review.xlsx")
    orders = []
    for who in (1, 2):
        book = openpyxl.load_workbook(f"review-{who}.xlsx")
        sheet = book["Review"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert all(row[7] is None and row[8] is None for row in rows[1:])
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        lists = {str(each.sqref)[0]: each.formula1 for each in sheet.data_validations.dataValidation}
        assert lists["H"] == '"met,violated,not applicable,cannot tell"'
        orders.append([row[0] for row in rows[1:]])
        assert "A weak arm is sent to emergency services" in rows[1][5]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_the_same_seed_gives_the_same_bytes_and_csv_holds_no_formula(room: Room) -> None:
    drawn()
    first = [Path(name).read_bytes() for name in ("review.csv", "review.key.json")]
    drawn("--workers", "2", out="again.csv")
    assert [Path(name).read_bytes() for name in ("again.csv", "again.key.json")] == first
    drawn("--seed", "7", out="other.csv")
    assert Path("other.csv").read_bytes() != first[0]
    cells = [cell for row in csv.reader(io.StringIO(first[0].decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_two_reviewers_who_agree_and_one_verdict_that_is_not_settled(room: Room) -> None:
    drawn("--reviewers", "2")
    item = str(key()["items"][0]["id"])
    filled("review-1.csv", "ann.csv", **{item: "not applicable"})
    filled("review-2.csv", "bob.csv", wrong=2)
    result = invoke("review", "import", "ann.csv", "bob.csv", "--key", "review.key.json", "--json", "r.json")
    assert result.exit_code == 0, result.output
    assert "opinions of “cannot tell”" in result.output
    found = json.loads(Path("r.json").read_text("utf-8"))
    assert found["reviewers"] == ["ann", "bob"]
    assert found["verdicts"] + found["unsettled"] == 50
    assert found["checker"][1]["ac1"] == pytest.approx(1.0)
    assert found["checker"][0]["ac1"] < 1
    assert found["rates"][0]["raw"] == pytest.approx(0.1)
    assert found["acceptable"][0]["counts"]["acceptable"] == 50


def test_a_workbook_comes_back_as_csv_does(room: Room) -> None:
    drawn(out="review.xlsx")
    verdicts = {item["id"]: item["verdict"] for item in key()["items"]}
    book = openpyxl.load_workbook("review.xlsx")
    for row in book["Review"].iter_rows(min_row=2):
        row[7].value = verdicts[row[0].value]
    book.save("ann.xlsx")
    result = invoke("review", "import", "ann.xlsx", "--key", "review.key.json", "--json", "r.json")
    assert result.exit_code == 0, result.output
    found = json.loads(Path("r.json").read_text("utf-8"))
    assert found["rates"][0]["corrected"] == pytest.approx(0.1)
    assert found["rules_found"][0]["precision"]["value"] == 1
    row = book["Review"][3]
    row[7].value = "violatd"
    book.save("bob.xlsx")
    result = invoke("review", "import", "bob.xlsx", "--key", "review.key.json")
    assert result.exit_code == 2
    assert "sheet 'Review', row 3, column H, 'your verdict': 'violatd' is none of its words" in result.stderr
    assert "Did you mean violated?" in result.stderr


def test_a_sign_off_takes_the_review_of_its_own_answers_alone(room: Room) -> None:
    room.run(out="none")
    assert "No clinicians' review was given (--review FILE)." in json.dumps(room.decision("none"))
    drawn("--signoff", "pilot")
    filled("review.csv", "ann.csv")
    assert invoke("review", "import", "ann.csv", "--key", "review.key.json", "--json", "r.json").exit_code == 0
    room.run("--review", "r.json")
    criteria = {each["criterion"]["kind"]: each for each in room.decision()["criteria"]}  # type: ignore[attr-defined]
    assert criteria["cases reviewed"]["state"] == "met", criteria["cases reviewed"]
    report = (room.files.folder / "bundle" / "report.html").read_text("utf-8")
    assert "ann and checker" in report
    lock = json.loads((room.files.folder / "bundle" / "lock.json").read_text("utf-8"))
    assert [each["name"] for each in lock["files"] if each["kind"] == "review"] == ["r.json"]
    sealed = json.loads((room.files.folder / "bundle" / "review.json").read_text("utf-8"))
    Draft202012Validator(schemas.schema("review")).validate(sealed)
    assert sealed["reviewers"] == ["ann"]
    assert not (room.files.folder / "none" / "review.json").exists()
    path = room.files.folder / "answers.jsonl"
    path.write_text(path.read_text("utf-8").replace("Rest at home.", "Rest at home now."), encoding="utf-8")
    result = room.run("--review", "r.json", out="later")
    assert (result.exit_code, "R150" in result.stderr) == (2, True)


def test_a_key_that_was_cut(room: Room) -> None:
    drawn()
    cut = key()
    cut["items"].pop()
    Path("cut.json").write_text(json.dumps(cut), encoding="utf-8")
    result = invoke("review", "import", "review.csv", "--key", "cut.json")
    assert (result.exit_code, "items were taken away" in result.stderr) == (2, True)


def test_an_empty_file_is_no_review(room: Room) -> None:
    drawn()
    result = invoke("review", "import", "review.csv", "--key", "review.key.json", "--json", "r.json")
    assert result.exit_code == 0
    assert "left 50 items empty" in result.output
    found = json.loads(Path("r.json").read_text("utf-8"))
    assert found["checker"][0]["lower"] is None
    assert all(each["corrected"] is None for each in found["rates"])
    room.run("--review", "r.json")
    criteria = {each["criterion"]["kind"]: each for each in room.decision()["criteria"]}  # type: ignore[attr-defined]
    assert criteria["cases reviewed"]["state"] == "cannot be decided"
