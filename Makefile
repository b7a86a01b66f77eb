# The two commands of this project are `make refresh` and `make test`. Both set everything up.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: help setup refresh site query query-engine quick test long proof test-bi superset superset-export superset-lock spark-setup spark-lock test-spark dev lint format bench bench-trade bench-setup bench-lock bench-pages validate-pages embed columns names lock clean simulate attack soak sbom

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SBOM := $(VENV)/sbom.json
# All SQL that is ours: the models, their tests, and what the gates look at.
SQL := dbt_project/models dbt_project/tests expectations/frames
SUPERSET_FILES := warehouse/connections/superset
SUPERSET_HOME := warehouse/.superset
SUPERSET_READY := $(SUPERSET_HOME)/.ready
BENCH_FILES := tests/benchmarks/trade
BENCH_ROOM := warehouse/.bench
BENCH_READY := $(BENCH_ROOM)/.ready
PAGES_FILES := tests/benchmarks/pages
PAGES_ROOM := warehouse/.pages
PAGES_READY := $(PAGES_ROOM)/.ready
QUERY_FILES := orchestration/copies/site/engine
QUERY_ROOM := $(or $(MINERALS_WAREHOUSE_DIR),warehouse)/.query
QUERY_READY := $(QUERY_ROOM)/.ready
SPARK_FILES := dbt_project/spark
SPARK_ROOM := warehouse/.spark
DRIVERS_ROOM := warehouse/.drivers
SPARK_READY := $(SPARK_ROOM)/.ready
SUPERSET := $(SUPERSET_HOME)/venv/bin/python $(SUPERSET_FILES)/manage.py
# The first interpreter that is new enough; `make PYTHON=/path/to/python` overrides it.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not ((3, 11) <= sys.version_info < (3, 14)))' >/dev/null 2>&1 && \
	{ command -v $$p; break; }; done)

# Modules are compiled as they are first imported, and kept: most of what is installed never is.
unexport PYTHONDONTWRITEBYTECODE
export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_HOME := $(CURDIR)/warehouse/dagster_home

help: ## show what can be done
	@echo 'Critical-minerals warehouse. Start with: make refresh'
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: $(READY) $(SBOM) ## make .venv from the locked, hash-checked dependencies

$(READY): requirements.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Python 3.11, 3.12 or 3.13 with venv is needed; none was found. Install one, or say: make PYTHON=/path/to/python setup' >&2; exit 1; }
	@echo 'setup: making $(VENV) with $(PYTHON)'
	@'$(PYTHON)' -m venv --clear $(VENV)
	@# uv comes from the same lock, its hashes checked by pip; the rest is then a matter of seconds.
	@awk '/^[a-z]/ {keep = /^uv==/} keep' requirements.lock > $(VENV)/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock 2>&1 | { grep -v '^WARNING' || true; }
	@echo 'setup: installing the locked dependencies (about 150 packages, one minute)'
	@# uv does not read pip's settings: hand over a mirror where pip has one.
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)
	@echo 'setup: ready'

refresh: $(READY) $(SBOM) ## build, gate and release the marts from the figures that ship
	@$(BIN)/minerals refresh

site: $(READY) ## refresh, then the pages of the release in warehouse/site
	@$(BIN)/minerals refresh
	@$(BIN)/minerals site

query-engine: $(QUERY_READY)

query: $(READY) $(QUERY_READY) ## the pages with query.html, SQL in the browser; needs npm
	@$(BIN)/minerals refresh
	@$(BIN)/minerals site
	@echo 'Next: $(BIN)/minerals site --serve --open'

$(QUERY_READY): $(wildcard $(QUERY_FILES)/*.json $(QUERY_FILES)/*.mjs $(QUERY_FILES)/make.sh $(QUERY_FILES)/.npmrc)
	@command -v npm >/dev/null || { echo 'query: npm is missing (it comes with Node.js 18 or newer). The pages are whole without it, but for query.html.' >&2; exit 1; }
	@echo 'query: DuckDB-Wasm from its npm package (30 packages, 200 MB, seconds)'
	@$(QUERY_FILES)/make.sh '$(QUERY_ROOM)'
	@touch $@

quick: $(READY) ## linters, types, dbt parse, and every test that needs no build
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/lint-imports --no-cache --no-logo > /dev/null || $(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/minerals check
	@# The tests parse the dbt project themselves, its warnings errors.
	@$(BIN)/mypy --no-error-summary & others=$$!; \
	$(BIN)/pytest -q -n 2 --dist loadfile -m 'not build and not slow and not proof and not long and not bi and not spark'; \
	wait $$others

test: $(READY) ## linters, types, formats, dbt parse, and the tests that guard a commit
	@echo 'test: ruff, imports between rooms, mypy, sqlfluff'
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/lint-imports --no-cache --no-logo > /dev/null || $(BIN)/lint-imports --no-cache --no-logo
	@# The SQL linter takes one core, and what is left of it runs beside the first tests. These parse
	@# the dbt project, its warnings errors, and let dbt-score judge what came of it.
	@( $(BIN)/sqlfluff lint --disable-progress-bar -n $(SQL) | { grep -vE '^All Finished' || true; } ) & sql=$$!; \
	$(BIN)/mypy --no-error-summary || { wait $$sql; exit 1; }; \
	echo 'test: pytest'; \
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder; \
	wait $$sql

long: $(READY) ## tests of what seldom changes: kills, attacks, weeks of a daemon, every publisher's second edition
	@$(BIN)/pytest -n 2 --dist loadgroup -m 'long and not proof and not bi and not spark'

proof: $(READY) ## tests on the publishers' real files, which must be there
	@MINERALS_PROOF=1 $(BIN)/pytest -n 2 --dist loadfile -m 'proof and not bi and not spark'

test-bi: $(READY) $(SUPERSET_READY) ## Superset; SQL in a browser; older DuckDB; psql, JDBC, ODBC on a server
	@tests/copies/drivers/get.sh $(BIN)/uv $(BIN)/python $(DRIVERS_ROOM)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory query-engine; else echo 'test-bi: npm is missing, tests of SQL in the browser are skipped' >&2; fi
	@$(BIN)/pytest -m bi

superset: $(READY) $(SUPERSET_READY) ## the dashboard on http://127.0.0.1:8088, in a local Superset
	@$(SUPERSET) prepare
	@exec $(SUPERSET) serve

superset-export: $(SUPERSET_READY) ## write the dashboard as changed there back into its files
	@$(SUPERSET) export

superset-lock: $(READY) ## resolve Superset's own requirements anew
	@$(BIN)/uv pip compile $(SUPERSET_FILES)/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras --quiet --output-file $(SUPERSET_FILES)/requirements.lock

$(SUPERSET_READY): $(SUPERSET_FILES)/requirements.lock | $(READY)
	@echo 'superset: making its own environment in $(SUPERSET_HOME) (160 packages, a few minutes)'
	@# Its libraries end with Python 3.12.
	@$(BIN)/uv venv --quiet --clear --no-python-downloads --python '>=3.11,<3.13' $(SUPERSET_HOME)/venv
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --python $(SUPERSET_HOME)/venv/bin/python --require-hashes $(SUPERSET_FILES)/requirements.lock
	@touch $@

spark-setup: $(READY) $(SPARK_READY) ## Apache Spark in an environment of its own; needs Java 17
	@echo 'spark: ready. Next: minerals refresh --engine spark, or make test-spark'

spark-lock: $(READY) ## resolve Spark's own requirements anew
	@$(BIN)/uv pip compile $(SPARK_FILES)/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras --quiet --output-file $(SPARK_FILES)/requirements.lock

$(SPARK_READY): $(SPARK_FILES)/requirements.lock | $(READY)
	@java="$${JAVA_HOME:+$$JAVA_HOME/bin/}java"; "$$java" -version 2>&1 | grep -qE 'version "(17|21)' || { echo 'spark: Java 17 is missing. On Debian and Ubuntu: apt-get install openjdk-17-jre-headless' >&2; exit 1; }
	@echo 'spark: making its own environment in $(SPARK_ROOM) (60 packages, 400 MB, a minute or two)'
	@$(BIN)/uv venv --quiet --clear --no-python-downloads --python '>=3.11,<3.14' $(SPARK_ROOM)/venv
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --python $(SPARK_ROOM)/venv/bin/python --require-hashes $(SPARK_FILES)/requirements.lock
	@touch $@

test-spark: $(READY) $(SPARK_READY) ## trade, shares and concentration on Spark, against DuckDB
	@$(BIN)/pytest -m spark

PORT ?= 3000
dev: $(READY) ## the Dagster UI on this code location, history kept in warehouse/dagster_home
	@echo 'dev: http://127.0.0.1:$(PORT) (stop with Ctrl-C)'
	@# A shell's background job begins with Ctrl-C ignored, and so would all that it starts: none would stop.
	@MINERALS_COLUMN_LINEAGE=true exec $(BIN)/python -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])' $(BIN)/dg dev --host 127.0.0.1 --port $(PORT)

lint: $(READY) ## show what the linters, the type checker and the judge of the models' YAML find
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache --no-logo && $(BIN)/mypy && $(BIN)/sqlfluff lint $(SQL)
	@$(BIN)/python -m orchestration.build.columns --check
	@$(BIN)/dbt --quiet --warn-error parse --project-dir dbt_project --profiles-dir dbt_project --target-path ../warehouse/build/dbt_lint --log-path ../warehouse/build/dbt_logs && $(BIN)/dbt-score lint --manifest warehouse/build/dbt_lint/manifest.json

columns: $(READY) ## write the models' YAML from the registry of columns
	@$(BIN)/python -m orchestration.build.columns

format: $(READY) ## rewrite Python and SQL in house style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/sqlfluff fix --quiet $(SQL)

WITH ?= quick test
bench: $(READY) ## what the daily commands cost, as ratios of CPU seconds; WITH= leaves out quick and test
	@$(BIN)/python -m tests.benchmarks.refresh $(WITH)

bench-trade: $(READY) ## trade at size: make bench-trade ROWS=1e7; MEMORY=220MB; other engines where set up
	@ROWS='$(or $(ROWS),1e6)' MEMORY='$(or $(MEMORY),220MB)' $(BIN)/python -m tests.benchmarks.trade

bench-setup: $(READY) $(BENCH_READY) ## polars and DataFusion in an environment of the bench's own
	@echo 'bench: ready. Next: make bench-trade ROWS=1e7'

bench-lock: $(READY) ## resolve the bench's own requirements anew
	@$(BIN)/uv pip compile $(BENCH_FILES)/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras --quiet --output-file $(BENCH_FILES)/requirements.lock

$(BENCH_READY): $(BENCH_FILES)/requirements.lock | $(READY)
	@$(BIN)/uv venv --quiet --clear --no-python-downloads --python '>=3.11,<3.14' $(BENCH_ROOM)/venv
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --python $(BENCH_ROOM)/venv/bin/python --require-hashes $(BENCH_FILES)/requirements.lock
	@touch $@

bench-pages: $(READY) $(PAGES_READY) ## Lighthouse on the pages in warehouse/site, ROUNDS=5 for medians of five; needs npm, Chromium
	@$(BIN)/python -m tests.benchmarks.pages '$(PAGES_ROOM)'

validate-pages: $(READY) $(PAGES_READY) ## whether the HTML of the pages in warehouse/site is valid; needs npm, Java for all pages
	@$(BIN)/python -m tests.benchmarks.pages.validate '$(PAGES_ROOM)'

$(PAGES_READY): $(wildcard $(PAGES_FILES)/*.json $(PAGES_FILES)/.npmrc)
	@command -v npm >/dev/null || { echo 'pages: npm is missing (it comes with Node.js 20.19 or newer)' >&2; exit 1; }
	@echo 'pages: Lighthouse and two validators from their npm packages (220 packages, 230 MB, seconds)'
	@mkdir -p $(PAGES_ROOM) && cp $(PAGES_FILES)/*.json $(PAGES_FILES)/.npmrc $(PAGES_ROOM)/ && npm --prefix $(PAGES_ROOM) ci --silent
	@touch $@

simulate: $(READY) ## a year of good and bad days at the publishers, against one on this machine
	@$(BIN)/python -m tests.simulation.year

attack: $(READY) ## faults against a small warehouse, 15 minutes; FAULTS=1000 for longer; SEED and FIRST repeat one
	@$(BIN)/python -m tests.attack

soak: $(READY) ## a day of the daemon in 15 minutes: kills, two refreshes at once, a reader, clock jumps; SEED repeats one
	@$(BIN)/python -m tests.simulation.soak

sbom: $(SBOM) ## what is installed with its licences (CycloneDX); every release carries a copy
	@echo 'sbom: $(SBOM)'

$(SBOM): $(READY)
	@$(BIN)/cyclonedx-py environment --output-format JSON --output-reproducible --pyproject pyproject.toml --output-file $@.new $(BIN)/python
	@$(BIN)/python -m orchestration.upkeep.bill $@.new && mv $@.new $@

embed: $(READY) ## rebuild warehouse/embedded from publishers' files: make embed FROM=folder
	@test -n '$(FROM)' || { echo 'say where the publishers'"'"' files are: make embed FROM=folder' >&2; exit 2; }
	@$(BIN)/minerals embed '$(FROM)'

names: $(READY) ## write the seed of country names from Unicode CLDR (package babel)
	@$(BIN)/python -m orchestration.publishers.cldr

lock: $(READY) ## resolve pyproject.toml anew into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras --quiet --output-file requirements.lock

clean: ## delete builds, history and the environment; releases stay
	@rm -rf $(VENV) $(SUPERSET_HOME)/venv $(SUPERSET_READY) $(SPARK_ROOM) $(BENCH_ROOM) $(PAGES_ROOM) '$(QUERY_ROOM)' $(DRIVERS_ROOM) warehouse/build warehouse/dagster_home/{storage,history,schedules,logs} .pytest_cache .mypy_cache .ruff_cache
