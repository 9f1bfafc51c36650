# shellcheck shell=bash disable=SC2034,SC2154 # why is for those that source this, and here is theirs
#
# chroot.bash: Debians in directories of their own, in which scripts try what they would not on the machine itself. Sourced after
# lib.bash, by scripts that call themselves again in namespaces: SCRIPT --inside FUNCTION ARGUMENT...
#
# find_obstacle            sets why to what is in the way here, or to nothing; then mirror is set too
# fetch_bare SUITE [anew]  fetches a Debian as debootstrap makes it, with make and git; keeps it in $chroots/bare/SUITE
# inside FUNCTION ...      runs the script's function in namespaces of mounts and processes: whatever happens, no mount and
#                          no process outlives it
# logged LOG COMMAND...    leaves what is printed in LOG, and shows it where COMMAND fails
#
# For what runs inside:
#
# mount_system DIRECTORY               what programs expect to find below it
# mount_overlay DIRECTORY MEMORY       makes MEMORY/all: DIRECTORY, with all changes in memory
# enter DIRECTORY COMMAND...           the command in there, with hardly any environment
#
# Needs root, debootstrap, and a mirror, which is the one that apt uses on the machine. The machine's keyring says whether
# what comes from it is Debian's. What is fetched stays as old as it is, until it is fetched anew.

chroots=$(cache_directory)/chroot
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
namespaces=(unshare --mount --pid --fork --kill-child)
itself=$(readlink -f "$0")

# ---- Inside the namespaces

mount_system() {
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    cp -L /etc/resolv.conf "$1/etc/resolv.conf"
}

mount_overlay() {
    mkdir -p "$2"
    mount -t tmpfs -o mode=755 tmpfs "$2"
    mkdir "$2/upper" "$2/work" "$2/all"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/all"
}

enter() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb DEBIAN_FRONTEND=noninteractive \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        chroot "$@"
}

# Into a directory that gets its name only when it is whole
debootstrap_suite() {
    local suite=$1 mirror=$2 whole=$chroots/bare/$1 part=$chroots/bare/$1.part
    rm -rf --one-file-system "$part"
    mkdir -p "$chroots/bare"
    debootstrap --variant=minbase --keyring="$keyring" --include=ca-certificates,make,git "$suite" "$part" "$mirror"
    apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-)' >"$part/etc/apt/apt.conf.d/90machine" || true
    enter "$part" apt-get -q clean
    rm -rf --one-file-system "$whole"
    mv "$part" "$whole"
}

# ---- Outside

inside() {
    run "${namespaces[@]}" "$itself" --inside "$@"
}

# Two scripts may want the same
fetch_bare() {
    local lock
    mkdir -p "$chroots"
    exec {lock}>"$chroots/$1.lock"
    flock "$lock"
    if [[ -d $chroots/bare/$1 && ${2:-} != anew ]]; then
        exec {lock}>&-
        return
    fi
    say "Fetching Debian's $1 from $mirror ..."
    inside debootstrap_suite "$1" "$mirror"
    exec {lock}>&-
}

logged() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 || { cat "$log"; return 1; } >&2
}

apts_mirror() {
    # shellcheck disable=SC2016 # this dollar is apt's
    local ask=(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian')
    { "${ask[@]}" || true; } 2>/dev/null | sed -n '1s|/*$||p'
}

find_obstacle() {
    why=
    if [[ $EUID -ne 0 ]]; then
        why='this needs root'
    elif ! command -v apt-get >/dev/null; then
        why='there is no apt here'
    elif ! "${namespaces[@]}" true 2>/dev/null; then
        why='mounting is not allowed here'
    elif ! make_debootstrap_available; then
        why='debootstrap cannot be installed'
    elif [[ ! -e $keyring ]]; then
        why="$keyring is missing"
    else
        mirror=$(apts_mirror)
        if [[ -z $mirror ]]; then why='apt has no mirror of Debian here'; fi
    fi
}

make_debootstrap_available() {
    if ! command -v debootstrap >/dev/null || [[ ! -e $keyring || -z $(apts_mirror) ]]; then
        "$here/setup" --install debootstrap debian-archive-keyring
    fi >/dev/null 2>&1
}
