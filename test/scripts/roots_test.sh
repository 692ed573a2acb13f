#!/bin/bash
# The Debians that scripts/matrix and scripts/package keep: only one script at a time may use one. Here they are
# stand-ins with only a shell.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

export PALIAD_ROOTS=$TEST_DIR/roots ROOT_WAIT=2 TICK=1

# script LINE...: one that uses Debians.
script() {
    printf '%s\n' 'set -euo pipefail' "source '$CHECKOUT/scripts/lib/base.sh'" \
        "source '$CHECKOUT/scripts/lib/debian.sh'" own_cleanups "$@" >"$TEST_DIR/script"
}

user() { script make_work_dir SUITE=bookworm lock_root 'echo "has it"'; }

# hold SECONDS [LINE...]: runs a script that uses the Debian of bookworm for so long, and executes the lines.
hold() {
    rm -f "$TEST_DIR/held"
    script SUITE=bookworm lock_root "${@:2}" "touch '$TEST_DIR/held'" "exec sleep $1"
    mv "$TEST_DIR/script" "$TEST_DIR/holder"
    bash "$TEST_DIR/holder" >/dev/null 2>&1 &
    HOLDER=$!
    check 'one is used' wait_until test -e "$TEST_DIR/held"
}

let_go() {
    kill "$HOLDER"
    wait "$HOLDER" || true
}

one_that_waits() {
    hold 60
    user
    run bash "$TEST_DIR/script"
    check 'one that is used: waited for' says "==> Debian bookworm: waiting for scripts/holder (process $HOLDER) to end"
    check 'one that is used: says that it waits' says '    still running, '
    check 'one that is used: fails' fails
    check 'one that is used: says why' says "script: the Debian $PALIAD_ROOTS/bookworm is used by scripts/holder (process \
$HOLDER): run this again when that has ended, or set PALIAD_ROOTS to another folder"
    check 'one that is used: nothing after it' says_not 'has it'
    check 'one that is used: nothing left' leaves_nothing
    let_go
    run bash "$TEST_DIR/script"
    check 'one that was used: free' says 'has it'
    check 'one that was used: not waited for' says_not waiting
}

one_that_is_used_a_while() {
    hold 2
    user
    run env ROOT_WAIT=60 bash "$TEST_DIR/script"
    check 'one that is used a while: waited for' says "waiting for scripts/holder (process $HOLDER)"
    check 'one that is used a while: free then' says 'has it'
    wait "$HOLDER"
}

one_after_the_other() {
    hold 60 unlock_root SUITE=trixie lock_root
    user
    run bash "$TEST_DIR/script"
    check "another suite's is used: free" says 'has it'
    check "another suite's is used: not waited for" says_not waiting
    let_go
}

scripts_that_use_one() {
    local script
    ((EUID == 0)) || return 0
    hold 60
    for script in matrix package; do
        run "$CHECKOUT/scripts/$script" bookworm
        check "$script: waits" says "waiting for scripts/holder (process $HOLDER)"
        check "$script: fails" fails
        check "$script: says why" says "$script: the Debian $PALIAD_ROOTS/bookworm is used by scripts/holder"
        check "$script: nothing left" leaves_nothing
    done
    let_go
}

# The script's command fails afterwards, because the stand-in doesn't have its program.
one_that_was_ended_in_dpkg() {
    local root=$PALIAD_ROOTS/bookworm program
    ((EUID == 0)) || return 0
    mkdir -p "$root"/{proc,sys,dev,root,bin,usr/bin}
    # shellcheck disable=SC2046 # a list of files
    for program in /bin/bash /usr/bin/env /usr/bin/touch; do
        cp -L --parents "$program" $(ldd "$program" | grep -o '/[^ ]*') "$root"
    done
    printf '#!/bin/bash\n[[ "$*" == "--configure -a" ]] && touch /configured\n' >"$root/usr/bin/dpkg"
    chmod 0755 "$root/usr/bin/dpkg"
    run "$CHECKOUT/scripts/matrix" --stages build bookworm
    check 'one that was ended in dpkg: dpkg goes on where it was' test -e "$root/configured"
    check 'one that was ended in dpkg: HEAD is there then' test -e "$root/root/paliad_backup/scripts/test"
}

one_that_waits
one_that_is_used_a_while
one_after_the_other
scripts_that_use_one
one_that_was_ended_in_dpkg
finish
