"""``medrules format``: one spelling and shape, the same rules, every comment kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.language import writing
from medrules.language.formatting.files import format_file, meaning
from medrules.language.formatting.formatter import formatted
from medrules.language.source import Source, tokens
from medrules.model.rule import Rule
from medrules.shipped import folder

from .reading import read, sound
from .test_printing import HEAD, WHOLE, rules

UNITS = ("µmol", "mmol", "mg", "g", "mcg", "mol", "L", "x10", "kg", "m2", "C")
"""Parts of units, of which a capital is another unit."""
GOLDEN = Path(__file__).parent / "formatting"
GUIDE = Path(__file__).parents[2] / "docs" / "language.md"


def shaped(text: str) -> str:
    made = formatted(Source("t.rules", text))
    assert formatted(Source("t.rules", made)) == made
    return made


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.rules")), ids=lambda path: path.stem)
def test_golden(path: Path, update_golden: bool) -> None:
    made = format_file(path, folder("rules"))
    assert made.text is not None
    expected = path.with_suffix(".formatted")
    if update_golden:
        expected.write_text(made.text, encoding="utf-8")
    assert made.text == expected.read_text(encoding="utf-8")
    assert shaped(made.text) == made.text


@pytest.mark.parametrize("path", sorted(folder("rules").glob("*.rules")), ids=lambda path: path.stem)
def test_a_shipped_pack_keeps_its_meaning_and_its_comments(path: Path) -> None:
    made = format_file(path, folder("rules"))
    assert made.text is not None
    assert comments(made.text) == comments(path.read_text(encoding="utf-8"))


def comments(text: str) -> list[str]:
    return sorted(token.text.strip() for token in tokens(text) if token.kind == "comment")


# ------------------------------------------------------------------ any rule, spelt and commented in any way


@st.composite
def untidy(draw: st.DrawFn, text: str) -> str:
    """The same text with capitals, other quotes, white space and comments between its words."""
    pieces: list[str] = []
    number = 0
    for token in tokens(text):
        written = token.text
        if token.kind == "word" and written not in UNITS and draw(st.integers(0, 3)) == 0:
            written = written.upper()
        if token.kind == "string" and not set('“”"') & set(written[1:-1]) and draw(st.booleans()):
            written = f"“{written[1:-1]}”"
        if token.kind == "rest" and not token.text.strip():
            gap = draw(st.sampled_from(["", "\n", "  ", "\n\n", "#", "\n#", "\n\n  #"]))
            number += gap.endswith("#")
            written = token.text + gap + (f" note {number}\n" if gap.endswith("#") else "")
        pieces.append(written)
    return "".join(pieces)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules(), st.data())
def test_any_rule_in_any_spelling(rule: Rule, data: st.DataObject) -> None:
    tidy = HEAD + writing.rule(rule, "testing")
    text = data.draw(untidy(tidy))
    made = shaped(text)
    assert comments(made) == comments(text)
    assert meaning(sound(made)) == meaning(sound(tidy))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_declaration_in_any_spelling(data: st.DataObject) -> None:
    many = ", ".join(f'"{number}"' for number in range(20))
    tidy = f"{WHOLE}\nconcept many is {many}\n"
    text = data.draw(untidy(tidy))
    made = shaped(text)
    assert comments(made) == comments(text)
    assert meaning(sound(made)) == meaning(sound(tidy))


def test_what_the_guide_shows_changes_its_shape_only() -> None:
    blocks = GUIDE.read_text(encoding="utf-8").split("```medrules\n")[1:]
    texts = [block.split("\n```")[0] + "\n" for block in blocks]
    assert len(texts) > 10
    for text in texts:
        before, after = read(text)[0], read(shaped(text))[0]
        assert meaning(before) == meaning(after)
        assert comments(text) == comments(shaped(text))


# ------------------------------------------------------------------ single choices


def body(text: str) -> list[str]:
    """The lines of a rule's body after its harm."""
    made = shaped(f'medrules 1\nrule a.b "t"\n  harm mild\n{text}\n')
    return made.split("  harm mild\n")[1].splitlines()


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("must never say any of a, b", "must never say a, b"),
        ("must say any of a", "must say a"),
        ("must say any of a, b", "must say any of a, b"),
        ("must say all of a", "must say all of a"),
        ("when (risk is high)", "when risk is high"),
        ("when not (risk is high)", "when not risk is high"),
        ("when ((risk is high and category is research))", "when risk is high and category is research"),
        ("when (risk is low and input says a) or input says b",) * 2,
        ("when input mentions any of a, b", "when input mentions a, b"),
        ("must include section all of “Plan”", 'must include sections "Plan"'),
        ("must mention a within the first 1 sentences", "must mention a within the first sentence"),
        ("must mention a within the first 02 sentence", "must mention a within the first 2 sentences"),
        ("must mention a in section “P” within the first 2 sentences before b",
         'must mention a before b within the first 2 sentences in section "P"'),
        ("must say a with harm mild unless risk is low", "must say a unless risk is low with harm mild"),
        ("must escalate to urgent within 90 min", "must escalate to urgent within 90 minutes"),
        ("must escalate to urgent within 1440 minutes", "must escalate to urgent within 24 hours"),
        ("must mention “stop… <A>”", 'must mention "stop... <a>"'),
        (r'must mention “\(a\) "x\"”', r'must mention "\(a\) \"x\""'),
        ('keywords “a”,"b"', 'keywords "a", "b"'),
    ],
)  # fmt: skip
def test_one_spelling(written: str, line: str) -> None:
    assert body(written) == ["  " + line]


def test_categories() -> None:
    assert "\n  for research/quality, administration\n" in shaped(
        'medrules 1\nrule a "t" harm mild for Research / quality,administration must say "x"\n'
    )


def test_slots_come_in_one_order_and_bring_their_comments() -> None:
    lines = body('# why\nbecause "b" # so\nmust say a\n# when\nwhen risk is low')
    assert lines == ["  # when", "  when risk is low", "  must say a", "  # why", '  because "b"  # so']


def test_many_short_phrases_fill_lines() -> None:
    numbers = ", ".join(f'"{number}"' for number in range(30))
    for gap in ("", "\n\n"):
        made = shaped(f"medrules 1\nconcept a is {gap}{numbers}\n")
        assert len(made.splitlines()) == 5
        assert '\n  "0", "1",' in made


def test_every_source_stands_on_its_line() -> None:
    assert body('source "a", # one\n "b"') == ['  source "a"  # one', '  source "b"']


def test_line_ends_and_the_byte_order_mark_go(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    path.write_bytes('\ufeffmedrules 1\r\n\r\nconcept a is "é\u2019s"\r\n'.encode())
    made = format_file(path, None)
    assert made.changed
    assert made.text == 'medrules 1\n\nconcept a is "é\u2019s"\n'


def test_dashes_outside_strings_become_hyphens() -> None:
    assert shaped('medrules 1\nconcept a–b is "c–d" # e–f\n') == 'medrules 1\n\nconcept a-b is "c–d"  # e–f\n'


def test_a_file_with_errors_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    path.write_text('medrules 1\nrule a "t" harm mild must say b source "s"\n', encoding="utf-8")
    made = format_file(path, None)
    assert made.text is None
    assert not made.changed
    assert [found.code for found in made.problems] == ["E401"]


def test_a_text_of_several_lines_keeps_its_quotes() -> None:
    lines = body('because """\n    He said "no" and \\"\\"\\"yes\\"\\"\\".\n    Then not.\n    """')
    assert lines[1] == '    He said "no" and \\"\\"\\"yes\\"\\"\\".'
