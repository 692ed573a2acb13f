# shellcheck shell=bash
# Messages, cleanup, the work folder, logged steps, and the users that commands run as.
# Sourced by the scripts beside this folder; needs bash, coreutils, util-linux.

CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Tool output is parsed here, so it must not be translated; sample data is UTF-8.
export LC_ALL=C.UTF-8

# A caller's PGHOST, PGSERVICE, ... must never lead these scripts to a real server.
for name in "${!PG@}"; do
    [[ $name == PG_MAJOR ]] || unset "$name"
done
unset name

say() { printf '==> %s\n' "$*"; }

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# --- cleanup ---------------------------------------------------------------
# Code that creates a resource defers its removal at once; the exit trap runs what
# was deferred in reverse order. A subshell that calls own_cleanups is a scope of
# its own: what it defers runs when it ends, and it never removes its parent's
# resources.

DEFERRED=()
CLEANUPS_OWNER=

own_cleanups() {
    DEFERRED=()
    CLEANUPS_OWNER=$BASHPID
    trap run_deferred EXIT
    # Exiting from these traps runs the EXIT trap after the current command.
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

defer() {
    local quoted
    printf -v quoted '%q ' "$@"
    DEFERRED+=("$quoted")
}

run_deferred() {
    local status=$? i
    trap - EXIT
    # A process that gets a signal right after its fork may still have its parent's traps.
    [[ $BASHPID == "$CLEANUPS_OWNER" ]] || exit "$status"
    trap '' HUP INT TERM # a second Ctrl-C must not interrupt the cleanup
    set +e
    end_step
    end_ticker
    for ((i = ${#DEFERRED[@]} - 1; i >= 0; i--)); do
        eval "${DEFERRED[i]}"
    done
    exit "$status"
}

# --- work folder -----------------------------------------------------------

# The server's socket is in the work folder, and a socket's path is limited to
# 107 bytes. Where root runs the script, the server's user must be able to reach
# the folder, which a private TMPDIR of root's would prevent.
usable_tmpdir() {
    local dir=${TMPDIR:-/tmp}
    ((${#dir} <= 60)) || return 1
    ((EUID != 0)) || setpriv --reuid=65534 --regid=65534 --clear-groups test -w "$dir"
}

# Sets WORK, the folder of all files of this run; it is removed at exit.
make_work_dir() {
    local base=/tmp
    if usable_tmpdir; then base=${TMPDIR:-/tmp}; fi
    WORK=$(mktemp -d "$base/paliad-backup.XXXXXX")
    defer rm -rf --one-file-system "$WORK"
    chmod 0711 "$WORK" # other users may reach their own folders, but not list this one
    mkdir "$WORK/log"
}

# logged TITLE CMD...: runs a step. Prints one line for it, and one more every few
# seconds while it runs. The step's own output goes to a log file; where it fails, the
# part that matters is shown. CMD runs in a subshell, so it can't change variables, and
# must not defer anything that has to outlive it. Its standard input is empty.
#
# Three variables may be set for one call: PROGRESS names a function that reads from the
# log how far the step is, WHEN_FAILED is the message of a failure, and LET_END is the
# message for a signal, after which the step goes on to its end.
logged() {
    local title=$1 log status=0
    shift
    log=$(mktemp "$WORK/log/step.XXXXXX")
    say "$title"
    # In the background, because a shell handles signals while it waits, but not while
    # a command runs. In a process group of its own (-m), so that all of it can be ended.
    set -m
    (
        set -e +m
        STEP='' TICKER=''
        "$@"
    ) </dev/null >"$log" 2>&1 &
    STEP=$!
    STEP_LET_END=${LET_END:-}
    tick "$log" </dev/null &
    TICKER=$!
    set +m
    wait "$STEP" || status=$?
    STEP=
    end_ticker
    ((status != 0)) || return 0
    show_failure "$log"
    die "${WHEN_FAILED:-failed: $title}"
}

# The process groups of the running step and of its ticker, which prints how far it is;
# and the step's LET_END.
STEP=
TICKER=
STEP_LET_END=

# Seconds between two lines about a running step.
TICK=${TICK:-5}

# Ends by itself where the script was killed, which could not end it.
tick() {
    local started=$SECONDS far
    while sleep "$TICK" && kill -0 "$$" 2>/dev/null; do
        far=$("${PROGRESS:-:}" "$1")
        printf '    %s%d s\n' "${far:-still running}, " $((SECONDS - started))
    done
}

end_ticker() {
    [[ -n $TICKER ]] || return 0
    kill -TERM -- "-$TICKER" || true
    wait "$TICKER" || true
    TICKER=
} 2>/dev/null

end_step() {
    [[ -n $STEP ]] || return 0
    if [[ -n $STEP_LET_END ]]; then
        say "$STEP_LET_END"
        wait "$STEP"
    else
        kill_step
    fi
} 2>/dev/null

kill_step() {
    local latest=$((SECONDS + 10))
    kill -TERM -- "-$STEP"
    wait "$STEP"
    # Measured by the clock: on a busy machine `sleep 0.1` takes much longer.
    while ((SECONDS < latest)); do
        kill -0 -- "-$STEP" || return 0
        sleep 0.1
    done
    kill -KILL -- "-$STEP"
}

# show_failure LOG: prints a short log whole. Of a long one it prints the first error, or else the end, and
# where a copy is kept, because the work folder is removed.
show_failure() {
    local kept
    if (($(wc -l <"$1") <= 20)); then
        cat "$1" >&2
        return
    fi
    kept=$(mktemp "$(dirname "$WORK")/paliad-backup-log.XXXXXX")
    cp "$1" "$kept"
    grep -m 1 -A 7 -E '(^|[^[:alpha:]])([Ee]rror|ERROR|FATAL): |^(E|Err|make.*\*\*\*)[: ]' "$1" >&2 ||
        tail -n 15 "$1" >&2
    printf '\nThe whole log is %s\n' "$kept" >&2
}

# --- users -----------------------------------------------------------------

# PostgreSQL refuses to run as root, so root runs it as Debian's own user for it.
if ((EUID == 0)); then SERVER_USER=postgres; else SERVER_USER=$(id -un); fi

# as_server_user CMD...: runs it as the server's user, in /, because that user may have no
# access to the caller's folder, and with a home folder of its own. Paths in CMD must be
# absolute.
as_server_user() {
    local drop=()
    if ((EUID == 0)); then
        drop=(setpriv "--reuid=$SERVER_USER" "--regid=$SERVER_USER" --init-groups)
    fi
    (
        cd /
        exec "${drop[@]}" env HOME="$WORK/home" USER="$SERVER_USER" LOGNAME="$SERVER_USER" "$@"
    )
}

# server_dir DIR: makes a private folder of the server's user (DIR's parent exists).
server_dir() { install -d -m 0700 -o "$SERVER_USER" "$1"; }

# as_checkout_owner CMD...: runs it as the owner of the checkout. For commands that write
# into it or call git: "sudo scripts/demo" must not leave root's files behind, and git
# refuses a repository of another user.
as_checkout_owner() {
    local uid gid home
    uid=$(stat -c %u "$CHECKOUT")
    if ((EUID != 0 || uid == 0)); then
        "$@"
        return
    fi
    gid=$(stat -c %g "$CHECKOUT")
    home=$(getent passwd "$uid" | cut -d: -f6 || true)
    setpriv "--reuid=$uid" "--regid=$gid" --clear-groups env HOME="${home:-/nonexistent}" "$@"
}
