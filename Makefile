# The one door to the project. `make run` and `make test` set up everything they need from the locks in requirements/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

# The first interpreter that is new enough and can make a virtual environment. PYTHON=... overrules the search.
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c '$(SUITABLE)' 2>/dev/null && echo "$$python" && break; done)

.PHONY: help run test accept lint fix types contracts docs lock schema bench bench-reading clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

run: .venv/run.stamp ## Start the web application on http://127.0.0.1:8000 (PORT=... for another port)
	@exec $(BIN)/python -m jiheng_web --host 127.0.0.1 --port $(PORT)

test: lint types contracts ## Run every check: lint, types, import contracts, tests
	$(BIN)/pytest

accept: lint types contracts .venv/bench.stamp ## Run every check, all of the broken files, and count reading quality
	$(BIN)/pytest --all-mutations
	$(BIN)/python -m bench.reading

lint: .venv/dev.stamp ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp ## Check types
	$(BIN)/mypy

contracts: .venv/dev.stamp ## Check who may import whom
	$(BIN)/lint-imports

fix: .venv/dev.stamp ## Mend style and format where a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev.stamp ## Build the manual into site/
	$(BIN)/zensical build --clean --strict

schema: .venv/dev.stamp ## Write the JSON Schema of the reading contract into docs/reference/
	$(BIN)/jiheng schema > docs/reference/contract-1.schema.json

bench: .venv/bench.stamp ## Time our readers, the whole way of a file, and checks across forms, against their peers
	$(BIN)/python bench/reading/readers.py
	$(BIN)/python -m bench.pipeline
	$(BIN)/python -m bench.batch

bench-reading: .venv/bench.stamp ## Count how exactly damaged forms are read, by us and by our peers
	$(BIN)/python -m bench.reading

# dev.lock is made first and holds the others to the same versions, so that all fit into one environment.
lock: .venv/build.stamp ## Renew the locks: newest versions that pyproject.toml allows
	$(COMPILE) pyproject.toml --extra web --extra ocr --group dev --group docs --group build \
		--output-file requirements/dev.lock
	$(COMPILE) pyproject.toml --extra web --extra ocr --constraint requirements/dev.lock --output-file requirements/run.lock
	$(COMPILE) pyproject.toml --group bench --constraint requirements/dev.lock --output-file requirements/bench.lock
	$(COMPILE) --group build --constraint requirements/dev.lock --output-file requirements/build.lock

clean: ## Remove everything that was made: environment, caches, built manual (var/ with your data stays)
	rm -rf .venv site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache .benchmarks

.venv/build.stamp: requirements/build.lock
	@[ -n "$(PYTHON)" ] || { echo "No Python 3.11 or newer with venv found. On Debian: apt-get install python3 python3-venv," \
		"or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c '$(SUITABLE)' || { echo "$(PYTHON) is older than 3.11 or lacks venv" >&2; exit 1; }
	[ -x $(BIN)/python ] || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/build.lock
	@touch $@

.venv/run.stamp: .venv/build.stamp requirements/run.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/run.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/dev.lock
	@touch $@

.venv/bench.stamp: .venv/dev.stamp requirements/bench.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/bench.lock
	@touch $@
