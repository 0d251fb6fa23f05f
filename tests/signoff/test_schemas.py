"""The published schemas are those of the program, and the files of a real bundle are as they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, ValidationError

from medrules.cli.main import main
from medrules.signoff import schemas

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module", params=["all", "none"])
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a demo model and of a row that cannot be read."""
    folder = tmp_path_factory.mktemp("bundle")
    answers = folder / "answers.jsonl"
    answers.write_text((ROOT / "samples" / "demo-hasty.jsonl").read_text("utf-8") + "no row\n", "utf-8")
    rules = ["--rules", str(ROOT / "rules"), "--rules", str(ROOT / "demo" / "fictitious-hospital.rules")]
    arguments = ["signoff", "portal-pilot", str(answers), *rules, "--as-of", "2026-11-22"]
    out = folder / "bundle"
    done = CliRunner().invoke(main, [*arguments, "--quotes", request.param, "--out", str(out)])
    assert out.is_dir(), done.output
    return out


def closed(schema: Any) -> Any:
    """The schema with no other field allowed, so that one which it does not know is found out."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(each) for name, each in schema.items()}
    return {**made, "additionalProperties": False} if isinstance(made.get("properties"), dict) else made


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(closed(schema))


@pytest.mark.parametrize("name", schemas.MODELS)
def test_what_is_published_is_up_to_date(name: str) -> None:
    published = (ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8")
    assert published == schemas.text(name), "run: python -m medrules.signoff.schemas docs/schemas"


def test_one_command_writes_them_all(tmp_path: Path) -> None:
    schemas.main(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        path.name for path in (ROOT / "docs" / "schemas").iterdir()
    }


@pytest.mark.parametrize("name", ["decision", "scorecard", "trend", "lock"])
def test_a_bundle_is_as_they_say(name: str, bundle: Path) -> None:
    validator(name).validate(json.loads((bundle / f"{name}.json").read_text("utf-8")))


def test_every_verdict_is_as_they_say(bundle: Path) -> None:
    rows = [json.loads(line) for line in (bundle / "verdicts.jsonl").read_text("utf-8").splitlines()]
    assert any(row["rule"] is None for row in rows)
    for row in rows:
        validator("verdict").validate(row)


def test_another_verdict_is_not(bundle: Path) -> None:
    row = json.loads((bundle / "verdicts.jsonl").read_text("utf-8").splitlines()[0])
    for wrong in ({"verdict": "maybe"}, {"points": "ten"}, {"harm": "grave"}, {"new": 1}):
        with pytest.raises(ValidationError):
            validator("verdict").validate({**row, **wrong})


def test_fields_are_described() -> None:
    described = schemas.schema("decision")["$defs"]["Judgement"]["properties"]["figure"]
    assert described["description"].startswith("What the run gives")
    assert "one_line" not in schemas.text("decision")
