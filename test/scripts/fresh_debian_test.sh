#!/bin/bash
# scripts/fresh-debian: its refusals, its counts, and its ends. A stand-in for the Debian has only a shell.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

RELEASE=$(. /etc/os-release && echo "$VERSION_CODENAME")

# No archive is used.
fake_program apt-get <<APT
#!/bin/sh
echo 'http://archive.invalid/debian $RELEASE main'
APT

# Makes a root folder with a shell and a few programs, and no packages; or, where the test wants it, takes a minute.
fake_program debootstrap <<'DEBOOTSTRAP'
#!/bin/bash
set -e
root=${*: -2:1}
[[ ! -e $TEST_DIR/slow ]] || { trap '' TERM; touch "$TEST_DIR/begun"; sleep 60 & wait; sleep 60; }
mkdir -p "$root"/{proc,sys,dev,root,bin,usr/bin,etc/apt/apt.conf.d,var/lib/dpkg,var/cache/apt/archives}
: >"$root/var/lib/dpkg/status"
for program in /bin/bash /usr/bin/env /bin/sleep /usr/bin/touch /usr/bin/truncate; do
    cp -L --parents "$program" $(ldd "$program" | grep -o '/[^ ]*') "$root"
done
DEBOOTSTRAP
export TEST_DIR

fresh_debian() { PATH=$TEST_DIR/bin:$PATH "$CHECKOUT/scripts/fresh-debian" "$@"; }

unknown_suites() {
    local suite
    for suite in bookwurm ../sid ''; do
        run fresh_debian --suite "$suite" true
        check "suite '$suite': fails" fails
        check "suite '$suite': nothing left" leaves_nothing
    done
    run fresh_debian --suite bookwurm true
    check 'an unknown suite: says so' says "fresh-debian: debootstrap knows no Debian release named 'bookwurm';"
}

# unshare and debootstrap change the propagation of mounts, which needs a mount point.
# shellcheck disable=SC2016 # expanded in the new Debian
root_is_mount_point() {
    run fresh_debian 'while read -r _ _ _ _ at _; do [[ $at != / ]] || exit 0; done </proc/self/mountinfo; exit 1'
    check 'inside, / is a mount point' succeeds
}

# shellcheck disable=SC2016 # expanded in the new Debian
counts() {
    run fresh_debian 'printf "%s\n" "Package: x" "Status: install ok installed" "Version: 1" "Architecture: all" \
        "Maintainer: nobody" "Installed-Size: 5000" "Description: none" "" >>/var/lib/dpkg/status
        truncate -s 3000000 /var/cache/apt/archives/x.deb
        for ((i = 0; i < 1000000; i++)); do :; done'
    check 'a command that works: ends well' succeeds
    check 'a command that works: counted' says 'added 1 packages, 3 MB downloaded, 5 MB on disk'
    check 'a command that works: timed' grep -qE ' took [0-9]+ s \([1-9][0-9]* s of processor time\)' "$OUTPUT"
    check 'a command that works: nothing left' leaves_nothing
    run fresh_debian 'exit 3'
    check 'a command that fails: fails' fails
    check 'a command that fails: says so' says 'fresh-debian: failed, with status 3: exit 3'
    check 'a command that fails: nothing left' leaves_nothing
}

# terminate WHEN COMMAND
terminate() {
    local pid started
    rm -f "$TEST_DIR/begun"
    # Started directly: the shell of a function would get the signal.
    env "PATH=$TEST_DIR/bin:$PATH" "$CHECKOUT/scripts/fresh-debian" "$2" >"$OUTPUT" 2>&1 &
    pid=$!
    check "$1: it began" wait_until has_begun
    started=$SECONDS
    kill -TERM "$pid"
    STATUS=0
    wait "$pid" || STATUS=$?
    check "$1: TERM ends it" fails
    check "$1: TERM is heard at once" test $((SECONDS - started)) -lt 30
    check "$1: TERM leaves nothing" leaves_nothing
}

# On this machine, or in the new Debian.
has_begun() { [[ -n $(find "$TEST_DIR" -name begun -print -quit) ]]; }

unknown_suites
if ((EUID == 0)); then
    root_is_mount_point
    counts
    terminate 'while the command runs' 'trap "" TERM; touch /root/begun; sleep 60 & wait; sleep 60'
    touch "$TEST_DIR/slow"
    terminate 'while the Debian is made' true
else
    echo 'not root: what needs a Debian is left out'
fi
finish
