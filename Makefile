# `make demo` and `make test` set up what they need by themselves. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PROJECT_ENVIRONMENT := $(VENV)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak wheel wheel-test serve clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/.ready  ## virtual environment, locked dependencies, system packages
	@tools/system-packages want

$(VENV)/.ready: pyproject.toml uv.lock
	@tools/virtual-environment "$(PYTHON)" "$(VENV)"
	@touch $@

demo: setup  ## a breach from first alarm to proof, then the console on 127.0.0.1
	@RESPONDER_HOME="$(CURDIR)/.demo-home" $(BIN)/responder demo

test: setup  ## every test, the browser ones included
	@tools/system-packages need
	@env -u RESPONDER_HOME -u RESPONDER_TOKEN $(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile

check: setup  ## style, types, layers
	@$(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache | tail -5

bench: setup  ## figures of docs/performance.md, as ratios to a bare baseline
	@for name in $$($(BIN)/responder bench --list); do $(BIN)/responder bench $$name --json; done

soak: setup  ## the long tests: 200 kills, every page in every width
	@tools/system-packages need
	@$(BIN)/pytest -q -m soak

wheel: setup  ## build the wheel
	@rm -rf dist && $(BIN)/uv build --wheel -q

wheel-test: wheel  ## install the wheel into an empty environment and run the demo there
	@tools/wheel-test

serve: setup  ## the console on your own home
	@$(BIN)/responder serve

clean:  ## remove what was built (never your home)
	@rm -rf dist build .demo-home .mypy_cache .ruff_cache .pytest_cache .hypothesis
