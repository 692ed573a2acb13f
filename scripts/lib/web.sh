# shellcheck shell=bash
# The admin's server: built, given its rights, started, and asked who somebody
# is. Needs base.sh and server.sh.

build_web() { make_as_owner web; }

# grant_backups DATABASE ROLE: what the README grants to the app's role.
grant_backups() {
    sql -q -d "$1" -v "role=$2" <<'SQL'
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', string_agg(p.oid::regprocedure::text, ', '), :'role')
  FROM pg_proc p
 WHERE p.proname IN ('paliad_backup_run', 'paliad_backup_start', 'paliad_backup_cancel',
                     'paliad_backup_progress', 'paliad_backup_sheets', 'paliad_backup_read',
                     'paliad_backup_download', 'paliad_backup_verify', 'paliad_backup_rows',
                     'paliad_backup_diff', 'paliad_backup_left_out', 'paliad_backup_contents', 'paliad_backup_current_rows',
                     'paliad_backup_expire', 'paliad_backup_delete', 'paliad_backup_hold',
                     'paliad_backup_status', 'paliad_backup_strays', 'paliad_backup_take_back')
\gexec
GRANT SELECT ON paliad.backups, paliad.backup_progress, paliad.backup_status TO :"role";
SQL
}

# A secret that lives as long as whoever asked for it.
new_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# web_token SECRET USER SECONDS: the app's token of a user, signed with HS256.
web_token() {
    SECRET=$1 perl -MDigest::SHA=hmac_sha256 -MMIME::Base64=encode_base64url -e '
        my ($user, $seconds) = @ARGV;
        my $claims = sprintf q({"sub":"%s","aud":"authenticated","role":"authenticated","exp":%d}),
            $user, time + $seconds;
        my $text = join ".", map { encode_base64url($_) } q({"alg":"HS256","typ":"JWT"}), $claims;
        print $text, ".", encode_base64url(hmac_sha256($text, $ENV{SECRET})), "\n";
    ' "$2" "$3"
}

# web_start DATABASE LISTEN SECRET: starts the server as the server's user and
# waits until it answers. Sets WEB_PID and WEB_LOG.
web_start() {
    local database=$1 listen=$2 secret=$3
    # The server's user may be unable to reach the checkout.
    install -m 0755 "$CHECKOUT/web/paliad-backup-web" "$WORK/paliad-backup-web"
    WEB_LOG=$WORK/log/web
    # as_server_user waits in processes of its own; the server's own id is needed to end it.
    # shellcheck disable=SC2016 # expanded by the inner shell
    PGDATABASE=$database PGUSER=paliad_app PALIAD_WEB_LISTEN=$listen PALIAD_JWT_SECRET=$secret \
        as_server_user sh -c 'echo $$ >"$HOME/web.pid" && exec "$1"' sh "$WORK/paliad-backup-web" \
        >"$WEB_LOG" 2>&1 &
    WEB_PID=$!
    defer web_stop
    for ((i = 0; i < 100; ++i)); do
        kill -0 "$WEB_PID" 2>/dev/null || break
        ! answers "$listen" || return 0
        sleep 0.1
    done
    cat "$WEB_LOG" >&2
    die "the admin's server does not answer on $listen"
}

# Whether somebody listens on HOST:PORT.
answers() { (: <>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

web_stop() {
    ! kill "$(cat "$WORK/home/web.pid")" 2>/dev/null || wait "$WEB_PID" 2>/dev/null || true
}
