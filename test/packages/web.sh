# shellcheck shell=bash
# Tests the package of the admin's server: its service, its user, its configuration, and the server itself. Needs
# cluster.sh, SCRATCH and HERE.
# shellcheck source-path=SCRIPTDIR

# For web_token.
# shellcheck source=../../scripts/lib/web.sh
source "$HERE/../../scripts/lib/web.sh"

WEB_USER=paliad-backup-web
WEB_CONFIGURATION=/etc/paliad-backup-web.conf
WEB_UNIT=paliad-backup-web.service
WEB_SECRET=0123456789abcdef0123456789abcdef
# Fixed id of the sample's administrator: test/sample/README.md.
ADMINISTRATOR=00000000-0000-4000-8000-000000000001

# --- as it is installed --------------------------------------------------------

unit_file() { dpkg -L "$WEB" | grep "/$WEB_UNIT\$"; }

service_rests() {
    [[ -f $(unit_file) ]]
    [[ $(systemctl is-enabled "$WEB_UNIT") == disabled ]]
    [[ -z $(find /proc -maxdepth 2 -name exe -lname /usr/sbin/paliad-backup-web 2>/dev/null) ]]
}

unit_is_right() { [[ -z $(systemd-analyze verify --man=no "$WEB_UNIT" 2>&1 | tee /dev/stderr) ]]; }

# The threshold is ten times the exposure that systemd shows: 0 is fully protected, 100 is open; a unit without any
# setting has 96.
unit_is_hardened() { systemd-analyze security --offline=yes --threshold=20 "$WEB_UNIT"; }

web_user_is_plain() {
    local number home shell
    IFS=: read -r _ _ number _ _ home shell <<<"$(getent passwd "$WEB_USER")"
    echo "$number $home $shell"
    ((number > 0 && number < 1000)) && [[ $home == /nonexistent && $shell == /usr/sbin/nologin ]]
}

configuration_is_private() {
    [[ $(stat -c '%a %U %G' "$WEB_CONFIGURATION" | tee /dev/stderr) == '640 root root' ]]
}

manual_page_is_found() { [[ -s /usr/share/man/man8/paliad-backup-web.8.gz ]]; }

# --- as it runs ------------------------------------------------------------------

# web_program: runs the server as systemd does, as the same user and with the same environment file.
web_program() {
    # The inner shell expands it.
    # shellcheck disable=SC2016
    exec env -i bash -c 'set -ae; . "$1"
        exec setpriv "--reuid=$2" "--regid=$2" --clear-groups --no-new-privs /usr/sbin/paliad-backup-web' \
        bash "$WEB_CONFIGURATION" "$WEB_USER"
}

refuses_without_configuration() {
    local status=0
    (web_program) >"$SCRATCH/refusal" 2>&1 || status=$?
    cat "$SCRATCH/refusal"
    ((status == 2)) && grep -q 'PALIAD_JWT_SECRET' "$SCRATCH/refusal"
}

# As in docs/packages.md: peer authentication by the system's user, so that no password is needed.
configure_web() {
    local etc=/etc/postgresql/$MAJOR/$CLUSTER
    sed -i '1i local all paliad_app peer map=backup_web' "$etc/pg_hba.conf"
    echo "backup_web $WEB_USER paliad_app" >>"$etc/pg_ident.conf"
    sed 's/^CREATE EXTENSION .*//' "$HERE/../web/setup.sql" >"$SCRATCH/setup.sql"
    sql "$DATABASE" -f "$SCRATCH/setup.sql" -c 'SELECT pg_reload_conf()'
    cat >>"$WEB_CONFIGURATION" <<CONFIGURATION
PGHOST=$SCRATCH/socket
PGDATABASE=$DATABASE
PGUSER=paliad_app
PALIAD_JWT_SECRET=$WEB_SECRET
PALIAD_WEB_LISTEN=127.0.0.1:0
CONFIGURATION
    chmod 0755 "$SCRATCH/socket"
}

configuration_has_stayed() {
    grep -qx "PALIAD_JWT_SECRET=$WEB_SECRET" "$WEB_CONFIGURATION" && configuration_is_private
}

start_web() {
    local try
    keep_status web_program >"$SCRATCH/web" 2>&1 &
    for ((try = 0; try < 100; try++)); do
        ! grep -q 'listens on' "$SCRATCH/web" || return 0
        sleep 0.1
    done
    cat "$SCRATCH/web"
    return 1
}

# get PATH [TOKEN]: requests it; prints the status in the first line, and then the answer.
get() {
    local address
    address=$(sed -n 's/^paliad-backup-web listens on //p' "$SCRATCH/web")
    perl -MHTTP::Tiny -e '
        my ($address, $token) = @ARGV;
        my $answer = HTTP::Tiny->new->get($address,
            { headers => $token ? { Authorization => "Bearer $token" } : {} });
        print "$answer->{status}\n$answer->{content}\n";
    ' "$address$1" "${2:-}" | tee /dev/stderr
}

page_is_served() { [[ $(get /admin/backups) == 200*'<html'* ]]; }

stranger_is_refused() { [[ $(get /api/admin/backups) == 401* ]]; }

administrator_sees_backups() {
    local id
    id=$(sql "$DATABASE" -c 'SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1')
    [[ $(get /api/admin/backups "$(web_token "$WEB_SECRET" "$ADMINISTRATOR" 600)") == 200*"$id"* ]]
}

# keep_status CMD...: runs CMD; writes its process id to one file, and its status to another.
keep_status() {
    local status=0
    rm -f "$SCRATCH"/web-{pid,status}
    ("$@") &
    echo $! >"$SCRATCH/web-pid"
    wait $! || status=$?
    echo "$status" >"$SCRATCH/web-status"
}

stop_web() {
    local try
    kill "$(cat "$SCRATCH/web-pid")"
    for ((try = 0; try < 100; try++)); do
        [[ ! -s $SCRATCH/web-status ]] || break
        sleep 0.1
    done
    [[ $(cat "$SCRATCH/web-status") == 0 ]]
}
