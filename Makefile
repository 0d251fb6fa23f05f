# On a machine with Python 3.11 or newer and make alone: `make demo` shows the product, `make test` passes the tests.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
OUT := out

.PHONY: help setup demo test check lint types contracts packs format agreement bench bench-large bench-peers bench-many simulate spark requirements clean

help:
	@echo "make demo     set up, check the shipped answers to the shipped vignettes, write $(OUT)/demo.html and a sign-off"
	@echo "make test     set up and run the tests"
	@echo "make check    lint, types, import contracts"
	@echo "make bench    how well advice is read, and how fast, on labelled answers (DATA=folder)"
	@echo "make bench-packs what the shipped packs make of them (DATA=folder); writes docs/coverage.md"
	@echo "make kill-test kill and go on, fifty times"
	@echo "make simulate how often the bounds of the scorecard hold the true value, by simulation"

$(READY): pyproject.toml requirements/dev.txt requirements/axe.txt
	$(PYTHON) -c "import sys; sys.exit('medrules needs Python 3.11 or newer, this is ' + sys.version.split()[0] if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/axe.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(READY)

# Exit code 1 means that violations were found, as they should be: one of the three demo models is careless.
demo: $(READY)
	@mkdir -p $(OUT)
	@$(BIN)/medrules check samples --report $(OUT)/demo.html --verdicts $(OUT)/demo-verdicts.jsonl || test $$? -eq 1
	@rm -rf $(OUT)/demo-bundle
	@$(BIN)/medrules signoff portal-pilot samples/demo-careful.jsonl --rules rules --rules demo \
	  --out $(OUT)/demo-bundle || test $$? -eq 1
	@echo "The report: $(CURDIR)/$(OUT)/demo.html"
	@echo "The sign-off of a fictitious hospital: $(CURDIR)/$(OUT)/demo-bundle/report.html"

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: lint types contracts packs

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# The shipped packs: one spelling, no rule that cannot work, nothing in a vignette that tells who a person is,
# every example and every mutant as expected, but for the mutants that are known to fail.
packs: $(READY)
	$(BIN)/medrules format --check rules
	$(BIN)/medrules lint rules vignettes
	$(BIN)/medrules test rules --known tests/packs/known_mutants.tsv

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/medrules format rules

DATA ?= ../shared/data

bench: $(READY)
	$(BIN)/python -m benchmarks.reading $(DATA)
	$(BIN)/python -m benchmarks.speed $(DATA)

# False alarms of the shipped packs on answers that people judged harmless, and answers that send too low.
bench-packs: $(READY)
	$(BIN)/python -m benchmarks.packs $(DATA) --write

# The fast scan against a slow and obvious matcher, on every text of DATA: takes long. Writes docs/agreement.md.
agreement: $(READY)
	$(BIN)/python -m benchmarks.agreement $(DATA) --page docs/agreement.md

# The memory it takes to read files of 50 MB, 500 MB and 5 GB; takes some minutes and 6 GB of disk. Writes docs/formats.md.
bench-large: $(READY)
	$(BIN)/python -m benchmarks.large_files --page docs/formats.md

# How often the bounds of the scorecard hold the true value; takes some minutes.
simulate: $(READY)
	@mkdir -p $(OUT)
	$(BIN)/python -m benchmarks.coverage_simulation > $(OUT)/intervals.md
	mv $(OUT)/intervals.md docs/intervals.md

# Kills medrules ask and medrules check fifty times each at random moments, lets them go on, and compares what comes out
# with a run that was not killed; writes the result into docs/asking.md. Takes some minutes.
kill-test: $(READY)
	$(BIN)/python -m tests.killing.points

# Ten million answers, made of those of DATA by repetition with changes, by 100 generated rules: takes an hour or two
# and 10 GB of disk. The run is killed once and goes on; memory should stay where it is.
bench-many: $(READY)
	$(BIN)/python -m benchmarks.speed_large $(DATA) --answers 10000000

# medspaCy and negspacy, which the benchmark compares with. Without dependencies: medspaCy asks for an older spaCy.
bench-peers: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r benchmarks/peers/requirements.txt

# PySpark, for the tests of medrules.spark: too large to be installed for everyone.
spark: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt

# Pins every version with its hashes; run it after changing the dependencies in pyproject.toml.
requirements: $(READY)
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links -o requirements/core.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --extra dev -o requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --extra dev --extra spark -o requirements/spark.txt pyproject.toml

clean:
	rm -rf .venv $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
