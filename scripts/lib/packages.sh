# shellcheck shell=bash
# Which Debian packages are needed, and how they get installed. Needs base.sh.

# Sets PG_MAJOR (unless the environment does) to the major version of the
# distribution's "postgresql" metapackage: 15 on bookworm, 17 on trixie.
set_pg_major() {
    if [[ -z ${PG_MAJOR:-} ]]; then
        PG_MAJOR=$(distribution_pg_major)
    fi
    # A machine that never ran apt-get update knows of no package at all.
    if [[ -z $PG_MAJOR ]] && ((EUID == 0)); then
        logged "Refreshing apt's package lists" apt-get update
        PG_MAJOR=$(distribution_pg_major)
    fi
    [[ $PG_MAJOR =~ ^[0-9]+$ ]] ||
        die "no PostgreSQL version known to apt; run 'sudo apt-get update' or set PG_MAJOR"
}

distribution_pg_major() {
    apt-cache policy postgresql | sed -n 's/^ *Candidate: \([0-9][0-9]*\)+.*/\1/p'
}

# Sets BUILD_PACKAGES, DEMO_PACKAGES and WEB_PACKAGES; each list is what its purpose needs beyond the
# build.
set_package_lists() {
    set_pg_major
    # shellcheck disable=SC2034 # read by the scripts that source this file
    BUILD_PACKAGES=(
        "postgresql-$PG_MAJOR"
        "postgresql-server-dev-$PG_MAJOR"
        g++
        make
        pkg-config
        libisal-dev
        libjansson-dev
        libssl-dev
        libutf8proc-dev
        libxlsxwriter-dev
        libzip-dev
        zlib1g-dev
    )
    # shellcheck disable=SC2034
    DEMO_PACKAGES=(
        unzip
    )
    # The admin's server, make web.
    # shellcheck disable=SC2034
    WEB_PACKAGES=(
        libcpp-httplib-dev
        libjwt-dev
        libpq-dev
    )
}

# packages_of STAGE...: prints what these stages of scripts/test need, beyond what build does.
packages_of() {
    local stage
    for stage in "$@"; do
        case $stage in
            format) echo clang-format ;;
            lint) printf '%s\n' clang-tidy cppcheck shellcheck "${WEB_PACKAGES[@]}" ;;
            unit)
                printf '%s\n' clang libclang-rt-dev libgtest-dev libunistring-dev \
                    "${WEB_PACKAGES[@]}"
                ;;
            fuzz) printf '%s\n' clang libclang-rt-dev llvm libunistring-dev ;;
            tap | faults) printf '%s\n' libipc-run-perl perl unzip ;;
            # Independent readers of the bundle.
            truth)
                printf '%s\n' 7zip libreoffice-calc-nogui python3 python3-openpyxl unzip
                ;;
            web) printf '%s\n' nodejs "${WEB_PACKAGES[@]}" ;;
            page)
                printf '%s\n' chromium nodejs "${WEB_PACKAGES[@]}"
                # Not every nodejs is Debian's; others bring npm along.
                command -v npm >/dev/null || echo npm
                ;;
            demo) printf '%s\n' "${DEMO_PACKAGES[@]}" ;;
        esac
    done | sort -u
}

# ensure_packages NAME...: installs what is missing, as root; otherwise prints
# the command that does and exits.
ensure_packages() {
    local name missing=()
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)); then
        printf 'These packages are missing; please run:\n\n' >&2
        printf '    sudo apt-get install -y --no-install-recommends %s\n\n' "${missing[*]}" >&2
        exit 1
    fi
    install_packages "${missing[@]}"
}

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

install_packages() (
    own_cleanups
    forbid_main_cluster
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    # The lock: a freshly booted machine may still be running its own upgrades.
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
)

# Debian's server package creates and starts a cluster named "main" listening on
# TCP; nobody asked for that here. Undone after the install, so that a server
# the machine's owner wants later comes up as usual.
forbid_main_cluster() {
    local dir=/etc/postgresql-common/createcluster.d
    local drop_in=$dir/paliad-backup-no-main.conf
    ! is_installed "postgresql-$PG_MAJOR" || return 0
    if [[ ! -d $dir ]]; then
        mkdir -p "$dir"
        defer rmdir --ignore-fail-on-non-empty "$dir"
    fi
    defer rm -f "$drop_in"
    echo 'create_main_cluster = false' >"$drop_in"
}
