PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint quality setup

run: .venv/.run-ready
	@$(BIN)/optimizer compare scenarios/seoul-omnichannel

test: .venv/.dev-ready
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

lint: .venv/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

QUALITY := $(BIN)/python -m benchmarks quality generated --iterations 1200 --seeds 3 --out build/quality-generated.csv \
	--baseline benchmarks/results/quality-generated.csv

quality: .venv/.dev-ready
	@mkdir -p build && rm -f build/quality-generated.*
	@$(QUALITY) --peers sisr
	@$(QUALITY) --peers portfolio --only G-n161-E-R-1-10-20.4-s2

setup: .venv/.dev-ready

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run-ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev-ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/.run-ready
