# The pure files without a server, and their tests: built under sanitizers

ALONE_CFLAGS = -std=gnu11 -O1 -g -fno-omit-frame-pointer -ffp-contract=off $(WARNINGS) -MMD -MP \
	-fsanitize=address,undefined -fno-sanitize-recover=all -DCORROBORATE_ALONE -Isrc $(COVERAGE)

alone_objects = $(pure_sources:src/%.c=build/alone/%.o)
alone_tests = $(patsubst test/%.c,build/%,$(wildcard test/alone/*_test.c)) $(tight_tests)
# The reliability test again, with so little budget or width that bounds, reductions that stop half way and the fixing
# of units are what it tests
tight_tests = build/alone/tight_budget_test build/alone/tight_width_test build/alone/tight_pairs_test
reliability_sources = $(filter src/model/reliability% src/model/flow.c src/base/groups.c src/base/workspace.c,$(pure_sources))
libpure = build/alone/libpure.a

build/alone/%.o: src/%.c Makefile | build/alone
	@mkdir -p $(@D)
	$(CC) $(ALONE_CFLAGS) -c -o $@ $<

$(libpure): $(alone_objects)
	@rm -f $@
	$(AR) -rcs $@ $^

build/alone/%_test: test/alone/%_test.c $(libpure) Makefile | build/alone
	$(CC) $(ALONE_CFLAGS) -o $@ $< $(libpure) -lm

build/alone/tight_budget_test: tight = -DRELIABILITY_BUDGET=50 -DSCAN_STEPS=0 -DSEVERAL_STATES_MAX=4 -DSEVERAL_STATES_MIN=4
build/alone/tight_width_test: tight = -DSWEEP_MAX_WIDTH=4 -DSCAN_STEPS=1 -DSEVERAL_MAX_WIDTH=2
build/alone/tight_budget_test build/alone/tight_width_test: test/alone/reliability_test.c $(reliability_sources) Makefile | build/alone
	$(CC) $(filter-out -MMD -MP,$(ALONE_CFLAGS)) $(tight) -Itest/alone -o $@ $< $(reliability_sources) -lm

# The pairs that are found, where few are kept
build/alone/tight_pairs_test: test/alone/dependence_test.c src/learn/dependence.c $(libpure) Makefile | build/alone
	$(CC) $(filter-out -MMD -MP,$(ALONE_CFLAGS)) -DDEPENDENCES_MAX=4 -Itest/alone -o $@ $< src/learn/dependence.c $(libpure) -lm

-include $(alone_objects:.o=.d) $(alone_tests:=.d)

alone-tests: $(alone_tests)

# Must be told that these programs are no Perl scripts
alone-check: alone-tests
	prove --jobs $(shell nproc) --exec '' $(alone_tests)
