# shellcheck shell=bash
# A cluster of the packaged PostgreSQL with the sample organisation, which only a private socket reaches. Needs MAJOR,
# SCRATCH and HERE.

CLUSTER=paliad
DATABASE=firm

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@"; }

sql() { as_postgres psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$SCRATCH/socket" -d "$@"; }

make_cluster() {
    install -d -o postgres "$SCRATCH/socket"
    pg_createcluster "$MAJOR" "$CLUSTER" --socketdir="$SCRATCH/socket" --start-conf=manual \
        -o "listen_addresses=" -o "port=5432" -- --encoding=UTF8
    pg_ctlcluster "$MAJOR" "$CLUSTER" start
}

restart_cluster() { pg_ctlcluster "$MAJOR" "$CLUSTER" restart; }

drop_cluster() { pg_dropcluster --stop "$MAJOR" "$CLUSTER"; }

# psql runs as postgres, who can't read root's folder, so the sample's files are copied.
load_sample() {
    cp -R "$HERE/../sample" "$SCRATCH/sample"
    chmod -R a+rX "$SCRATCH/sample"
    sql postgres -c "CREATE DATABASE $DATABASE TEMPLATE template0"
    sql "$DATABASE" -v scale=1 -f "$SCRATCH/sample/schema.sql"
    sql "$DATABASE" -v scale=1 -f "$SCRATCH/sample/data.sql"
}

create_extension() {
    install -d -o postgres -m 0700 "$SCRATCH/backups"
    sql "$DATABASE" -c "LOAD 'paliad_backup'" \
        -c "ALTER SYSTEM SET paliad_backup.export_dir = '$SCRATCH/backups'" -c 'SELECT pg_reload_conf()'
    sql "$DATABASE" -c 'CREATE EXTENSION paliad_backup'
}

# Makes a backup and verifies it; prints the number of checks, and fails where one failed or there was none.
backup_and_verify() {
    local id
    id=$(sql "$DATABASE" -c 'SELECT paliad_backup_run()')
    sql "$DATABASE" -c "SELECT count(*), count(*) FILTER (WHERE NOT ok) FROM paliad_backup_verify('$id'::uuid)" |
        tee /dev/stderr | grep -Ex '[1-9][0-9]*\|0'
}

# The restore must bring back as many rows as there are.
restore_last() {
    sql "$DATABASE" -c "SELECT count(*) FROM paliad_backup_restore(
        (SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1), 'brought_back')"
    sql "$DATABASE" -c 'SELECT (SELECT count(*) FROM brought_back.matters), (SELECT count(*) FROM paliad.matters)' |
        tee /dev/stderr | grep -Ex '([1-9][0-9]*)\|\1'
    sql "$DATABASE" -c 'DROP SCHEMA brought_back CASCADE'
}

cluster_does_not_preload() {
    restart_cluster
    [[ -z $(sql postgres -c 'SHOW shared_preload_libraries') ]]
}

preload() {
    sql postgres -c "ALTER SYSTEM SET shared_preload_libraries = 'paliad_backup'"
}

# Waits for the backup of the next full minute.
scheduler_makes_a_backup() {
    local second
    sql postgres -c "ALTER SYSTEM SET paliad_backup.databases = '$DATABASE'" \
        -c "ALTER SYSTEM SET paliad_backup.schedule = '* * * * *'" -c 'SELECT pg_reload_conf()'
    for ((second = 0; second < 180; second++)); do
        [[ -z $(scheduled_backup) ]] || break
        sleep 1
    done
    sql postgres -c "ALTER SYSTEM SET paliad_backup.schedule = ''" -c 'SELECT pg_reload_conf()'
    [[ -n $(scheduled_backup) ]]
}

scheduled_backup() {
    sql "$DATABASE" -c "SELECT id FROM paliad.backups WHERE kind = 'scheduled' AND status = 'done' LIMIT 1"
}

removing_names_the_cluster() {
    dpkg --remove "$EXTENSION" 2>&1 | tee /dev/stderr |
        grep -F "shared_preload_libraries of the cluster $MAJOR/$CLUSTER names paliad_backup."
}

cluster_refuses_to_start() {
    ! restart_cluster 2>&1 | tee "$SCRATCH/refused"
    grep -F 'could not access file "paliad_backup"' "$SCRATCH/refused"
}

# The server isn't running, so the line of ALTER SYSTEM is removed from its file.
stop_preloading() {
    sed -i '/^shared_preload_libraries/d' "/var/lib/postgresql/$MAJOR/$CLUSTER/postgresql.auto.conf"
}

removing_is_silent() {
    dpkg --remove "$EXTENSION" >"$SCRATCH/removed" 2>&1
    cat "$SCRATCH/removed"
    ! grep -q shared_preload_libraries "$SCRATCH/removed"
}
