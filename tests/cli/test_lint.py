"""``medrules lint``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import RULES, Files

DOUBLE = RULES.replace('"weak arm", ', '"weak arm", "weak arm", ')


def medrules(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False)


def test_sound_rules(files: Files) -> None:
    result = medrules("rules", "--strict")
    assert result.exit_code == 0
    assert result.stdout == "0 errors, 0 warnings.\n"


def test_warnings_count_with_strict_alone(files: Files) -> None:
    files.write("rules/arm.rules", DOUBLE)
    result = medrules("rules")
    assert result.exit_code == 0
    assert "rules/arm.rules:9" in result.stdout
    assert "warning L201" in result.stdout
    assert "0 errors, 1 warning, 1 of them mended by --fix." in result.stdout
    assert medrules("rules", "--strict").exit_code == 1


def test_fix_mends(files: Files) -> None:
    files.write("rules/arm.rules", DOUBLE)
    result = medrules("rules", "--fix", "--strict")
    assert result.exit_code == 0
    assert "0 errors, 1 warning, 1 mended." in result.stdout
    assert Path("rules/arm.rules").read_text("utf-8") == RULES


def test_errors(files: Files) -> None:
    files.write("rules/arm.rules", RULES.replace("must escalate", "must escalte"))
    result = medrules("rules")
    assert result.exit_code == 2
    assert "E2" in result.stderr


def test_the_day_by_which_reviews_are_due(files: Files) -> None:
    files.write("rules/arm.rules", RULES.replace('pack "Weak arm"', 'pack "Weak arm" review by 2027-01-01'))
    assert medrules("rules", "--as-of", "2027-01-01").stdout == "0 errors, 0 warnings.\n"
    assert "warning L402" in medrules("rules", "--as-of", "2027-01-02").stdout
