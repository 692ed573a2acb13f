# shellcheck shell=bash
# Shared by the tests of scripts: a folder of their own, checks, and their count. Sourced by *_test.sh.

# shellcheck disable=SC2034 # read by the tests
CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PG_CONFIG=${PG_CONFIG:-pg_config}
export LC_ALL=C.UTF-8

# A short path, because scripts make sockets under TMPDIR; open to others, because the server's user must reach it.
TEST_DIR=$(mktemp -d /tmp/paliad-test.XXXXXX)
trap 'rm -rf --one-file-system "$TEST_DIR"' EXIT
chmod 0755 "$TEST_DIR"
export TMPDIR=$TEST_DIR/tmp
mkdir -m 1777 "$TMPDIR"

PASSED=0
FAILED=0
OUTPUT=$TEST_DIR/output

# check WHAT COMMAND...: COMMAND must succeed.
check() {
    if "${@:2}"; then
        PASSED=$((PASSED + 1))
    else
        FAILED=$((FAILED + 1))
        printf 'not ok: %s\n    in vain: %s\n' "$1" "${*:2}"
        sed 's/^/    | /' "$OUTPUT" 2>/dev/null || true
    fi
}

# run COMMAND...: runs it; its output goes to the file OUTPUT, its exit status into STATUS.
run() {
    STATUS=0
    "$@" </dev/null >"$OUTPUT" 2>&1 || STATUS=$?
}

fails() { ((STATUS != 0)); }
succeeds() { ((STATUS == 0)); }
says() { grep -qF -- "$1" "$OUTPUT"; }
says_not() { ! grep -qF -- "$1" "$OUTPUT"; }
leaves_nothing() { [[ -z $(ls -A "$TMPDIR") ]]; }

# wait_until COMMAND...: waits until it succeeds, for a minute at most.
wait_until() {
    local tenths
    for ((tenths = 0; tenths < 600; tenths++)); do
        ! "$@" || return 0
        sleep 0.1
    done
    return 1
}

# fake_program NAME: makes a program that replaces the real one in PATH; its text is read from standard input.
fake_program() {
    mkdir -p "$TEST_DIR/bin"
    cat >"$TEST_DIR/bin/$1"
    chmod 0755 "$TEST_DIR/bin/$1"
}

finish() {
    printf '%d checks passed\n' "$PASSED"
    ((FAILED == 0)) || printf '%d checks failed\n' "$FAILED"
    ((FAILED == 0))
}
