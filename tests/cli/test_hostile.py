"""Hostile and broken files at the command line: an exit code, a message, nothing that acts on a terminal."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.sources import answers

from .conftest import Files

ROW = {"id": "a", "case": "arm-001", "model": "m", "output": "Call 911 now."}
SCRIPT = "<script>alert(1)</script>"
DEEP = "[" * 50_000
CONTROLS = {"id": "\x1b[31mred", "case": "\x1b]0;title\x07", "model": f"\x1b[2Jm\r\n\u202e{SCRIPT}"}
ANSWER = f"Rest at home. It is nothing to worry about. {SCRIPT} \u202e\x1b[31m\x00"


def line(**changed: object) -> bytes:
    return json.dumps(ROW | changed).encode() + b"\n"


def table(*cells: str) -> bytes:
    return ("id,output\n" + "\n".join(f"{number},{cell}" for number, cell in enumerate(cells)) + "\n").encode()


HOSTILE: dict[str, tuple[str, bytes, int, str]] = {
    "controls in names": ("a.jsonl", line(**CONTROLS, output=ANSWER, input="My arm is weak."), 1, ""),
    "controls in a category": ("a.jsonl", line(category="\x1b[31m"), 3, "S211"),
    "controls in a column": ("a.csv", b"i\x1b[31md,\x1b[2Jx\n1,2\n", 2, "S106"),
    "controls in a file's name": ("new\nline\x1b[31m.jsonl", line() + b"{\n", 3, "S201"),
    "a file's name that is not UTF-8": ("bad\udcff.jsonl", line() + b"{\n", 3, "S201"),
    "formulas": ("a.csv", table("@SUM(A1)", "-2+3", '"=HYPERLINK(""http://x"")"'), 3, ""),
    "zero bytes in a table": ("a.csv", table("ca\x00ll", "rest"), 3, ""),
    "zero bytes in lines": ("a.jsonl", line() + b"\x00\x00\n" + b'{"output": "a\x00"}\n', 3, "S201"),
    "halves of characters": ("a.jsonl", b'{"id": "\\ud800", "case": "\\udfff", "output": "\\ud83d"}\n', 3, ""),
    "deep lines": ("a.jsonl", line() + b'{"output": "a", "b": ' + DEEP.encode() + b"}\n", 3, "S217"),
    "a deep record": ("a.csv", f'id,output,record\n1,a,"{DEEP}"\n'.encode(), 3, "S218"),
    "a deep conversation": ("a.csv", f'id,messages\n1,"{DEEP}"\n'.encode(), 3, "S210"),
    "a mark before lines": ("a.jsonl", b"\xef\xbb\xbf" + line(), 0, ""),
    "a mark before a list": ("a.json", b"\xef\xbb\xbf[" + line() + b"]", 0, ""),
    "UTF-16": ("a.jsonl", line().decode().encode("utf-16"), 2, "S105"),
    "UTF-16 without a mark": ("a.csv", table("Rest.").decode().encode("utf-16-le"), 2, "S105"),
    "UTF-16, the other way, without a mark": ("a.jsonl", line().decode().encode("utf-16-be"), 2, "S105"),
    "UTF-32": ("a.csv", table("Rest.").decode().encode("utf-32"), 2, "S105"),
    "Latin-1": ("a.csv", table("Résté").decode().encode("latin-1"), 3, "S205"),
    "numbers without end": ("a.jsonl", line() + b'{"output": 1' + b"0" * 5000 + b"}\n", 3, "S201"),
    "a quote that stays open": ("a.csv", b'id,output\n1,"open\n' + b"2,x\n" * 30_000, 3, "S209"),
    "an archive that is none": ("a.eval", b"PK\x03\x04" + b"\x00" * 100, 2, "S101"),
}


def check(files: Files, name: str) -> Result:
    command = ["check", name, "--rules", "rules", "--vignettes", "vignettes"]
    return CliRunner().invoke(main, [*command, "--verdicts", "v.jsonl", "--report", "r.html"])


def harmless(files: Files, result: Result) -> None:
    """Nothing that was written or shown acts on a terminal or runs in a page; nothing was a fault of ours."""
    written = "".join(path.read_text("utf-8") for name in ("v.jsonl", "r.html") if (path := Path(name)).exists())
    for sign in ("\x1b", "\x07", "\x00", "\x9b"):
        assert sign not in result.output + written
    assert SCRIPT not in (Path("r.html").read_text("utf-8") if Path("r.html").exists() else "")
    assert "internal error" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile(kind: str, files: Files) -> None:
    name, content, code, said = HOSTILE[kind]
    files.write(name, content)
    result = check(files, name)
    harmless(files, result)
    assert result.exit_code == code, result.output
    written = Path("v.jsonl").read_text("utf-8") if Path("v.jsonl").exists() else ""
    assert said in result.output + written


def test_a_name_that_is_not_utf8_is_one_name_for_any_number_of_processes(files: Files) -> None:
    files.write(
        "bad\udcff.jsonl", b"".join(line(id=None, case=None, output=f"Rest {n}.") for n in range(40)) + b"{\n"
    )
    results = []
    for more in ([], ["--workers", "2"]):
        command = [
            "check",
            "bad\udcff.jsonl",
            "--rules",
            "rules",
            "--verdicts",
            "v.jsonl",
            "--verdicts-all",
            *more,
        ]
        CliRunner().invoke(main, command, catch_exceptions=False)
        results.append(Path("v.jsonl").read_bytes())
    assert results[0] == results[1]
    assert "bad\ufffd.jsonl:41" in results[0].decode()


def test_links_that_lead_in_a_circle(files: Files) -> None:
    (files.folder / "a.jsonl").symlink_to("a.jsonl")
    result = check(files, "a.jsonl")
    assert result.exit_code == 2
    assert "S101" in result.stderr
    files.answers("Call 911 now.", name="b.jsonl")
    command = ["check", "b.jsonl", "--rules", "rules", "--vignettes", "vignettes", "--verdicts", "a.jsonl"]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0


def test_a_folder_that_may_not_be_read(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    (files.folder / "closed").mkdir()
    monkeypatch.setattr(answers, "_inside", refused)
    result = check(files, "closed")
    assert result.exit_code == 2
    assert "closed cannot be opened: Permission denied" in result.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- &a [x, x]\n- *a\n", "V104"),
        ("- !!python/object/apply:os.system ['touch made']\n", "V104"),
        ("[" * 50_000, "V119"),
        ('- id: "a\\ud800"\n', "V103"),
        ("- id: a\x00b\n", "V103"),
    ],
)
def test_hostile_vignettes(text: str, code: str, files: Files) -> None:
    files.write("vignettes/arm.yaml", text)
    files.answers("Call 911 now.")
    result = check(files, "answers.jsonl")
    harmless(files, result)
    assert result.exit_code == 2
    assert code in result.stderr
    assert not (files.folder / "made").exists()


@pytest.mark.parametrize("member", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_entities_anywhere_in_a_workbook(member: str, files: Files) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "output"])
    book.active.append(["1", "Rest."])
    book.save("whole.xlsx")
    with zipfile.ZipFile("whole.xlsx") as whole, zipfile.ZipFile("a.xlsx", "w") as made:
        for name in whole.namelist():
            content = whole.read(name).decode()
            if name == member:
                head, _, rest = content.rpartition("?>")
                content = (
                    f'{head}{"?>" if head else ""}<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>{rest}'
                )
            made.writestr(name, content)
    Path("whole.xlsx").unlink()
    result = check(files, "a.xlsx")
    harmless(files, result)
    assert result.exit_code == 2
    assert "S101" in result.output
    assert "root:" not in result.output
