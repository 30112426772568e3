# Everything a developer or operator runs. `make` alone lists the targets.
# Vietnamese for who runs the portal, English for who changes it (docs/decisions/0010-*).
# Needs Python 3.11 to 3.13 and make; no git, gettext or curl except where a target says so.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
VENV ?= .venv
ARGS ?=

PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
# Stamps: when each lock file was last installed.
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
INSTALL := $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r
MO := $(patsubst %.po,%.mo,$(wildcard locale*/*/LC_MESSAGES/*.po))
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	pyproject.toml

export PORTAL_ENV := local
export PORT DEMO

.DEFAULT_GOAL := help
.DELETE_ON_ERROR: # a half-made .venv does not pass for a whole one
.NOTPARALLEL: # two pips must not write into one .venv
.PHONY: help run dev test coverage mutants lint drills scan bench messages lock FORCE

help: ## Liệt kê các lệnh / List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) $(MO) ## Cài đặt và chạy cổng thông tin (PORT=8000; DEMO=0: không nạp dữ liệu mẫu)
	@$(PY) -m portal.serving run

dev: $(RUNTIME) $(MO) ## Develop: reloading server, worker, letters in var/mail, nothing collected (PORT=8000)
	@$(PY) -m portal.serving dev

test: $(DEV) $(MO) ## Run the suite (ARGS="…": more arguments for pytest; DATABASE_URL: another database)
	@echo "→ Running the tests…"
	@$(PY) -m pytest -n auto --dist worksteal -rs $(ARGS)

coverage: $(DEV) $(MO) ## Run the tests without browser and servers, at least 97 % of lines and branches covered
	@$(PY) -m pytest -n auto --dist worksteal --ignore=tests/browser --ignore=tests/serving --cov --cov-report=term-missing:skip-covered $(ARGS)

mutants: $(DEV) $(MO) ## Change one thing at a time in trusted modules; 85 % must be noticed (MUTANTS=20 a module; ARGS: modules)
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m tests.mutation $(ARGS)

lint: $(DEV) ## Check code, types, templates and the direction of imports
	@echo "→ Checking Python code…"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@echo "→ Checking types…"
	@$(VENV)/bin/mypy
	@echo "→ Checking templates…"
	@find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 5.2 {} +
	@echo "→ Checking the direction of imports…"
	@$(VENV)/bin/lint-imports --no-logo

drills: $(DEV) $(MO) ## Make accidents happen to a running portal on both databases (needs PostgreSQL's programs; WRITES=200, ARGS="sqlite kill")
	@$(PY) -m scripts.drills $(ARGS)

scan: $(DEV) $(MO) ## Look for weaknesses: code, libraries, and the portal attacked with wapiti (MINUTES=5 for each attack; needs PyPI)
	@$(PY) -m scripts.scan

bench: $(DEV) $(MO) ## Measure the pages (needs DATABASE_URL to a PostgreSQL server; SIZES="10000 100000 1000000")
	@$(PY) -m bench

# No locations and no wrapping: the catalogue changes only where a text does.
messages: $(RUNTIME) ## Renew the translations in locale/ (needs gettext)
	@command -v xgettext >/dev/null && command -v msgmerge >/dev/null \
		|| { echo "✗ gettext is missing. To install it: apt install gettext"; exit 1; }
	@$(MANAGE) makemessages -l en --no-location --no-wrap --no-obsolete \
		--ignore '.*' --ignore var --ignore tests --ignore docs

lock: ## Renew the lock files of the libraries (needs uv; ARGS=--upgrade: newer versions)
	@command -v uv >/dev/null || { echo "✗ uv is missing. To install it: pip install uv"; exit 1; }
	@echo "→ Renewing requirements.lock and requirements-dev.lock…"
	@$(LOCK) -o requirements.lock $(ARGS)
	@$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)

# Made anew when its Python has gone, as after an upgrade of the system.
ifneq ($(shell test -x $(PY) && echo whole),whole)
$(VENV)/pyvenv.cfg: FORCE
endif
FORCE:
$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { echo "✗ Không tìm thấy $(PYTHON). \
	Cài đặt: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "✗ Cần Python từ 3.11 đến 3.13; $(PYTHON) là $$($(PYTHON) --version 2>&1 | head -n 1). \
	Chỉ định bản khác: make run PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "✗ $(PYTHON) thiếu mô-đun venv. \
	Cài đặt: apt install python3-venv"; exit 1; }
	@echo "→ Tạo môi trường Python trong $(VENV)…"
	@$(PYTHON) -m venv --clear $(VENV)

$(RUNTIME): requirements.lock $(VENV)/pyvenv.cfg
	@echo "→ Cài đặt thư viện (lần đầu mất khoảng một phút)…"
	@$(INSTALL) $<
	@touch $@

# This lock file contains the other.
$(DEV): requirements-dev.lock $(VENV)/pyvenv.cfg
	@echo "→ Installing libraries and development tools (some minutes the first time)…"
	@$(INSTALL) $<
	@touch $@ $(RUNTIME)

%.mo: %.po | $(RUNTIME)
	@echo "→ Biên dịch bản dịch $<…"
	@$(PY) -m babel.messages.frontend -q compile -i $< -o $@
