"""Rules that stand with a vignette, as ``medrules check`` and ``medrules lint`` meet them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import VIGNETTES, Files, Lines

OWN = '  rules: |\n    must mention "time of onset"\n    must never mention "tea" with harm mild\n'


def run(command: str, *arguments: str) -> Result:
    result = CliRunner().invoke(main, [command, *arguments], catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def write(files: Files, rules: str) -> None:
    (path,) = Path("vignettes").glob("*.yaml")
    path.write_text(VIGNETTES + rules, encoding="utf-8")


def test_a_run_counts_them(files: Files, lines: Lines) -> None:
    write(files, OWN)
    result = run(
        "check", files.answers("Call 911 now and drink tea."), "--rules", "rules", "--vignettes", "vignettes",
        "--verdicts", "v.jsonl", "--report", "r.html",
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    rows = [row for row in lines("v.jsonl") if row["rule"] == "case:arm-001"]
    assert [(row["obligation"], row["verdict"], row["harm"], row["line"]) for row in rows] == [
        (1, "violated", "moderate", 10),
        (2, "violated", "mild", 11),
    ]
    assert "2 rules" in result.stdout
    assert "case:arm-001" in Path("r.html").read_text(encoding="utf-8")


def test_several_processes_give_the_same(files: Files) -> None:
    write(files, OWN)
    written = []
    for workers in ("1", "2"):
        name = f"v{workers}.jsonl"
        answers = files.answers(*["Call 911 now.", "Drink tea."] * 20)
        run(
            "check",
            answers,
            "--rules",
            "rules",
            "--vignettes",
            "vignettes",
            "--verdicts",
            name,
            "--workers",
            workers,
        )
        written.append(Path(name).read_text(encoding="utf-8"))
    assert written[0] == written[1]
    assert "case:arm-001" in written[0]


def test_what_is_wrong_with_them_stands_in_the_vignette(files: Files) -> None:
    write(files, "  rules: must escalate to emergncy\n")
    for result in (
        run("check", files.answers("Call 911 now."), "--rules", "rules", "--vignettes", "vignettes"),
        run("lint", "rules", "vignettes"),
    ):
        assert result.exit_code in (1, 2)
        shown = result.output
        assert ".yaml:9:" in shown
        assert "did you mean emergency?" in shown
        assert "^^^^^^^^" in shown
