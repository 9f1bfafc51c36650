# shellcheck shell=bash
#
# news.bash: the benchmarks of reading news. Sourced by run.
#
# shellcheck disable=SC2016,SC2034,SC2154 # backquotes are Markdown's; rounds and times are those of run

# The rows of a feed, as they are read
streamed() {
    printf 'SELECT count(*) FROM (SELECT read_news(%s) FROM %s OFFSET 0) AS n' "$2" "$1"
}

# same_rows FEED: fails unless read_news() and its SQL agree on every row and column of a feed
same_rows() {
    local differ
    differ=$(ask -c "SET work_mem = '256MB'" -c "
        SELECT count(*) FROM (SELECT r AS ours, r.id FROM $1_read AS r) AS r FULL JOIN (SELECT t AS theirs, t.id FROM $1_table AS t) AS t USING (id)
        WHERE to_jsonb(ours) IS DISTINCT FROM to_jsonb(theirs)")
    [[ ${differ##*$'\n'} == 0 ]] || fail "bench: read_news and XMLTABLE differ in rows of $1: $differ"
}

# stream_against FEED COLUMN WHAT: rows as they are read, against xmllint reading the same bytes, by turns
stream_against() {
    local feed=build/bench/$1.xml times_of=build/bench/stream_$1.out round start
    if ! command -v xmllint >/dev/null; then
        say 'There is no xmllint here to compare with: tools/setup --tests'
        return
    fi
    ask -c "SELECT $2 FROM $1" >"$feed"
    for ((round = 0; round <= rounds; round++)); do
        # in a session that has read something before
        ask -c "SELECT count(*) FROM read_news('<rss/>')" -c "$TIMED $(streamed "$1" "$2")" | awk '/^Execution Time:/ { print "ours", $3 }'
        start=$(date +%s%N)
        xmllint --stream --noout "$feed" >/dev/null
        printf 'theirs %s\n' "$(calculate "$(($(date +%s%N) - start)) / 1000000")"
    done >"$times_of"
    local ours theirs
    ours=$(middle ours "$times_of")
    theirs=$(middle theirs "$times_of")
    add_row "$3, rows as they are read" '`xmllint --stream`' "$(milliseconds "$ours")" "$(milliseconds "$theirs")" "$ours / $theirs" '<= 2'
}

# middle WHO FILE: the median of their times, without the first
middle() {
    awk -v who="$1" '$1 == who && n++ { print $2 }' "$2" | sort -n | awk -v middle=$(((rounds + 1) / 2)) 'NR == middle'
}

# peak_of STATEMENT: MB that a fresh server process takes
peak_of() {
    ask <<<"$1; SELECT 'peak ' || substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s*(\d+)');" | awk '/^peak/ { print $2 / 1024 }'
}

# a_second ITEMS I: how many the I-th statement read
a_second() {
    calculate "$1 / ${times[$2]} * 1000"
}

# against_sql FEED COLUMN ITEMS WHAT
against_sql() {
    local statements=() view memory=()
    same_rows "$1"
    for view in read table lean; do statements+=("$TIMED SELECT * FROM $1_$view"); done
    median_times "news_$1" "${statements[@]}"
    add_row "$4" '`XMLTABLE` of the same columns' "$(milliseconds "${times[0]}")" "$(milliseconds "${times[1]}")" "${times[0]} / ${times[1]}" '<= 0.2'
    add_row 'its items a second' 'the same' "$(a_second "$3" 0)" "$(a_second "$3" 1)" "${times[1]} / ${times[0]}" '–'
    add_row 'the same' '`XMLTABLE` of what stands there once, as written' "$(milliseconds "${times[0]}")" "$(milliseconds "${times[2]}")" \
        "${times[0]} / ${times[2]}" '–'
    stream_against "$1" "$2" 'the same'
    memory=("$(peak_of "$(streamed "$1" "$2")")" "$(peak_of "SELECT count(*) FROM (SELECT * FROM $1_table OFFSET 0) AS n")")
    add_row 'its peak memory, the feed included' '`XMLTABLE` of the same columns' "$(calculate "${memory[0]}") MB" "$(calculate "${memory[1]}") MB" \
        "${memory[0]} / ${memory[1]}" '–'
}

bench_news() {
    need news
    against_sql stories story 100000 '`read_news` of an RSS feed of 100,000 items, 52 MB'
    against_sql wire message 50000 '`read_news` of a NewsML-G2 message of 50,000 items, 59 MB'
    local rounds=3 # the slowest by far
    median_times news_xpath "$TIMED SELECT * FROM stories_read" "$TIMED SELECT * FROM stories_xpath"
    add_row 'the RSS feed' '`xpath()` of what stands there once' "$(milliseconds "${times[0]}")" "$(milliseconds "${times[1]}")" \
        "${times[0]} / ${times[1]}" '<= 0.2'
}

bench_pages() {
    need pages
    local differ
    differ=$(ask -c "SELECT count(*) FROM (SELECT to_jsonb(r) - '{format,version}'::text[] AS ours FROM pages_ninjs, read_news(story) AS r) AS a
        FULL JOIN (SELECT to_jsonb(r) - '{format,version}'::text[] AS theirs FROM pages_newsml, read_news(story) AS r) AS b ON ours ->> 'id' = theirs ->> 'id'
        WHERE ours IS DISTINCT FROM theirs")
    [[ ${differ##*$'\n'} == 0 ]] || fail "bench: ninjs and NewsML-G2 of the same items differ: $differ"
    median_times pages "$TIMED $(streamed pages_ninjs story)" "$TIMED $(streamed pages_newsml story)" "$TIMED $(streamed pages_large story)"
    add_row '`read_news` of 10,000 items as ninjs, items a second' 'of the same as NewsML-G2' "$(a_second 10000 0)" "$(a_second 10000 1)" \
        "${times[1]} / ${times[0]}" '>= 0.5'
    add_row '`read_news` of a page of 2 MB' '–' "$(milliseconds "${times[2]}")" '50 ms' "${times[2]} / 50" '<= 1.0'
}
