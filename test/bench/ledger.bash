# shellcheck shell=bash
#
# ledger.bash: the benchmarks of what keeps evidence in claims. Sourced by run.
#
# shellcheck disable=SC2034,SC2154 # rounds and times are those of run

# What stands in floor.c, for watch.sql to load
build_floor() {
    "${CC:-cc}" -std=gnu11 -O2 -fPIC -shared -isystem "$("$PG_CONFIG" --includedir-server)" \
        -o build/bench/floor.so test/bench/floor.c
    chmod a+r build/bench/floor.so
}

# per_row I TOTAL: what the I-th statement took a row
per_row() {
    printf '%s µs/row' "$(calculate "${times[$1]} * 1000 / $2")"
}

# What watch() costs: inserts into a million rows, against the same without triggers; in one transaction each
bench_watch() {
    build_floor
    need watch
    local step total=20000 bar
    for step in 10000 100 1; do
        case $step in
            10000) bar='<= 1.7' ;;
            100) bar='<= 2.1' ;;
            1) bar='<= 1.6' ;;
        esac
        local statements=() variant
        for variant in plain watched bare counted recounted; do
            statements+=("SELECT fed('$variant', $total, $step)")
        done
        median_times "watch_$step" "${statements[@]}"
        add_row "inserting, watched, $step rows a statement" 'without triggers' \
            "$(per_row 1 $total)" "$(per_row 0 $total)" "${times[1]} / ${times[0]}" "$bar"
        add_row "the same, $step rows a statement" 'the floor: a C trigger that writes as many bytes' \
            "$(per_row 1 $total)" "$(per_row 2 $total)" "${times[1]} / ${times[2]}" '<= 1.3'
        add_row 'for comparison: the floor' 'without triggers' \
            "$(per_row 2 $total)" "$(per_row 0 $total)" "${times[2]} / ${times[0]}" '–'
        add_row 'for comparison: a set-wise SQL trigger that only adds counters' 'without triggers' \
            "$(per_row 3 $total)" "$(per_row 0 $total)" "${times[3]} / ${times[0]}" '–'
        add_row 'for comparison: a plpgsql row trigger that recounts' 'without triggers' \
            "$(per_row 4 $total)" "$(per_row 0 $total)" "${times[4]} / ${times[0]}" '–'
    done
}

# median: of the numbers that come in
median() {
    sort -n | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'
}

# Claims of any size: one-row inserts into large ones, and one that gets large by one statement
bench_curves() {
    build_floor
    need watch fed_one curves
    local rounds=3 sources smallest=
    for sources in 10 1000 10000; do
        local statements=() variant total=$((sources == 10 ? 200 : 20))
        for variant in watched bare; do
            statements+=("SELECT fed_one('$variant', 100000 + $sources, $total)")
        done
        median_times "curves_$sources" "${statements[@]}"
        add_row "inserting one row about a claim of $sources sources" 'the floor' \
            "$(per_row 0 $total)" "$(per_row 1 $total)" "${times[0]} / ${times[1]}" '–'
        : "${smallest:=${times[0]} / $total}"
    done
    add_row 'of 10000 sources, against one of 10' '1,000 times as many sources' \
        "$(per_row 0 20)" "$(calculate "($smallest) * 1000") µs/row" "(${times[0]} / 20) / ($smallest)" '–'

    median_times curves_one "SELECT fed_many('watched', 100000)"
    add_row '100,000 attestations onto one claim by one statement' '2 s' \
        "$(milliseconds "${times[0]}")" '2000 ms' "${times[0]} / 2000" '<= 1'
}

# A source's 10th, 1,000th and 50,000th statement about a claim: one that repeats what it said, and one that does not say
# any more that it knows first-hand
bench_spoken() {
    need spoken
    local spoken total=50 statements=()
    for spoken in 10 1000 50000; do
        statements+=("SELECT spoken_again($spoken, 'agency-$spoken<person-11', $total)"
            "SELECT spoken_again($spoken, 'person-$spoken', $total)")
    done
    median_times spoken "${statements[@]}"
    add_row "attest() of an agency's 1,000th statement about a claim, which repeats one" 'its 10th' \
        "$(per_row 2 $total)" "$(per_row 0 $total)" "${times[2]} / ${times[0]}" '<= 1.5'
    add_row 'of its 50,000th' 'its 10th' "$(per_row 4 $total)" "$(per_row 0 $total)" "${times[4]} / ${times[0]}" '<= 1.5'
    add_row "of a person's 1,000th, who has always said to know first-hand, and does not now" 'their 10th' \
        "$(per_row 3 $total)" "$(per_row 1 $total)" "${times[3]} / ${times[1]}" '<= 1.5'
    add_row 'of their 50,000th' 'their 10th' "$(per_row 5 $total)" "$(per_row 1 $total)" "${times[5]} / ${times[1]}" '<= 1.5'
}

# What lz4 spares where claims are large
bench_compression() {
    if [[ $(ask -c 'SELECT has_lz4()') != t ]]; then
        say '  (this server was built without lz4)'
        return
    fi
    need fed_one compression
    local rounds=15 sources
    for sources in 10 100 1000 10000; do
        local total=$((sources < 1000 ? 200 : 20))
        median_times "compression_$sources" "SELECT fed_one('lz4', $sources, $total)" "SELECT fed_one('pglz', $sources, $total)"
        add_row "inserting one row about a claim of $sources sources, evidence compressed with lz4" 'with pglz' \
            "$(per_row 0 $total)" "$(per_row 1 $total)" "${times[0]} / ${times[1]}" '–'
    done
}

# Eight people at once about one claim, a new one in each round; transactions a second
bench_clients() {
    build_floor
    need watch
    need curves
    local round variant rates
    rm -f build/bench/clients_*.out
    for ((round = 0; round < 3; round++)); do
        for variant in watched counted bare; do
            ask -c CHECKPOINT
            pgbench --no-vacuum --client=8 --jobs=2 --transactions=125 --define=claim=$((200000 + round)) \
                --file=<(echo "INSERT INTO $variant.attestation (claim, said) VALUES (:claim, said_by('client-' || :client_id || '-' || nextval('voice'), 0.5, firsthand => true));") \
                "$DATABASE" >>"build/bench/clients_$variant.out" 2>&1
        done
    done
    local -A rate
    for variant in watched counted bare; do
        rates=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' "build/bench/clients_$variant.out")
        [[ $(wc -l <<<"$rates") -eq 3 ]] || fail "bench: see build/bench/clients_$variant.out."
        rate[$variant]=$(median <<<"$rates")
    done
    add_row '8 clients about one claim, 1,000 sources: transactions a second' 'the trigger that adds counters' \
        "$(calculate "${rate[watched]}")" "$(calculate "${rate[counted]}")" "${rate[counted]} / ${rate[watched]}" '–'
    add_row 'the same' 'the floor' \
        "$(calculate "${rate[watched]}")" "$(calculate "${rate[bare]}")" "${rate[bare]} / ${rate[watched]}" '–'
}

# The source that all the claims of a ledger rest on is discredited, and rehabilitated before the next round
bench_discredited() {
    need discredited
    local rounds=3
    median_times discredited "SELECT rated(0)" "SELECT rated(NULL)"
    add_row 'a source discredited that 10,000 claims mention' '3 s' \
        "$(milliseconds "${times[0]}")" '3000 ms' "${times[0]} / 3000" '<= 1'
    add_row 'and rehabilitated' '3 s' \
        "$(milliseconds "${times[1]}")" '3000 ms' "${times[1]} / 3000" '<= 1'
}

# A million rows by COPY into the million that are there; once, since the tables are twice as large then
bench_copy() {
    build_floor
    need watch
    local variant
    local -A seconds
    ask -c "COPY (SELECT 1 + i * 7919 % 100000, format('copied-%s:0.5<origin-%s', i % 9973, i % 1999)
                  FROM generate_series(1, 1000000::bigint) AS i) TO STDOUT" >build/bench/copied.txt
    for variant in plain watched bare counted; do
        ask -c CHECKPOINT
        seconds[$variant]=$(ask -c '\timing on' -c "\\copy $variant.attestation (claim, said) from build/bench/copied.txt" |
            sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p')
        [[ -n ${seconds[$variant]} ]] || fail 'bench: COPY failed.'
    done
    rm build/bench/copied.txt
    add_row 'COPY of 1M rows, watched' 'without triggers' "$(milliseconds "${seconds[watched]}")" \
        "$(milliseconds "${seconds[plain]}")" "${seconds[watched]} / ${seconds[plain]}" '–'
    add_row 'the same' 'the floor' "$(milliseconds "${seconds[watched]}")" \
        "$(milliseconds "${seconds[bare]}")" "${seconds[watched]} / ${seconds[bare]}" '–'
    add_row 'the same' 'the trigger that adds counters' "$(milliseconds "${seconds[watched]}")" \
        "$(milliseconds "${seconds[counted]}")" "${seconds[watched]} / ${seconds[counted]}" '–'
}
