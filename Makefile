# Broadsheet. `make help` lists what there is to make. Everything is installed into .venv beside this file.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?= seeds

.PHONY: help run test check format lint types contracts bench wheel snapshots pictures clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## open the reader on the bundled stories, or on a folder: make run ARGS=path
	@$(BIN)/broadsheet $(ARGS)

# Four at a time, on two processors as well: half of the time they wait. With PYTHONDONTWRITEBYTECODE set, every program
# that they start would compile the package anew.
test: $(VENV)/.dev ## run the tests, or some of them: make test TESTS=tests/query
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal $(TESTS)

check: format lint types contracts test ## everything a change must pass

format: $(VENV)/.dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

contracts: $(VENV)/.dev
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## measure, print figures and ratios (docs/benchmarks.md)
	@$(BIN)/python -m tests.benchmarks $(BENCH)

wheel: $(VENV)/.dev ## build the wheel, install it into an empty environment and run it there
	@$(BIN)/python -m tests.wheel

snapshots: $(VENV)/.dev ## take the pictures of the screen anew, after a wanted change of looks
	@$(BIN)/python -m pytest -m "not slow" --snapshot-update tests/view

pictures: $(VENV)/.dev ## take the pictures of README.md and write docs/keys.md anew, after a change of looks or keys
	@$(BIN)/python tests/pictures.py
	@$(BIN)/python -m tests.docs_keys

clean: ## remove what the other targets made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .hypothesis .import_linter_cache snapshot_report.html
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Broadsheet needs Python 3.11 or newer; name one with: make PYTHON=python3.11 run"; exit 1; }
	@echo "Making $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[reader,images]'
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,reader,images]'
	@touch $@ $(VENV)/.run
