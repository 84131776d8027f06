# `make run`: see it work.  `make test`: everything tested.  `make help`: the rest.
.POSIX:
VENV = .venv
PY = $(VENV)/bin/python
PYTHON = python3
KAFKA =

.PHONY: help setup dev run test check eval eval-dev faults lock schemas clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.runtime ## .venv with the locked dependencies

dev: $(VENV)/.dev ## the same with the tools for tests and checks

run: setup ## a broker, a worker, sample articles in, events out (KAFKA=host:port: that broker)
	@$(VENV)/bin/rasid demo $(if $(KAFKA),--kafka $(KAFKA))

test: dev ## unit, property and integration tests on an embedded Kafka
	@$(PY) -m pytest

check: dev ## style, types, layers, known vulnerabilities
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) tools/audit.py

eval: dev ## score the project's own gold articles; below its floors is a failure
	@$(PY) benchmarks/eval.py

eval-dev: dev ## score the shared articles beside the checkout
	@$(PY) benchmarks/eval.py --dev

faults: dev ## only the tests that kill processes
	@$(PY) -m pytest -m faults

schemas: dev ## write schemas/ from the models
	@$(PY) schemas/generate.py

lock: ## resolve both lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove .venv, caches and local state
	rm -rf $(VENV) .state .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

$(VENV)/.runtime: requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh "$(PYTHON)" $(VENV) requirements.lock $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh "$(PYTHON)" $(VENV) requirements-dev.lock $@
