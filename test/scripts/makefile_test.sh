#!/bin/bash
# make with the wrong server, with another compiler, and after an interruption. The compiler is a stand-in that records
# its calls.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

TREE=$TEST_DIR/tree
CALLS=$TEST_DIR/calls
export CALLS

fake_program compiler <<'COMPILER'
#!/bin/sh
[ "$1" != --version ] || exec cat "$CALLS.version"
while [ $# -gt 0 ]; do
    [ "$1" != -o ] || out=$2
    shift
done
echo "$out" >>"$CALLS"
printf half >"$out"
[ ! -e "$CALLS.slow" ] || sleep 60
[ ! -e "$CALLS.broken" ] || exit 1
printf whole >>"$out"
COMPILER

# A pg_config with the version that is in the file.
fake_program pg_config <<PG_CONFIG
#!/bin/sh
case \$1 in
    --version) cat "$TEST_DIR/version" ;;
    --bindir) echo "$TEST_DIR/bin" ;;
    *) exec "$PG_CONFIG" "\$@" ;;
esac
PG_CONFIG

fake_program psql <<PSQL
#!/bin/sh
cat "$TEST_DIR/server"
PSQL

echo 'compiler 12.2' >"$CALLS.version"

copy_checkout() {
    mkdir "$TREE"
    tar -C "$CHECKOUT" --exclude='*.o' --exclude='*.d' --exclude='*.so' -cf - Makefile Makefile.check Makefile.web \
        paliad_backup.control sql src web | tar -C "$TREE" --no-same-owner -xf -
}

make_here() { make -C "$TREE" "CXX=$TEST_DIR/bin/compiler" "PG_CONFIG=$TEST_DIR/bin/pg_config" "$@"; }

# run_version VERSION TARGET...: runs make with a pg_config of that version.
run_version() {
    echo "$1" >"$TEST_DIR/version"
    : >"$CALLS"
    run make_here "${@:2}"
}

compiled() { [[ $(sort "$CALLS" | paste -sd ' ') == "$1" ]]; }

other_servers() {
    local major
    run make -C "$TREE" PG_CONFIG=/nonexistent
    check 'no pg_config: an error' fails
    check 'no pg_config: says so' says "/nonexistent doesn't say which PostgreSQL it belongs to"
    for major in 13.9 19devel; do
        run_version "PostgreSQL $major" all
        check "$major: an error" fails
        check "$major: says so" says "belongs to PostgreSQL $major, and paliad_backup is for PostgreSQL 14 to 18"
        check "$major: nothing compiled" compiled ''
    done
}

another_major() {
    local core='build/prelude/core.hpp.gch src/core/base/error.o'
    local server='build/prelude/server.hpp.gch src/backend/settings.o'
    run_version 'PostgreSQL 15.2' src/core/base/error.o src/backend/settings.o
    check '15: compiled' compiled "${core% *} ${server% *} ${server#* } ${core#* }"
    run_version 'PostgreSQL 15.2' src/core/base/error.o src/backend/settings.o
    check '15 again: nothing compiled' compiled ''
    run_version 'PostgreSQL 17.1' src/core/base/error.o src/backend/settings.o
    check '17: what is for a server is compiled again' compiled "$server"
    run_version 'PostgreSQL 17.1' src/core/base/error.o src/backend/settings.o
    check '17 again: nothing compiled' compiled ''
}

# A compiler must not use a header that another one has precompiled.
another_compiler() {
    local all='build/prelude/core.hpp.gch build/prelude/server.hpp.gch src/backend/settings.o src/core/base/error.o'
    local objects=(src/core/base/error.o src/backend/settings.o)
    echo 'compiler 13.2' >"$CALLS.version"
    run_version 'PostgreSQL 17.1' "${objects[@]}"
    check 'a newer compiler: all is compiled again' compiled "$all"
    run_version 'PostgreSQL 17.1' "${objects[@]}"
    check 'a newer compiler again: nothing compiled' compiled ''
    cp "$TEST_DIR/bin/compiler" "$TEST_DIR/bin/other"
    run_version 'PostgreSQL 17.1' "CXX=$TEST_DIR/bin/other" "${objects[@]}"
    check 'another compiler: all is compiled again' compiled "$all"
    run_version 'PostgreSQL 17.1' "CXX=$TEST_DIR/bin/other" "${objects[@]}"
    check 'another compiler again: nothing compiled' compiled ''
}

running_server() {
    local major
    major=$(make -s -C "$TREE" "PG_CONFIG=$PG_CONFIG" -f - major <<'MAJOR'
include Makefile
major:; @echo $(MAJORVERSION)
MAJOR
    )
    echo 9.6.24 >"$TEST_DIR/server"
    run_version "PostgreSQL $major.1" check-major
    check 'a server of another major: an error' fails
    check 'a server of another major: says so' says "the server is PostgreSQL 9.6.24, and"
    run_version "PostgreSQL $major.1" --dry-run installcheck
    check 'installcheck asks the server first' says 'SHOW server_version'
    echo "$major.3 (Debian)" >"$TEST_DIR/server"
    run_version "PostgreSQL $major.1" check-major
    check 'a server of this major: no error' succeeds
    printf '#!/bin/sh\nexit 2\n' >"$TEST_DIR/bin/psql"
    run_version "PostgreSQL $major.1" check-major
    check 'no server: an error' fails
    check 'no server: says so' says "no server answers: start one of PostgreSQL $major"
}

half_written() {
    local object=$TREE/src/core/base/file.o group
    touch "$CALLS.broken"
    run_version 'PostgreSQL 15.2' src/core/base/file.o
    check 'a compiler that fails: an error' fails
    check 'a compiler that fails: no object' test ! -e "$object"
    rm "$CALLS.broken"
    touch "$CALLS.slow"
    # --default-signal, because a command that a shell starts in the background ignores Ctrl-C.
    setsid env --default-signal=INT make -C "$TREE" "CXX=$TEST_DIR/bin/compiler" \
        "PG_CONFIG=$TEST_DIR/bin/pg_config" src/core/base/file.o >"$OUTPUT" 2>&1 &
    group=$!
    check 'Ctrl-C: half an object is there' wait_until test -s "$object"
    kill -INT -- "-$group"
    wait "$group" || true
    check 'Ctrl-C: no object stays' test ! -e "$object"
    rm "$CALLS.slow"
    run_version 'PostgreSQL 15.2' src/core/base/error.o src/core/base/file.o
    check 'after Ctrl-C: make goes on where it was' compiled src/core/base/file.o
    check 'after Ctrl-C: a whole object' grep -qx halfwhole "$object"
}

copy_checkout
other_servers
another_major
half_written
another_compiler
running_server
finish
