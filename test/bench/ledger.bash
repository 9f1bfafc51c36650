# shellcheck shell=bash
#
# ledger.bash: the benchmarks of what keeps evidence in claims. Sourced by run.

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
