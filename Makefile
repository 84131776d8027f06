# The commands of the project; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup run test check eval eval-dev schemas lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: Python 3.11 or newer is needed (set PYTHON=...)" >&2; exit 3; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/python.stamp
	@echo "installing the locked dependencies (once) ..."
	@$(PIP) --no-deps --require-hashes -r requirements.lock || { echo "error: the dependencies could not be installed; is the package index reachable?" >&2; exit 4; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/python.stamp
	@echo "installing the locked development dependencies (once) ..."
	@$(PIP) --no-deps --require-hashes -r requirements-dev.lock || { echo "error: the dependencies could not be installed; is the package index reachable?" >&2; exit 4; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/dev.stamp ## .venv with the locked development dependencies

run: $(VENV)/run.stamp ## sample articles through a real Kafka and a worker; KAFKA=host:port uses yours
	@$(BIN)/rasid demo $(if $(KAFKA),--kafka $(KAFKA))

test: $(VENV)/dev.stamp ## unit, property and integration tests (they start their own Apache Kafka)
	@$(BIN)/pytest

check: $(VENV)/dev.stamp ## lint, format, types, layers, schemas
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python schemas/generate.py --check
	@$(BIN)/python schemas/compatibility.py

eval: $(VENV)/dev.stamp ## extraction quality on the project's own gold, against its floors
	@$(BIN)/python benchmarks/eval.py

eval-dev: $(VENV)/dev.stamp ## extraction quality on ../shared/eval/dev, the held-out third apart
	@$(BIN)/python benchmarks/eval.py --dev

schemas: $(VENV)/dev.stamp ## write schemas/ from the models
	@$(BIN)/python schemas/generate.py

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove .venv and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .state
