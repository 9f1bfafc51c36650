# Fuzzers: test/fuzz/NAME_fuzz.c of the pure files, test/fuzz/NAME.sql in a server; their inputs are in
# test/fuzz/corpus/NAME

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
	@tools/setup --fuzz
	+@$(if $(filter $(server_fuzzers),$(FUZZ)),tools/build $(MAKE))
	@test/fuzz/run $(FUZZ_SECONDS) $(FUZZ_JOBS) $(MAKE) $(foreach f,$(FUZZ),$(f):$(call fuzz_corpus,$(f)))

# Without libFuzzer, for each run of the tests: the inputs that are kept; some want a running server
replays = $(fuzz_programs:%=build/alone/%_replay)
build/alone/%_replay: test/fuzz/%_fuzz.c test/fuzz/replay.c $(libpure) Makefile
	$(CC) $(filter-out -MMD -MP,$(ALONE_CFLAGS)) -Itest/fuzz -o $@ $< test/fuzz/replay.c $(libpure) -lm
$(replays): $(wildcard test/fuzz/*.h test/alone/*.h)

fuzz-replays: $(replays)

fuzz-check: fuzz-replays
	prove --exec test/fuzz/replay $(fuzz_programs) $(server_fuzzers)
