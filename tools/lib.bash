# shellcheck shell=bash
#
# lib.bash: what the scripts beside it share. Sourced, not run.
#
# say TEXT...                 one line for the person who watches
# fail TEXT...                one line on stderr, and exit 1
# need_root TEXT              fails with the text where one is not root and cannot become it
# as_root COMMAND...          COMMAND as root, through sudo where need be
# run COMMAND...              COMMAND; when the script is told to end, all that COMMAND started ends too
# run_in_terminal COMMAND...  COMMAND, in which a person types: Ctrl-C is for COMMAND alone
# run_quietly TEXT COMMAND... says TEXT and runs COMMAND; shows what it printed only where it fails
# run_quietly_through TEXT COMMAND...  the same; when the script is told to end, COMMAND is finished first
# cache_directory             prints where to keep what takes long to make: outside the tree
# git_here ARGUMENT...        git, also in a clone that belongs to another user, as where root builds in somebody's
# list_tree                   names the files that belong to the tree in the working directory, each ended by a NUL
# copy_tree FROM TO           copies what belongs to the tree, changes and all, and nothing that was built
#
# A script that sources this may put its own clean-up into a function named clean_up. It is called once,
# however the script ends, SIGKILL excepted; its argument is the exit status.

if [[ -z ${PG_CONFIG:-} ]]; then read -r PG_CONFIG < <("$(dirname "${BASH_SOURCE[0]}")/servers"); fi
export PG_CONFIG

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# sudo says itself why it refuses, and may ask for a password
need_root() {
    [[ $EUID -eq 0 ]] || { command -v sudo >/dev/null && sudo true; } || fail "$1"
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        need_root 'This needs root: become root first, or install sudo.'
        sudo "$@"
    fi
}

# As root not in root's home, which the user that the server runs as may not enter
cache_directory() {
    local parent=$HOME/.cache
    if [[ $EUID -eq 0 ]]; then parent=/var/cache; fi
    printf '%s/corroborate' "${XDG_CACHE_HOME:-$parent}"
}

# git would refuse a clone of another's, whose configuration may run programs; who runs make there runs them anyway
git_here() {
    git -c safe.directory='*' "$@"
}

# Without git, and in what is no clone: all but what is built
list_tree() {
    local file
    if [[ -e .git ]] && git_here rev-parse --git-dir >/dev/null 2>&1; then
        git_here ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
            if [[ -e $file ]]; then printf '%s\0' "$file"; fi
        done
    else
        find . -path ./build -prune -o ! -type d ! -name '*.o' ! -name '*.bc' ! -name '*.d' ! -name '*.so' -printf '%P\0'
    fi
}

# The copy is a repository too, if FROM is one
copy_tree() {
    mkdir -p "$2"
    (cd "$1" && list_tree | tar -c --null --files-from=-) | tar -x --no-same-owner -C "$2"
    if [[ -e $1/.git ]] && command -v git >/dev/null; then
        git -C "$2" init -q
        git -C "$2" add -A
    fi
}

# ---- Signals
#
# Bash runs a trap only when the command in the foreground is over. So commands are started in the background
# and waited for, which a signal cuts short. A command gets a session of its own: Ctrl-C reaches only this
# script, which then ends whatever is in that session, so that nothing is left behind.

running=  # how the command is run: freely, through, in_terminal; empty when none is and signals end the script
command_pid=
received= # the signal that told the script to end
quiet_log=

# May come while finish() waits, or just before it does: ends the command, so that the wait ends in any case.
# (Only builtins here: others would upset the wait.)
on_signal() {
    if [[ $running == in_terminal && $1 == INT ]]; then return 0; fi
    received=$1
    case $running in
        '') exit_by_signal ;;
        through) say 'Interrupted: this step is finished first.' ;;
        # Not known yet only while it is being started: start() looks at $received afterwards
        *) if [[ -n $command_pid ]]; then ask_to_end; fi ;;
    esac
}

# The whole session, or the process alone while it has not got one yet
ask_to_end() {
    kill -s "$received" -- "-$command_pid" 2>/dev/null || kill -s TERM "$command_pid" 2>/dev/null || true
}

exit_by_signal() {
    exit $((128 + $(kill -l "$received")))
}

on_exit() {
    local status=$?
    trap '' INT TERM HUP PIPE # the rest takes a moment only
    trap - EXIT
    set +e # one step may fail; the others are to be done all the same
    if [[ -n $command_pid ]]; then end_command; fi
    if [[ $(type -t clean_up) == function ]]; then clean_up "$status"; fi
    if [[ -n $quiet_log ]]; then rm -f "$quiet_log"; fi
    exit "$status"
}

trap 'on_signal INT' INT
trap 'on_signal TERM' TERM
trap 'on_signal HUP' HUP
trap 'on_signal PIPE' PIPE # nobody reads on, as with "make demo | head"
trap on_exit EXIT

# Bash lets commands in the background ignore Ctrl-C and read from /dev/null: env and <&0 undo that.
start() {
    local set_up=(setsid env --default-signal=INT --default-signal=QUIT)
    running=$1
    shift
    if [[ $running == in_terminal ]]; then set_up=("${set_up[@]:1}"); fi
    if [[ -n $quiet_log ]]; then
        "${set_up[@]}" "$@" >"$quiet_log" 2>&1 </dev/null &
    else
        "${set_up[@]}" "$@" <&0 &
    fi
    command_pid=$!
    if [[ -n $received && $running != through ]]; then ask_to_end; fi
}

# Waits for what start() started, and returns its exit status
finish() {
    local status=0
    wait "$command_pid" || status=$?
    if [[ $running == freely ]]; then
        end_command # what it has left running, mostly nothing
    else
        while kill -0 "$command_pid" 2>/dev/null; do
            status=0
            wait "$command_pid" || status=$? # a signal cut the wait short
        done
    fi
    command_pid=
    running=
    if [[ -n $received ]]; then exit_by_signal; fi
    return "$status"
}

run() {
    start freely "$@"
    finish
}

run_in_terminal() {
    start in_terminal "$@"
    finish
}

run_quietly() {
    quietly freely "$@"
}

run_quietly_through() {
    quietly through "$@"
}

# quietly HOW TEXT COMMAND...
quietly() {
    local how=$1 status=0
    say "$2"
    shift 2
    quiet_log=$(mktemp)
    start "$how" "$@"
    finish || status=$?
    if [[ $status -ne 0 ]]; then
        cat "$quiet_log" >&2
        printf 'Failed: %s\n' "$*" >&2
    fi
    rm -f "$quiet_log"
    quiet_log=
    return "$status"
}

# Prints the process and whatever else is in its session, zombies excepted
members() {
    local stat rest state session
    for stat in /proc/[0-9]*/stat; do
        # pid (name) state ppid pgrp session ...; the name may hold anything
        read -r rest 2>/dev/null <"$stat" || continue
        read -r state _ _ session _ <<<"${rest##*) }"
        if [[ $state != Z && ($session == "$1" || ${rest%% *} == "$1") ]]; then
            printf '%s\n' "${rest%% *}"
        fi
    done
}

# Ends the command and all of its session: by TERM, after five seconds by KILL. It asks more than once, for a
# process that has only just started may not listen yet.
end_command() {
    local pids tries
    for ((tries = 0; tries < 100; tries++)); do
        mapfile -t pids < <(members "$command_pid")
        if [[ ${#pids[@]} -eq 0 ]]; then return 0; fi
        if ((tries % 10 == 1)); then kill -s TERM "${pids[@]}" 2>/dev/null || true; fi
        sleep 0.05
    done
    kill -s KILL "${pids[@]}" 2>/dev/null || true
}
