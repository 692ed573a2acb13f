# shellcheck shell=bash
# Fetches PostgreSQL's own regression tests from Debian's source package and runs them, which makes a database
# named regression.
# Needs base.sh, packages.sh, server.sh.

# --- the sources -------------------------------------------------------------

# fetch_sources DIR: downloads the upstream archive of the installed server's source package. Where the
# archives have no sources of that version, it takes the newest other one.
fetch_sources() {
    local apt=$WORK/apt name version
    [[ -z $(source_archive "$1") ]] || return 0
    mkdir -p "$1" "$apt/lists/partial" "$apt/cache/archives/partial"
    source_lists >"$apt/sources.list"
    [[ -s $apt/sources.list ]] || die "apt knows of no archive"
    own_apt apt-get update
    name=$(dpkg-query -W -f '${source:Package}' "postgresql-$PG_MAJOR")
    for version in $(source_versions "$name"); do
        ! (cd "$1" && own_apt apt-get source --download-only --only-source "$name=$version") || return 0
    done
    die "the archives have no source of $name"
}

# Prints the archive's path, or nothing where there is none.
source_archive() {
    find "$1" -maxdepth 1 -name "postgresql-${PG_MAJOR}_*.orig.tar.*" 2>/dev/null | sort -V | tail -n 1
}

# own_apt COMMAND...: apt with lists of its own; keys, proxies and all other settings are the machine's.
own_apt() {
    "$1" -o "Dir::Etc::sourcelist=$WORK/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o "Dir::State::lists=$WORK/apt/lists" -o "Dir::Cache=$WORK/apt/cache" "${@:2}"
}

# Prints source lists (deb-src) of the archives of Debian's that this machine's apt uses.
source_lists() {
    # The $(...) are apt's placeholders, not the shell's.
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' | sort -u | sed 's/^/deb-src /'
}

# Prints the installed version, and then the others, newest first.
source_versions() {
    {
        dpkg-query -W -f '${source:Version}\n' "postgresql-$PG_MAJOR"
        own_apt apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -rV
    } | awk '!seen[$0]++'
}

# --- running the tests -------------------------------------------------------

# make_regression_tree ARCHIVE: unpacks src/test/regress into WORK/regression, for the server's user, and builds
# its library.
make_regression_tree() {
    local tree=$WORK/regression
    mkdir "$tree"
    tar -C "$tree" --strip-components=4 --wildcards -xf "$1" '*/src/test/regress/*'
    cc -O1 -fPIC -shared -w -I"$("$SYSTEM_PG_CONFIG" --includedir-server)" \
        -o "$tree/regress.so" "$tree/regress.c"
    cp "$PRIVATE_LIB/lib/refint.so" "$PRIVATE_LIB/lib/autoinc.so" "$tree"
    chown -R "$SERVER_USER" "$tree"
}

# Some tests fail on a throw-away server. That doesn't matter: only the database that they leave is used.
run_regression_tests() {
    local tree=$WORK/regression
    as_server_user env -C "$tree" "$PRIVATE_LIB/lib/pgxs/src/test/regress/pg_regress" \
        --bindir="$PRIVATE_BIN" --inputdir="$tree" --outputdir="$tree" --dlpath="$tree" \
        --host="$PGHOST" --port="$PGPORT" --user="$PGUSER" --dbname=regression \
        --max-concurrent-tests=20 --schedule="$tree/parallel_schedule" \
        >"$WORK/log/pg_regress" 2>&1 || true
    sed -n -E '/^not ok|FAILED|tests? (passed|failed)/s/^ *#? */    /p' "$WORK/log/pg_regress"
    grep -qE 'tests? (passed|failed)' "$WORK/log/pg_regress" || {
        cat "$WORK/log/pg_regress" >&2
        die "the regression tests did not end"
    }
}
