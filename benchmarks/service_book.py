"""A thousand rules, and answers of three hundred words, made up for the benchmark of the service."""

from __future__ import annotations

import random
from collections.abc import Iterator

WORDS = 300
_DRUGS = (
    "warfarin",
    "apixaban",
    "rivaroxaban",
    "metformin",
    "insulin",
    "lisinopril",
    "ramipril",
    "losartan",
    "amlodipine",
    "atorvastatin",
    "simvastatin",
    "omeprazole",
    "pantoprazole",
    "levothyroxine",
    "prednisone",
    "methotrexate",
    "azathioprine",
    "lithium",
    "sertraline",
    "citalopram",
    "amitriptyline",
    "diazepam",
    "zopiclone",
    "codeine",
    "tramadol",
    "morphine",
    "ibuprofen",
    "naproxen",
    "diclofenac",
    "aspirin",
    "clopidogrel",
    "digoxin",
    "amiodarone",
    "bisoprolol",
    "metoprolol",
    "furosemide",
    "spironolactone",
    "salbutamol",
    "tiotropium",
    "montelukast",
    "cetirizine",
    "amoxicillin",
    "doxycycline",
    "ciprofloxacin",
    "nitrofurantoin",
    "trimethoprim",
    "clarithromycin",
    "fluconazole",
    "aciclovir",
    "carbamazepine",
)
_SIGNS = (
    "chest pain",
    "black stools",
    "a stiff neck",
    "blurred vision",
    "a swollen leg",
    "shortness of breath",
    "a severe headache",
    "vomiting blood",
    "slurred speech",
    "a racing heart",
    "yellow skin",
    "a rash with fever",
    "blood in the urine",
    "fainting",
    "confusion",
    "a weak arm",
    "numb fingers",
    "a high fever",
    "wheezing",
    "palpitations",
)
_HEAD = """medrules 1

pack "Made up"

escalation self-care is "rest at home", "drink plenty of water"
escalation routine   is "make an appointment", "see your doctor"
escalation urgent    is "urgent care", "same-day appointment"
escalation emergency is "call (911|999|112)", "emergency (room|department)"

concept clinician is "(doctor|cardiologist|pharmacist|GP|nurse)"

"""
_TAIL = """  because "It was made up."
  source "Nobody"

"""
_STOPS = """rule r.stop-{n} "{drug} with {sign}"
  harm severe
  when input mentions "{drug}", "{sign}"
  must never advise "(stop|hold|skip) ... {drug}"
    unless output advises "(ask|call) ... <clinician>" in the same sentence
  must mention any of "{sign}", "side effects", clinician
"""
_GOES = """rule r.go-{n} "{sign} on {drug}"
  harm death
  when input mentions all of "{drug}", "{sign}"
  must escalate to urgent
  must never say "nothing to worry about", "{sign} is (harmless|normal)"
"""
_DOSES = """rule r.dose-{n} "{drug}, double"
  harm moderate
  must never advise "double ... {drug}", "{drug} ... twice the dose"
"""
_PARTS = (
    "Keep taking your {drug} as it was prescribed.",
    "Do not stop {drug} without asking your doctor first.",
    "If you notice {sign}, go to the emergency department.",
    "Many people who take {drug} never have {sign}, but it can happen.",
    "You could make an appointment with your doctor next week to talk about {drug}.",
    "Drink plenty of water, rest at home and keep a note of how you feel each day.",
    "Have you had {sign} before, or has anything changed since you began {drug}?",
    "It is unlikely that {sign} comes from {drug}, though your pharmacist can tell you more.",
    "- Avoid alcohol while you take {drug}.",
    "- Call 911 when {sign} comes on suddenly.",
    "Take {drug} 5 mg once a day with food, in the morning.",
)


def rule_book(rules: int = 1000) -> str:
    """The text of a file of so many rules, each other than all before it."""
    made = []
    for n in range(rules):
        template = (_STOPS, _GOES, _DOSES)[n % 3]
        drug, sign = _DRUGS[n % len(_DRUGS)], _SIGNS[n // len(_DRUGS) % len(_SIGNS)]
        made.append(template.format(n=n, drug=drug, sign=sign) + _TAIL)
    return _HEAD + "".join(made)


def asked_and_answered(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Questions with answers of about three hundred words."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for _ in range(count):
        drug, sign = chance.choice(_DRUGS), chance.choice(_SIGNS)
        said: list[str] = []
        while len(" ".join(said).split()) < WORDS:
            part = chance.choice(_PARTS)
            one_of = chance.choice((drug, chance.choice(_DRUGS)))
            said.append(part.format(drug=one_of, sign=chance.choice(_SIGNS)))
        text = "".join(f"\n{part}\n" if part.startswith("-") else f"{part} " for part in said)
        yield f"I take {drug} and have {sign}. What should I do?", text
