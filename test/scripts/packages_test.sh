#!/bin/bash
# scripts/demo where it must end: with a PostgreSQL that is not supported, with packages that can't be fetched, and with
# Ctrl-C while they are installed.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

unsupported_majors() {
    local major script
    for major in 99 13 abc '15 16' ../15; do
        for script in demo test; do
            run env "PG_MAJOR=$major" "$CHECKOUT/scripts/$script"
            check "$script, PG_MAJOR=$major: fails" fails
            check "$script, PG_MAJOR=$major: says why" \
                says "$script: PG_MAJOR is '$major': paliad_backup is for PostgreSQL 14 to 18; set PG_MAJOR to"
            check "$script, PG_MAJOR=$major: says nothing else" test "$(wc -l <"$OUTPUT")" -eq 1
            check "$script, PG_MAJOR=$major: nothing left" leaves_nothing
        done
    done
}

# Simulates a machine without packages: dpkg and apt use a folder of the test, and apt's only archive is a port that
# nothing listens on.
forget_packages() {
    local admin=$TEST_DIR/dpkg state=$TEST_DIR/apt
    mkdir -p "$admin"/{info,updates} "$state"/{lists/partial,cache/archives/partial,log}
    : >"$admin/status"
    echo 'deb http://127.0.0.1:9/debian bookworm main' >"$state/sources.list"
    cat >"$state/apt.conf" <<APT
Dir::State "$state";
Dir::State::lists "$state/lists";
Dir::State::status "$admin/status";
Dir::Cache "$state/cache";
Dir::Log "$state/log";
Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "/dev/null";
Acquire::http::Proxy "DIRECT";
Acquire::Retries "0";
APT
    export DPKG_ADMINDIR=$admin APT_CONFIG=$state/apt.conf
}

# Root gets the error that nothing can be fetched; other users get the command that root must run.
no_network() {
    if ((EUID == 0)); then
        run "$CHECKOUT/scripts/demo"
        check 'no network, no lists: says so' says "demo: apt's package lists can't be fetched: apt-get update says"
        check 'no network, no lists: says what was tried' says 'http://127.0.0.1:9/debian'
        check 'no network, no lists: nothing changed' says 'Nothing was installed.'
        check 'no network, no lists: fails' fails
        run env PG_MAJOR=17 "$CHECKOUT/scripts/demo"
        check 'no network, PG_MAJOR: says so' says "demo: apt's package lists can't be fetched: apt-get update says"
    else
        run env PG_MAJOR=17 "$CHECKOUT/scripts/demo"
        check 'not root: says what to do' says '    sudo apt-get install -y --no-install-recommends postgresql-17'
    fi
    check 'no network: fails' fails
    check 'no network: nothing left' leaves_nothing
}

# Package lists exist, but their archive does not exist any more.
no_archive() {
    local lists=$TEST_DIR/apt/lists/127.0.0.1:9_debian_dists_bookworm name
    ((EUID == 0)) || return 0
    for name in postgresql-17 postgresql-server-dev-17 g++ make pkg-config libisal-dev libjansson-dev libssl-dev \
        libutf8proc-dev libxlsxwriter-dev libzip-dev zlib1g-dev unzip; do
        printf '%s\n' "Package: $name" 'Version: 1' 'Architecture: all' 'Maintainer: nobody' \
            'Installed-Size: 10000' "Filename: pool/$name.deb" 'Size: 2000000' \
            "SHA256: $(printf '%064d' 0)" 'Description: none' ''
    done >"${lists}_main_binary-$(dpkg --print-architecture)_Packages"
    printf 'Origin: Debian\nSuite: bookworm\nCodename: bookworm\nComponents: main\n' >"${lists}_Release"
    echo 'deb [trusted=yes] http://127.0.0.1:9/debian bookworm main' >"$TEST_DIR/apt/sources.list"
    run env PG_MAJOR=17 "$CHECKOUT/scripts/demo"
    check 'no archive: fails' fails
    check 'no archive: names the packages' says 'postgresql-17 postgresql-server-dev-17 g++'
    check 'no archive: says how much it would be' \
        says 'With what these need, 13 packages: 26 MB to fetch, 133 MB on disk.'
    check 'no archive: says so' says "demo: packages can't be fetched (above: what apt tried). Nothing was installed."
    check 'no archive: what was tried' says 'http://127.0.0.1:9/debian'
    check 'no archive: nothing installed' test ! -s "$TEST_DIR/dpkg/status"
    check 'no archive: nothing left' test -z "$(find "$TMPDIR" -mindepth 1 ! -name 'paliad-backup-log.*')"
    run env PG_MAJOR=16 "$CHECKOUT/scripts/demo"
    check 'a PostgreSQL that apt has not: fails' fails
    check 'a PostgreSQL that apt has not: says so' says "apt's package lists can't be fetched"
}

# The stage truth of scripts/test accepts either of two packages that conflict; and apt removes no package.
either_of_two() {
    local status=$TEST_DIR/dpkg/status name
    ((EUID == 0)) || return 0
    fake_program apt-get <<'APT'
#!/bin/sh
case " $* " in
    *" --simulate "*)
        printf '%s\n' 'The following packages will be REMOVED:' '  one-package two-package' \
            'The following NEW packages will be installed:' '  7zip' 'E: remove is disabled.'
        exit 100
        ;;
esac
APT
    for name in libreoffice-calc libreoffice-calc-nogui; do
        printf '%s\n' "Package: $name" 'Status: install ok installed' 'Version: 1' 'Architecture: all' \
            'Maintainer: nobody' 'Description: none' '' >"$status"
        run env "PATH=$TEST_DIR/bin:$PATH" PG_MAJOR=17 "$CHECKOUT/scripts/test" truth
        check "$name is there: the other is not asked for" says_not libreoffice
        check "$name is there: the rest is" says "test: apt can't install postgresql-17 "
    done
    check 'a package in the way: is named' says 'it would remove one-package two-package. Nothing was changed.'
    check 'a package in the way: fails' fails
    : >"$status"
    run env "PATH=$TEST_DIR/bin:$PATH" PG_MAJOR=17 "$CHECKOUT/scripts/test" truth
    check 'neither is there: one is asked for' says ' libreoffice-calc-nogui '
    check 'neither is there: the other is not' says_not 'libreoffice-calc '
    rm -f "$TEST_DIR"/tmp/paliad-backup-log.*
}

# An apt-get that has all packages, and takes long to install one.
slow_apt() {
    fake_program apt-get <<'APT'
#!/bin/sh
case " $* " in
    *" --simulate "*) echo 'Inst g++ (1 none [all])' ;;
    *" --download-only "* | *" update "*) ;;
    *)
        cat /etc/postgresql-common/createcluster.d/* >"$TEST_DIR/createcluster"
        touch "$TEST_DIR/begun"
        sleep 3
        touch "$TEST_DIR/installed"
        ;;
esac
APT
    export TEST_DIR
}

# Where dpkg is interrupted, it leaves packages half configured.
interrupted_install() {
    local pid
    ((EUID == 0)) || return 0
    slow_apt
    env --default-signal=INT "PATH=$TEST_DIR/bin:$PATH" PG_MAJOR=17 "$CHECKOUT/scripts/demo" >"$OUTPUT" 2>&1 &
    pid=$!
    check 'Ctrl-C while packages are installed: it began' wait_until test -e "$TEST_DIR/begun"
    kill -INT "$pid"
    STATUS=0
    wait "$pid" || STATUS=$?
    check 'Ctrl-C while packages are installed: they are' test -e "$TEST_DIR/installed"
    check 'no cluster named main is made' grep -qx 'create_main_cluster = false' "$TEST_DIR/createcluster"
    check 'nor is it forbidden for good' test ! -e /etc/postgresql-common/createcluster.d/paliad-backup-no-main.conf
    check 'Ctrl-C while packages are installed: says so' \
        says '==> The packages are being installed: this ends when they are.'
    check 'Ctrl-C while packages are installed: ends then' test "$STATUS" -eq 130
    check 'Ctrl-C while packages are installed: nothing else left' \
        test -z "$(find "$TMPDIR" -mindepth 1 ! -name 'paliad-backup-log.*')"
}

unsupported_majors
forget_packages
no_network
no_archive
either_of_two
interrupted_install
finish
