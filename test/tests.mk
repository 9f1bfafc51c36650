# Tests for a running server, and of the project itself

# ---- pg_regress: make installcheck

# In this order, then any others
REGRESS_FIRST = confidence admiralty evidence
regress_all = $(patsubst sql/%.sql,%,$(sort $(wildcard sql/*.sql)))
REGRESS = $(filter $(regress_all),$(REGRESS_FIRST)) $(filter-out $(REGRESS_FIRST),$(regress_all))
REGRESS_OPTS = --load-extension=corroborate --encoding=UTF8 --no-locale --outputdir=build/regress
REGRESS_PREP = build/regress build/isolation

ISOLATION = $(patsubst test/isolation/specs/%.spec,%,$(sort $(wildcard test/isolation/specs/*.spec)))
ISOLATION_OPTS = --load-extension=corroborate --encoding=UTF8 --no-locale \
	--inputdir=test/isolation --outputdir=build/isolation

# An empty list would still count as one
ifeq ($(strip $(REGRESS)),)
undefine REGRESS
endif
ifeq ($(strip $(ISOLATION)),)
undefine ISOLATION
endif

regress-check:
	+@$(MAKE) --silent --no-print-directory installcheck || { cat build/regress/regression.diffs build/isolation/regression.diffs 2>/dev/null; exit 1; }

# ---- pgTAP, for a running server

PGTAP_DB = corroborate_pgtap
pgtap_files = $(sort $(wildcard test/pgtap/*.sql))

pgtap-check:
ifneq ($(pgtap_files),)
	PGOPTIONS='-c client_min_messages=warning' psql -X -q -d postgres -c 'DROP DATABASE IF EXISTS $(PGTAP_DB)' \
		-c "CREATE DATABASE $(PGTAP_DB) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
	psql -X -q -d $(PGTAP_DB) -c 'CREATE EXTENSION pgtap' -c 'CREATE EXTENSION corroborate'
	pg_prove --dbname $(PGTAP_DB) $(pgtap_files)
endif

# ---- What the documentation and the examples show, for a running server

docs-check:
	prove test/docs/*.t

# ---- What needs more than one session, or a client, for a running server

scripts-check:
	prove test/t/*.t

# ---- Random operations, beside a model or a crash: what needs time

load-check:
	prove test/load/*.t

# ---- A ledger that Citus distributes, on three servers of the test's own; says so where the server has no Citus

citus: install
	PG_CONFIG='$(PG_CONFIG)' PATH="$$($(PG_CONFIG) --bindir):$$PATH" CITUS_SECONDS=$(CITUS_SECONDS) prove test/citus/*.t

CITUS_SECONDS = 60

# ---- The project itself: versions, packages, layers

project-check:
	prove test/project/*.t

# The model of a ledger, by itself: no server, nothing of src/
model-check:
	prove test/model/*.t

# ---- All of them

# All but these two, which take as long as all others: one after another, each runner's closing lines last
other-check:
	+@$(MAKE) --silent --no-print-directory project-check
	+@$(MAKE) --silent --no-print-directory model-check
	+@$(MAKE) --silent --no-print-directory alone-check
	+@$(MAKE) --silent --no-print-directory fuzz-check
	+@$(MAKE) --silent --no-print-directory docs-check
	+@$(MAKE) --silent --no-print-directory regress-check
	+@$(MAKE) --silent --no-print-directory pgtap-check

.PHONY: citus regress-check pgtap-check docs-check scripts-check load-check project-check model-check other-check
