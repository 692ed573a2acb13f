# shellcheck shell=bash
# Reads from a stage's log how many tests passed and failed.

TOTAL_PASSED=0
TOTAL_FAILED=0

# Each parser prints "PASSED FAILED".

count_googletest() {
    awk '/^\[  PASSED  \] [0-9]+ tests?\./          { passed += $4 }
         /^\[  FAILED  \] [0-9]+ tests?, listed/    { failed += $4 }
         END { print passed + 0, failed + 0 }' "$1"
}

# "All 5 tests passed." or "2 of 5 tests failed.", after "# " since PostgreSQL 16.
count_pg_regress() {
    awk '{ sub(/^#? */, "") }
         /^All [0-9]+ tests passed/            { passed += $2 }
         /^[0-9]+ of [0-9]+ tests failed/      { failed += $1; passed += $3 - $1 }
         END { print passed + 0, failed + 0 }' "$1"
}

# "(Wstat: 256 Tests: 5 Failed: 1)" per bad file, "Files=2, Tests=9, ..." at the end.
count_prove() {
    awk '/ Failed: [0-9]+\)/       { sub(/.* Failed: /, ""); failed += $1 + 0 }
         /^Files=[0-9]+, Tests=/   { sub(/.*Tests=/, ""); total += $1 + 0 }
         END { print total - failed, failed + 0 }' "$1"
}

# "12 checks passed" and "1 checks failed", one or more times.
count_checks() {
    awk '/^[0-9]+ checks? passed/ { passed += $1 }
         /^[0-9]+ checks? failed/ { failed += $1 }
         END { print passed + 0, failed + 0 }' "$1"
}

# "# pass 12" and "# fail 1" of node's TAP, "ℹ pass 12" of its other form, one or more times.
count_node() {
    awk '$2 == "pass" && /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
         /^(#|ℹ) (fail|cancelled) [0-9]+$/      { failed += $3 }
         END { print passed + 0, failed + 0 }' "$1"
}

# add_counts STAGE LOG STATUS: sets STAGE_PASSED and STAGE_FAILED and adds them
# to the totals. A stage that failed has at least one failure. A stage of tests
# whose log counts none has failed too, whatever its exit status is.
add_counts() {
    local stage=$1 log=$2 status=$3 counts
    case $stage in
        unit) counts=$(count_googletest "$log") ;;
        regress) counts=$(count_pg_regress "$log") ;;
        tap | faults) counts=$(count_prove "$log") ;;
        web | page) counts=$(count_node "$log") ;;
        fuzz | truth | scripts | packages) counts=$(count_checks "$log") ;;
        *) if ((status == 0)); then counts='1 0'; else counts='0 1'; fi ;;
    esac
    read -r STAGE_PASSED STAGE_FAILED <<<"$counts"
    if ((STAGE_FAILED == 0)) && ((status != 0 || STAGE_PASSED == 0)); then
        STAGE_FAILED=1
    fi
    TOTAL_PASSED=$((TOTAL_PASSED + STAGE_PASSED))
    TOTAL_FAILED=$((TOTAL_FAILED + STAGE_FAILED))
}
