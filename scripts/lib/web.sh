# shellcheck shell=bash
# Builds and starts the admin's server, and makes tokens to sign in with. Needs
# base.sh and server.sh.

build_web() { make_as_owner web; }

# Prints a new random secret of 32 bytes, in hexadecimal digits.
new_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# web_token SECRET USER SECONDS: prints a token of the app for a user, signed with HS256.
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
    # A copy, because the server's user may have no access to the checkout.
    install -m 0755 "$CHECKOUT/web/paliad-backup-web" "$WORK/paliad-backup-web"
    WEB_LOG=$WORK/log/web
    # as_server_user adds processes that wait; the server's own process id is needed to end it.
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

# answers HOST:PORT: succeeds where something listens there.
answers() { (: <>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

web_stop() {
    ! kill "$(cat "$WORK/home/web.pid")" 2>/dev/null || wait "$WEB_PID" 2>/dev/null || true
}
