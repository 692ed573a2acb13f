# shellcheck shell=bash
# A private copy of PostgreSQL with the extension in it, and one throw-away
# cluster run from it. Needs base.sh, WORK and PG_MAJOR.

# set_server_paths ROOT: sets the paths, and the variables by which clients connect.
# Creates nothing.
set_server_paths() {
    SYSTEM_PG_CONFIG=/usr/lib/postgresql/$PG_MAJOR/bin/pg_config
    PRIVATE_ROOT=$WORK/$1
    PRIVATE_LIB=$PRIVATE_ROOT/usr/lib/postgresql/$PG_MAJOR
    PRIVATE_BIN=$PRIVATE_LIB/bin
    CLUSTER=$WORK/cluster
    # A busy machine may take long to start a server, or to stop it.
    export PGCTLTIMEOUT=600
    export PGHOST=$WORK/socket PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
}

make_as_owner() {
    as_checkout_owner make -C "$CHECKOUT" -j"$(nproc)" --output-sync \
        "PG_CONFIG=$SYSTEM_PG_CONFIG" "$@"
}

# Further arguments of make, such as FAULTS=1.
BUILD_OPTIONS=()

build_extension() { make_as_owner "${BUILD_OPTIONS[@]}"; }

# logged_build TITLE [TARGET]: builds as a logged step, whose progress is the number of compiled files.
logged_build() {
    FILES_TO_BUILD=$(make_as_owner --dry-run "${@:2}" 2>/dev/null | grep -c ' -c -o ' || true)
    PROGRESS=compiled_files logged "$1" make_as_owner "${@:2}"
}

compiled_files() { printf '%d of %d files' "$(grep -c ' -c -o ' "$1")" "$FILES_TO_BUILD"; }

# PostgreSQL finds its share and library folders relative to the running program, so
# a copy of its two trees is a complete installation. The extension is installed
# there, and the system's PostgreSQL isn't changed. The files are copied, not linked:
# a program behind a symbolic link would use the system's folders, and a new owner of
# a hard link would be the system file's owner too.
make_private_root() {
    local tree
    [[ ! -e $PRIVATE_ROOT/complete ]] || return 0
    build_extension
    rm -rf "$PRIVATE_ROOT"
    for tree in usr/lib/postgresql usr/share/postgresql; do
        mkdir -p "$PRIVATE_ROOT/$tree"
        cp -a "/$tree/$PG_MAJOR" "$PRIVATE_ROOT/$tree/"
    done
    make -C "$CHECKOUT" install "PG_CONFIG=$SYSTEM_PG_CONFIG" "DESTDIR=$PRIVATE_ROOT" \
        "${BUILD_OPTIONS[@]}"
    chmod -R a+rX "$PRIVATE_ROOT" # whatever the caller's umask is
    check_private_root
    touch "$PRIVATE_ROOT/complete"
}

check_private_root() {
    local option
    for option in --bindir --pkglibdir --sharedir --pgxs; do
        case $("$PRIVATE_BIN/pg_config" "$option") in
            "$PRIVATE_ROOT"/*) ;;
            *) die "the private PostgreSQL looks outside its root: pg_config $option" ;;
        esac
    done
}

# cluster_start EXPORT_DIR: makes and starts the cluster. The caller defers
# cluster_stop first. All settings but those below are PostgreSQL's defaults.
cluster_start() {
    local export_dir=$1
    [[ -d $WORK/home ]] || server_dir "$WORK/home"
    rm -rf "$CLUSTER"
    server_dir "$CLUSTER"
    server_dir "$PGHOST"
    # Trust lets in everybody who can reach the socket; its folder is open only to the
    # server's user and root. --no-sync: this cluster need not survive a crash.
    as_server_user "$PRIVATE_BIN/initdb" --pgdata="$CLUSTER/data" --username="$PGUSER" \
        --encoding=UTF8 --locale=C.UTF-8 --auth=trust --no-sync
    cluster_settings "$export_dir" |
        as_server_user tee -a "$CLUSTER/data/postgresql.conf"
    as_server_user "$PRIVATE_BIN/pg_ctl" start --wait --pgdata="$CLUSTER/data" \
        --log="$CLUSTER/server.log" || {
        as_server_user cat "$CLUSTER/server.log"
        return 1
    }
}

# More lines of postgresql.conf than those below.
MORE_SETTINGS=()

cluster_settings() {
    cat <<SETTINGS
listen_addresses = ''
port = $PGPORT
unix_socket_directories = '$PGHOST'
unix_socket_permissions = 0700
paliad_backup.export_dir = '${1//\'/\'\'}'
SETTINGS
    ((${#MORE_SETTINGS[@]} == 0)) || printf '%s\n' "${MORE_SETTINGS[@]}"
}

# Harmless when nothing runs, so it can be deferred before the start.
cluster_stop() {
    as_server_user test -e "$CLUSTER/data/postmaster.pid" || return 0
    as_server_user "$PRIVATE_BIN/pg_ctl" stop --wait --mode=fast \
        --pgdata="$CLUSTER/data" >/dev/null ||
        as_server_user "$PRIVATE_BIN/pg_ctl" stop --mode=immediate \
            --pgdata="$CLUSTER/data" >/dev/null
}

# sql ARGS...: psql as the caller, so that it can read the caller's files. The
# socket's folder decides who can connect.
sql() { "$PRIVATE_BIN/psql" -X -v ON_ERROR_STOP=1 "$@"; }

# load_sample DATABASE: makes a database with the sample law firm.
load_sample() {
    # Not from template1: CREATE DATABASE fails while autovacuum works in it.
    sql -q -c "CREATE DATABASE \"$1\" TEMPLATE template0"
    sql -q -d "$1" -v "scale=${SCALE:-1}" -f "$CHECKOUT/test/sample/schema.sql"
    sql -q -d "$1" -v "scale=${SCALE:-1}" -f "$CHECKOUT/test/sample/data.sql"
}
