# What a person types: each installs what is missing, builds, and does its work beside a server of its own. A leading +
# lets make's own options through to the make inside.

setup:
	@tools/setup

demo demo-psql demo-tables:
	@tools/setup
	+@tools/build $(MAKE)
	@tools/with_cluster $(if $(filter demo-psql,$@),--terminal) examples/play $(if $(filter demo-psql,$@),--psql) \
		$(if $(filter demo-tables,$@),story)

test:
	@tools/setup --tests
	+@tools/build $(MAKE) alone-tests fuzz-replays
	+@tools/side_by_side $(MAKE) scripts-check load-check other-check

# What differs most between versions of the server, and needs least
test-sql:
	@tools/setup
	+@tools/build $(MAKE)
	+@tools/with_cluster $(MAKE) --no-print-directory regress-check

# Which lines of src/ the tests reach
coverage:
	@tools/setup --tests
	+@tools/coverage $(MAKE)

# Queries made at random, against a database with the extension and a ledger
SQLSMITH_SECONDS = 600
sqlsmith:
	@tools/setup --sqlsmith
	+@tools/build $(MAKE)
	@tools/with_cluster tools/sqlsmith $(SQLSMITH_SECONDS)

# Settings of the server, such as BENCH_SET="--set shared_buffers=1GB --set fsync=on"
BENCH_SET =
bench:
	@tools/setup
	+@tools/build $(MAKE)
	@tools/with_cluster $(BENCH_SET) test/bench/run $(BENCH)

# SUITES="trixie sid" chooses among them
SUITES =
matrix:
	@tools/matrix $(SUITES)
	$(if $(SUITES),,@tools/setup_check)

# MACHINES="bare server" chooses among them, SUITE=bookworm another Debian
MACHINES =
SUITE =
setup-check:
	@tools/setup_check $(if $(SUITE),--suite $(SUITE)) $(MACHINES)

# TARGET=sqlsmith makes that with it instead
TARGET =
cassert:
	@tools/cassert $(TARGET)

# VALGRIND="flag ledger" chooses among the tests
VALGRIND =
valgrind:
	@tools/cassert --valgrind $(VALGRIND)

# ---- What others install from

deb dist:
	@tools/packages $@

.PHONY: setup demo demo-psql demo-tables test test-sql coverage sqlsmith bench matrix setup-check cassert valgrind deb dist
