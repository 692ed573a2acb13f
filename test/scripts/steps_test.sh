#!/bin/bash
# The steps of scripts/lib/base.sh: the output of a step that takes long, fails, or is interrupted.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# script LINE...: makes a script that uses the library's steps.
script() {
    printf '%s\n' 'set -euo pipefail' "source '$CHECKOUT/scripts/lib/base.sh'" own_cleanups make_work_dir "$@" \
        >"$TEST_DIR/script"
}

kept_log() { sed -n 's/^The whole log is //p' "$OUTPUT"; }

progress_lines() { grep -cE '^    2 lines, [1-9][0-9]* s$' "$OUTPUT" || true; }

step_that_lasts() {
    # shellcheck disable=SC2016 # the script's own
    script 'lines() { printf "%d lines" "$(wc -l <"$1")"; }' \
        'PROGRESS=lines logged "Counting" sh -c "echo; echo; sleep 6"' 'logged "Something short" true'
    run env TICK=1 bash "$TEST_DIR/script"
    check 'a step that lasts: ends well' succeeds
    check 'a step that lasts: its title' says '==> Counting'
    check 'a step that lasts: how far it is, more than once' test "$(progress_lines)" -ge 2
    check 'a step that lasts: nothing of its own' test "$(grep -c . "$OUTPUT")" -eq $((2 + $(progress_lines)))
    check 'a step that lasts: nothing left' leaves_nothing
}

# logged_lines COUNT: succeeds where the log that the output names has so many lines.
logged_lines() { [[ -n $(kept_log) && $(wc -l <"$(kept_log)") == "$1" ]]; }

step_that_fails() {
    script 'logged "Building" sh -c "seq 300; echo \"a.cpp:3:1: error: no such thing\"; seq 300; exit 1"'
    run bash "$TEST_DIR/script"
    check 'a step that fails: fails' fails
    check 'a step that fails: its title' says 'failed: Building'
    check 'a step that fails: the first error' says 'a.cpp:3:1: error: no such thing'
    check 'a step that fails: little else' test "$(wc -l <"$OUTPUT")" -lt 15
    check 'a step that fails: the whole log' logged_lines 601
    rm -f "$(kept_log)"
    check 'a step that fails: nothing else left' leaves_nothing
}

short_step_that_fails() {
    script 'WHEN_FAILED="The answer is no." logged "Asking" sh -c "echo why; exit 1"'
    run bash "$TEST_DIR/script"
    check 'a short step that fails: its log' says why
    check 'a short step that fails: the sentence' says 'The answer is no.'
    check 'a short step that fails: nothing left' leaves_nothing
}

# A step's ticker ends before it has really begun.
many_short_steps() {
    # shellcheck disable=SC2016 # the script's own
    script 'for ((i = 0; i < 100; i++)); do logged "Step" true; done' 'echo "$WORK is there: $(ls "$WORK")"'
    run bash "$TEST_DIR/script"
    check 'many short steps: end well' succeeds
    check 'many short steps: the work folder is there' says ' is there: log'
    check 'many short steps: nothing left' leaves_nothing
}

# send SIGNAL: sends it to the script after its step has begun.
send() {
    local pid
    rm -f "$TEST_DIR/begun"
    env "--default-signal=$1" TICK=1 bash "$TEST_DIR/script" >"$OUTPUT" 2>&1 &
    pid=$!
    wait_until test -e "$TEST_DIR/begun"
    kill "-$1" "$pid"
    STATUS=0
    wait "$pid" || STATUS=$?
}

interrupt() {
    local started=$SECONDS
    script "logged 'Waiting' sh -c 'touch $TEST_DIR/begun; sleep 60; echo not reached'"
    send "$1"
    check "$1: fails" fails
    check "$1: is heard at once" test $((SECONDS - started)) -lt 30
    check "$1: nothing left" leaves_nothing
}

# A step that must not be interrupted, as dpkg's, which would leave things half done.
interrupt_what_must_end() {
    rm -f "$TEST_DIR/ended"
    script "LET_END='It ends by itself.' logged 'Installing' sh -c 'touch $TEST_DIR/begun; sleep 3; touch $TEST_DIR/ended'" \
        'echo "not reached"'
    send "$1"
    check "$1, a step that must end: has ended" test -e "$TEST_DIR/ended"
    check "$1, a step that must end: says so" says '==> It ends by itself.'
    check "$1, a step that must end: goes on saying that it runs" says '    still running, '
    check "$1, a step that must end: the script fails" fails
    check "$1, a step that must end: nothing after it" says_not 'not reached'
    check "$1, a step that must end: nothing left" leaves_nothing
}

step_that_lasts
step_that_fails
short_step_that_fails
many_short_steps
interrupt INT
interrupt TERM
interrupt_what_must_end INT
interrupt_what_must_end TERM
finish
