# corroborate: who said it, on whose word, and how many independent sources confirm it.
#
#   make demo        the story of one report, played on a newsroom's ledger, in a server of its own
#   make demo-psql   the same, and you are left in psql with it
#   make demo-tables the story with two plain tables and a trigger
#   make test        all tests
#   make bench       the benchmarks
#   make fuzz        fuzzers, FUZZ_SECONDS each
#   make sqlsmith    queries made at random, for SQLSMITH_SECONDS
#   make coverage    which lines of src/ the tests reach
#   make matrix      all tests on PostgreSQL 15, 17, 18 and 19, each on its Debian
#   make setup-check make demo on machines as newcomers have them
#   make cassert     all tests on a PostgreSQL that checks its assertions
#   make valgrind    the regression tests under valgrind
#   make deb         Debian packages, in build/deb
#   make dist        archives for PGXN, in build
#
# These install what is missing with apt, build, install the extension into the server, start a throwaway server
# in a temporary directory, and clear it away. No existing database is touched.
#
#   make setup       installs what building and running need, and is not there
#   make             builds
#   make install     installs into the server that PG_CONFIG belongs to
#   make clean
#
# PG_CONFIG=path/to/pg_config chooses among several servers; test/servers says which one is taken where it does not.
# WERROR= lets warnings pass.

.DEFAULT_GOAL := all

# The server that is there, where nobody says which is meant. That is not exported: test/setup may find another.
ifndef PG_CONFIG
PG_CONFIG := $(or $(shell test/servers 2>/dev/null | sed 1q),pg_config)
endif

# Empty where the server's headers are not installed. PGXS alone does not tell: Debian's client has it too
server_headers := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)
PGXS := $(if $(wildcard $(server_headers)/postgres.h),$(wildcard $(shell $(PG_CONFIG) --pgxs)))

# Not VERSION: that is the server's, in PGXS
EXTENSION_VERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" corroborate.control)

# ---- The extension

MODULE_big = corroborate
EXTENSION = corroborate

# Folders of src/: pure ones know bytes, graphs and numbers, and nothing of SQL, and are tested alone too
pure_folders = base model draw
server_folders = type watch exchange

# XML is read where the server reads it. make with_libxml=no does without libxml2, and what reads XML refuses to.
# PGXS sets this variable too, but only after it has taken the list of objects.
with_libxml := $(if $(PGXS),$(shell sed -n 's/^with_libxml[[:space:]]*=[[:space:]]*//p' $(dir $(PGXS))../Makefile.global))
xml_parser := $(if $(filter no,$(with_libxml)),exchange/xml_absent,exchange/xml_parse exchange/xml_failure)

xml_absent := $(if $(filter no,$(with_libxml)),exchange/xml_parse exchange/xml_failure,exchange/xml_absent)

PURE := $(patsubst src/%.c,%,$(sort $(foreach f,$(pure_folders),$(wildcard src/$f/*.c))))
SQL_FACING := $(filter-out $(xml_absent),$(patsubst src/%.c,%,$(sort $(foreach f,$(server_folders),$(wildcard src/$f/*.c)))))

# The parts of the extension's script, in the order in which they need one another
SQL_PARTS = type/corroborate type/confidence type/admiralty type/evidence type/evidence_ops type/evidence_agg \
	type/evidence_json type/drawing \
	exchange/prov \
	watch/flag watch/gather \
	exchange/protected \
	ledger/templates ledger/create ledger/upgrade \
	exchange/news \
	ledger/board

# Files of src/ledger that functions of the extension return as text: the function, the file, what the function's
# comment says. Together they are the part ledger/templates.
define TEMPLATES
corroborate_internal.ledger_tables tables.sql the template of a ledger's tables
corroborate_internal.ledger_gathering gathering.sql the template of what a ledger needs of the extension
corroborate_internal.ledger_sources sources.sql the template of what follows when a ledger's sources or documents change
corroborate_internal.ledger_attestations attestations.sql the template of what follows when a ledger's attestations or rulings change
corroborate_internal.ledger_views views.sql the template of a ledger's views
corroborate_internal.ledger_protection protected.sql the template of what of a ledger may not leave the desk
corroborate_internal.ledger_desk desk.sql the template of what people do at a ledger's desk
corroborate_internal.ledger_confidential confidential.sql the template of a ledger's confidential sources
corroborate_internal.ledger_changes_0_2_0 changes-0.2.0.sql the template of what changes in ledgers made before 0.2.0
corroborate_internal.ledger_changes_0_3_0 changes-0.3.0.sql the template of what changes in ledgers made before 0.3.0
board_style board.css the style of an evidence board
board_script board.js the script of an evidence board
endef
export TEMPLATES

pure_sources = $(PURE:%=src/%.c)
OBJS = $(SQL_FACING:%=src/%.o) $(PURE:%=src/%.o)
sql_sources = $(patsubst src/ledger/templates.sql,build/templates.sql,$(SQL_PARTS:%=src/%.sql))
script = build/corroborate--$(EXTENSION_VERSION).sql

# The version released last, from which an upgrade is derived; see upgrade/README.md
RELEASED = 0.2.0
by_hand = $(wildcard upgrade/$(RELEASED)--$(EXTENSION_VERSION).sql)
upgrade_script = build/corroborate--$(RELEASED)--$(EXTENSION_VERSION).sql
DATA = $(wildcard upgrade/corroborate--*.sql)
DATA_built = $(script) $(upgrade_script)

WARNINGS = -Wall -Wextra $(WERROR)
WERROR = -Werror

# The figures may not depend on what the processor fuses: no contraction, neither here nor in the bitcode, which is
# built from PG_CPPFLAGS alone. The server's headers count as system headers, so that our warnings leave them out.
PG_CPPFLAGS = -I$(srcdir)/src -DCORROBORATE_VERSION='"$(EXTENSION_VERSION)"' -ffp-contract=off \
	-isystem $(server_headers)
ifneq ($(with_libxml),no)
XML2_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null || xml2-config --cflags 2>/dev/null)
XML2_LIBS := $(shell pkg-config --libs libxml-2.0 2>/dev/null || xml2-config --libs 2>/dev/null)
endif
PG_CPPFLAGS += $(patsubst -I%,-isystem %,$(XML2_CFLAGS))
# Hidden symbols: ours and other extensions' must not meet
PG_CFLAGS = $(WARNINGS) -fvisibility=hidden -MMD -MP
# The server loads libraries so that the names of one are seen by the next: ours must find our own
SHLIB_LINK = -Wl,-Bsymbolic-functions $(XML2_LIBS)
EXTRA_CLEAN = build $(wildcard src/*/*.o src/*/*.bc src/*/*.d)

# ---- Tests for a running server: make installcheck

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

ifneq ($(PGXS),)

# The server may have been built with LLVM; without the matching clang there is just no bitcode for its JIT
ifeq ($(wildcard $(shell sed -n 's/^CLANG = //p' $(dir $(PGXS))../Makefile.global)),)
override with_llvm = no
endif

include $(PGXS)

# Objects are rebuilt when they were built for another server, or without libxml2. What for is in the file, and not in its
# name: PGXS says .SECONDARY, so that make does not miss a file that objects depend on.
built_for = PostgreSQL $(MAJORVERSION) $(server_headers)$(if $(filter no,$(with_libxml)), without libxml2)
$(OBJS): Makefile corroborate.control build/for-server
$(OBJS:.o=.bc): %.bc: %.o
build/for-server: built-always | build
	@echo '$(built_for)' | cmp -s - $@ || echo '$(built_for)' > $@
built-always:
.PHONY: built-always

-include $(OBJS:.o=.d)

# What with_libxml=no would build, of the objects that are there, for test/t/without_libxml2.t
build/without_libxml2.so: src/exchange/xml_absent.c $(filter-out $(xml_parser:%=src/%.o),$(OBJS))
	$(CC) $(filter-out -MMD -MP,$(CPPFLAGS) $(CFLAGS)) $(CFLAGS_SL) $(LDFLAGS) $(LDFLAGS_SL) -shared -o $@ $^ \
		$(filter-out $(XML2_LIBS),$(SHLIB_LINK))

else

all install uninstall installcheck:
	@echo "There are no headers of PostgreSQL's server here ($(if $(server_headers),no $(server_headers)/postgres.h,no program $(PG_CONFIG))). To install them: make setup" >&2
	@exit 1

clean:
	rm -rf build src/*/*.o src/*/*.bc src/*/*.d corroborate.so

.PHONY: all install uninstall installcheck clean

endif

$(script): $(sql_sources) Makefile corroborate.control | build
	cat $(sql_sources) > $@

build/templates.sql: $(addprefix src/ledger/,$(filter %.sql %.css %.js,$(TEMPLATES))) Makefile | build
	@printf '%s\n' "$$TEMPLATES" | while read -r function file comment; do \
		printf 'CREATE FUNCTION %s() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE\nRETURN $$template$$\n' "$$function"; \
		cat "src/ledger/$$file" || exit; \
		printf '$$template$$;\nCOMMENT ON FUNCTION %s() IS $$comment$$%s$$comment$$;\n\n' "$$function" "$$comment"; \
	done > $@.part
	@mv $@.part $@

$(upgrade_script): upgrade/derive upgrade/corroborate--$(RELEASED).sql $(script) $(by_hand)
	upgrade/derive upgrade/corroborate--$(RELEASED).sql $(script) $(by_hand) > $@.part
	mv $@.part $@

build build/regress build/isolation build/alone:
	mkdir -p $@

# ---- Tests of the pure files, alone and under sanitizers

ALONE_CFLAGS = -std=gnu11 -O1 -g -fno-omit-frame-pointer -ffp-contract=off $(WARNINGS) -MMD -MP \
	-fsanitize=address,undefined -fno-sanitize-recover=all -DCORROBORATE_ALONE -Isrc $(COVERAGE)

alone_objects = $(pure_sources:src/%.c=build/alone/%.o)
alone_tests = $(patsubst test/%.c,build/%,$(wildcard test/alone/*_test.c)) $(tight_tests)
# The reliability test again, with so little budget or width that bounds, reductions that stop half way and the fixing
# of units are what it tests
tight_tests = build/alone/tight_budget_test build/alone/tight_width_test
reliability_sources = $(filter src/model/reliability% src/base/workspace.c,$(pure_sources))
libpure = build/alone/libpure.a

build/alone/%.o: src/%.c Makefile | build/alone
	@mkdir -p $(@D)
	$(CC) $(ALONE_CFLAGS) -c -o $@ $<

$(libpure): $(alone_objects)
	@rm -f $@
	$(AR) -rcs $@ $^

build/alone/%_test: test/alone/%_test.c $(libpure) Makefile | build/alone
	$(CC) $(ALONE_CFLAGS) -o $@ $< $(libpure) -lm

build/alone/tight_budget_test: tight = -DRELIABILITY_BUDGET=50 -DSCAN_STEPS=0
build/alone/tight_width_test: tight = -DSWEEP_MAX_WIDTH=4 -DSCAN_STEPS=1
$(tight_tests): test/alone/reliability_test.c $(reliability_sources) Makefile | build/alone
	$(CC) $(filter-out -MMD -MP,$(ALONE_CFLAGS)) $(tight) -Itest/alone -o $@ $< $(reliability_sources) -lm

-include $(alone_objects:.o=.d) $(alone_tests:=.d)

alone-tests: $(alone_tests)

# Must be told that these programs are no Perl scripts
alone-check: alone-tests
	prove --jobs $(shell nproc) --exec '' $(alone_tests)

project-check:
	prove test/project/*.t

# The model of a ledger, by itself: no server, nothing of src/
model-check:
	prove test/model/*.t

# ---- Fuzzers: test/fuzz/NAME_fuzz.c of the pure files, test/fuzz/NAME.sql in a server; with inputs in test/fuzz/corpus/NAME

# A fuzzer is its program and what it adds to the flags, if anything
fuzz_programs = $(patsubst test/fuzz/%_fuzz.c,%,$(sort $(wildcard test/fuzz/*_fuzz.c)))
fuzzers = $(fuzz_programs) reliability_budget reliability_width $(server_fuzzers)
reliability_budget = -DRELIABILITY_BUDGET=50
reliability_width = -DSWEEP_MAX_WIDTH=4

fuzz_program = $(if $(filter $(1),$(fuzz_programs)),$(1),$(firstword $(subst _, ,$(1))))
fuzz_corpus = test/fuzz/corpus/$(call fuzz_program,$(1))

# Seconds for each of them; as many at a time as there are processors. FUZZ="grammar packed" chooses among them.
FUZZ_SECONDS = 600
FUZZ_JOBS = $(shell nproc)
FUZZ = $(fuzzers)
FUZZ_CC = clang
FUZZ_CFLAGS = $(filter-out -MMD -MP -fsanitize=%,$(ALONE_CFLAGS)) -O2 -Itest/fuzz \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz_objects = $(pure_sources:src/%.c=build/fuzz/%.o)
fuzz_library = build/fuzz/libpure.a

build/fuzz:
	mkdir -p $@

build/fuzz/%.o: src/%.c $(wildcard src/*/*.h) Makefile | build/fuzz
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -c -o $@ $<

$(fuzz_library): $(fuzz_objects)
	@rm -f $@
	$(AR) -rcs $@ $^

# With flags of its own a fuzzer is built of the sources, else with the library
build/fuzz/%_fuzz: $(fuzz_library) $(wildcard test/fuzz/*.[ch] test/alone/*.h)
	$(FUZZ_CC) $(FUZZ_CFLAGS) $($*) -fsanitize=fuzzer -o $@ test/fuzz/$(call fuzz_program,$*)_fuzz.c \
		$(if $($*),$(pure_sources),$(fuzz_library)) -lm

# What needs a server, test/fuzz/NAME.sql, is fuzzed in one: the extension and the fuzzer as a module, and the extension
# once more, with an xml_parse.c that gives libxml2 16 bytes at a time: as few as hold one reference
server_fuzzers = $(patsubst test/fuzz/%.sql,%,$(filter-out test/fuzz/server.sql,$(sort $(wildcard test/fuzz/*.sql))))
SERVER_FUZZ_CFLAGS = $(PG_CPPFLAGS) $(WARNINGS) -std=gnu11 -O1 -g -fPIC -fvisibility=hidden -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all -shared-libasan -Isrc -include test/fuzz/apart.h
SERVER_FUZZ_LINK = $(FUZZ_CC) -shared -shared-libasan -fsanitize=address,undefined -Wl,-Bsymbolic-functions
module_objects = $(SQL_FACING:%=build/fuzz/server/%.o) $(PURE:%=build/fuzz/server/%.o) build/fuzz/server/apart.o

build/fuzz/server:
	mkdir -p $@

build/fuzz/server/%.o: src/%.c $(wildcard src/*/*.h) test/fuzz/apart.h Makefile | build/fuzz/server
	@mkdir -p $(@D)
	$(FUZZ_CC) $(SERVER_FUZZ_CFLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<

build/fuzz/server/%.o: test/fuzz/%.c test/fuzz/apart.h Makefile | build/fuzz/server
	$(FUZZ_CC) $(SERVER_FUZZ_CFLAGS) -c -o $@ $<

build/fuzz/server/piecewise.o: src/exchange/xml_parse.c $(wildcard src/*/*.h) test/fuzz/apart.h Makefile | build/fuzz/server
	$(FUZZ_CC) $(SERVER_FUZZ_CFLAGS) -fsanitize=fuzzer-no-link -DCHUNK_BYTES=16 -c -o $@ $<

build/fuzz/server.so: $(module_objects) build/fuzz/server/server.o
	$(SERVER_FUZZ_LINK) -o $@ $^ -Wl,--whole-archive \
		$$($(FUZZ_CC) -print-file-name=libclang_rt.fuzzer_no_main-x86_64.a) -Wl,--no-whole-archive $(XML2_LIBS) -lstdc++ -lm

build/fuzz/piecewise.so: $(filter-out %/xml_parse.o,$(module_objects)) build/fuzz/server/piecewise.o
	$(SERVER_FUZZ_LINK) -o $@ $^ $(XML2_LIBS) -lm

build/fuzz/untold.so: test/fuzz/untold.c | build/fuzz
	$(CC) -shared -fPIC -O1 -o $@ $<

$(server_fuzzers:%=build/fuzz/%_fuzz): build/fuzz/%_fuzz: build/fuzz/server.so build/fuzz/piecewise.so build/fuzz/untold.so
	@printf '#!/bin/sh\nexec test/fuzz/in_server %s "$$@"\n' $* > $@
	@chmod +x $@

fuzz:
	@test/setup --fuzz
	+@$(if $(filter $(server_fuzzers),$(FUZZ)),test/build $(MAKE))
	@test/fuzz/run $(FUZZ_SECONDS) $(FUZZ_JOBS) $(MAKE) $(foreach f,$(FUZZ),$(f):$(call fuzz_corpus,$(f)))

# Without libFuzzer, for each run of the tests: the inputs that are kept; some want a running server
replays = $(fuzz_programs:%=build/alone/%_replay)
build/alone/%_replay: test/fuzz/%_fuzz.c test/fuzz/replay.c $(libpure) Makefile
	$(CC) $(filter-out -MMD -MP,$(ALONE_CFLAGS)) -Itest/fuzz -o $@ $< test/fuzz/replay.c $(libpure) -lm
$(replays): $(wildcard test/fuzz/*.h test/alone/*.h)

fuzz-replays: $(replays)

fuzz-check: fuzz-replays
	prove --exec test/fuzz/replay $(fuzz_programs) $(server_fuzzers)

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
	prove test/docs/*.t test/t/*.t

# ---- All by one word. A leading + lets make's own options through to the make inside.

setup:
	@test/setup

demo demo-psql demo-tables:
	@test/setup
	+@test/build $(MAKE)
	@test/with_cluster $(if $(filter demo-psql,$@),--terminal) examples/play $(if $(filter demo-psql,$@),--psql) \
		$(if $(filter demo-tables,$@),story)

test:
	@test/setup --tests
	+@test/build $(MAKE) alone-tests fuzz-replays
	+@test/with_cluster $(MAKE) --no-print-directory check-all

# What differs most between versions of the server, and needs least
test-sql:
	@test/setup
	+@test/build $(MAKE)
	+@test/with_cluster $(MAKE) --no-print-directory regress-check

# One after another, each runner's closing lines last
check-all:
	+@$(MAKE) --silent --no-print-directory project-check
	+@$(MAKE) --silent --no-print-directory model-check
	+@$(MAKE) --silent --no-print-directory alone-check
	+@$(MAKE) --silent --no-print-directory fuzz-check
	+@$(MAKE) --silent --no-print-directory docs-check
	+@$(MAKE) --silent --no-print-directory regress-check
	+@$(MAKE) --silent --no-print-directory pgtap-check

regress-check:
	+@$(MAKE) --silent --no-print-directory installcheck || { cat build/regress/regression.diffs build/isolation/regression.diffs 2>/dev/null; exit 1; }

# Which lines of src/ the tests reach
coverage:
	@test/setup --tests
	+@test/coverage $(MAKE)

# Queries made at random, against a database with the extension and a ledger
SQLSMITH_SECONDS = 600
sqlsmith:
	@test/setup --sqlsmith
	+@test/build $(MAKE)
	@test/with_cluster test/sqlsmith $(SQLSMITH_SECONDS)

# Settings of the server, such as BENCH_SET="--set shared_buffers=1GB --set fsync=on"
BENCH_SET =
bench:
	@test/setup
	+@test/build $(MAKE)
	@test/with_cluster $(BENCH_SET) test/bench/run $(BENCH)

# SUITES="trixie sid" chooses among them
SUITES =
matrix:
	@test/matrix $(SUITES)
	$(if $(SUITES),,@test/setup_check)

# MACHINES="bare server" chooses among them, SUITE=bookworm another Debian
MACHINES =
SUITE =
setup-check:
	@test/setup_check $(if $(SUITE),--suite $(SUITE)) $(MACHINES)

# TARGET=sqlsmith makes that with it instead
TARGET =
cassert:
	@test/cassert $(TARGET)

# VALGRIND="flag ledger" chooses among the tests
VALGRIND =
valgrind:
	@test/cassert --valgrind $(VALGRIND)

# ---- What others install from

deb dist:
	@test/packages $@

.PHONY: matrix cassert valgrind deb dist
.PHONY: alone-tests alone-check fuzz fuzz-replays fuzz-check coverage sqlsmith project-check model-check docs-check pgtap-check setup demo demo-psql demo-tables test test-sql check-all regress-check bench

.PHONY: setup-check
