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
#   make citus       a ledger on three nodes, where the server that PG_CONFIG belongs to has Citus
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
# PG_CONFIG=path/to/pg_config chooses among several servers; tools/servers says which one is taken where it does not.
# WERROR= lets warnings pass.

.DEFAULT_GOAL := all

# The server that is there, where nobody says which is meant. That is not exported: tools/setup may find another.
ifndef PG_CONFIG
PG_CONFIG := $(or $(shell tools/servers 2>/dev/null | sed 1q),pg_config)
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
pure_folders = base model draw learn
server_folders = type watch exchange

# XML is read where the server reads it. make with_libxml=no does without libxml2, and what reads XML refuses to.
# PGXS sets this variable too, but only after it has taken the list of objects.
with_libxml := $(if $(PGXS),$(shell sed -n 's/^with_libxml[[:space:]]*=[[:space:]]*//p' $(dir $(PGXS))../Makefile.global))
xml_parser := $(if $(filter no,$(with_libxml)),exchange/xml_absent,exchange/xml_parse exchange/xml_failure)
xml_absent := $(if $(filter no,$(with_libxml)),exchange/xml_parse exchange/xml_failure,exchange/xml_absent)

PURE := $(patsubst src/%.c,%,$(sort $(foreach f,$(pure_folders),$(wildcard src/$f/*.c))))
SQL_FACING := $(filter-out $(xml_absent),$(patsubst src/%.c,%,$(sort $(foreach f,$(server_folders),$(wildcard src/$f/*.c)))))

# The parts of the extension's script, in the order in which they need one another
SQL_PARTS = type/corroborate type/inner_context type/folding type/near_names type/fingerprint type/confidence type/admiralty type/evidence type/evidence_ops type/evidence_agg \
	type/evidence_json type/drawing \
	exchange/prov \
	watch/flag watch/gather watch/distributed watch/follow_registry watch/checks \
	type/dependence \
	exchange/protected exchange/renamed \
	ledger/templates ledger/create ledger/at_home ledger/identities ledger/upgrade ledger/distribute ledger/copy \
	exchange/news exchange/claim_review \
	exchange/sheet_cells watch/referred exchange/sheet_dates exchange/sheet exchange/sheet_names exchange/sheet_match exchange/sheet_write \
	exchange/sheet_import exchange/sheet_wide exchange/sheet_export exchange/ftm exchange/claim_import exchange/claim_publish \
	learn/republishes learn/same_words learn/same_source learn/same_voice learn/ratings learn/answers learn/propose \
	ledger/board_data ledger/board ledger/proposals_board

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

# The extension's script, the tests, the tools
include src/script.mk test/tests.mk test/alone/alone.mk test/fuzz/fuzz.mk tools/tools.mk

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

build build/regress build/isolation build/alone:
	mkdir -p $@
