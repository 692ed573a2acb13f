# shellcheck shell=bash
# Runs checks, and counts them.

PASSED=0
FAILED=0

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# check TITLE CMD...: runs CMD in a subshell, and prints its output where it fails.
check() {
    local title=$1 status
    shift
    # Not "if ...": inside a condition bash ignores errexit.
    set +e
    (
        set -e
        "$@"
    ) >"$SCRATCH/said" 2>&1 </dev/null
    status=$?
    set -e
    if ((status == 0)); then
        PASSED=$((PASSED + 1))
        printf 'ok      %s\n' "$title"
        return
    fi
    FAILED=$((FAILED + 1))
    printf 'not ok  %s (status %d)\n' "$title" "$status"
    tail -n 40 "$SCRATCH/said" | sed 's/^/        /'
}

# must TITLE CMD...: a check; where it fails, the test ends, because the following checks make no sense.
must() {
    local before=$FAILED
    check "$@"
    ((FAILED == before)) || exit 1
}
