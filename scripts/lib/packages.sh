# shellcheck shell=bash
# The Debian packages that are needed, and their installation. Needs base.sh.
# shellcheck source-path=SCRIPTDIR

# shellcheck source=no_main.sh
source "$CHECKOUT/scripts/lib/no_main.sh"

# Sets PG_MAJOR (unless the environment does) to the major version of the
# distribution's "postgresql" metapackage: 15 on bookworm, 17 on trixie.
set_pg_major() {
    local majors asked=${PG_MAJOR:-} name=PG_MAJOR
    read -ra majors < <(sed -n 's/^SUPPORTED_MAJORS = //p' "$CHECKOUT/Makefile")
    PG_MAJOR=${asked:-$(distribution_pg_major)}
    # Before the first apt-get update apt knows no package at all.
    if [[ -z $PG_MAJOR ]] && ((EUID == 0)); then
        refresh_package_lists
        PG_MAJOR=$(distribution_pg_major)
    fi
    if [[ -z $PG_MAJOR ]]; then
        die_if_unreachable
        die "no PostgreSQL version known to apt; run 'sudo apt-get update' or set PG_MAJOR"
    fi
    [[ -n $asked ]] || name="apt's own PostgreSQL"
    is_among "$PG_MAJOR" "${majors[@]}" ||
        die "$name is '$PG_MAJOR': paliad_backup is for PostgreSQL ${majors[0]} to ${majors[-1]};" \
            "set PG_MAJOR to one of these that apt has, or leave it unset for apt's own"
}

# is_among WORD WORD...: succeeds where the first word is one of the others.
is_among() {
    local word
    for word in "${@:2}"; do
        [[ $1 != "$word" ]] || return 0
    done
    return 1
}

distribution_pg_major() {
    apt-cache policy postgresql | sed -n 's/^ *Candidate: \([0-9][0-9]*\)+.*/\1/p'
}

# Sets BUILD_PACKAGES, and DEMO_PACKAGES and WEB_PACKAGES, which these need in addition to the build's.
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
    # For the admin's server (make web).
    # shellcheck disable=SC2034
    WEB_PACKAGES=(
        libcpp-httplib-dev
        libjwt-dev
        libpq-dev
    )
}

# packages_of STAGE...: prints the packages that these stages of scripts/test need in addition to the
# build's. "one|other" means either of two packages that conflict with each other.
packages_of() {
    local stage
    for stage in "$@"; do
        case $stage in
            format) echo clang-format ;;
            lint) printf '%s\n' clang-tidy cppcheck nodejs python3 python3-yaml shellcheck "${WEB_PACKAGES[@]}" ;;
            scripts) printf '%s\n' debootstrap ;;
            unit)
                printf '%s\n' clang libclang-rt-dev libgtest-dev libunistring-dev \
                    "${WEB_PACKAGES[@]}"
                ;;
            fuzz) printf '%s\n' clang libclang-rt-dev llvm libunistring-dev ;;
            tap | faults) printf '%s\n' libipc-run-perl perl python3 unzip ;;
            # Independent readers of the bundle.
            truth)
                printf '%s\n' 7zip 'libreoffice-calc-nogui|libreoffice-calc' python3 python3-openpyxl unzip
                ;;
            web) printf '%s\n' nodejs "${WEB_PACKAGES[@]}" ;;
            page)
                printf '%s\n' chromium nodejs "${WEB_PACKAGES[@]}"
                # A nodejs that isn't Debian's includes npm.
                command -v npm >/dev/null || echo npm
                ;;
            demo) printf '%s\n' "${DEMO_PACKAGES[@]}" ;;
        esac
    done | sort -u
}

# ensure_packages NAME[|OTHER]...: as root, prints which packages are missing and installs them.
# As another user, prints the command that does, and exits.
ensure_packages() {
    local name missing=()
    for name in "$@"; do
        one_is_installed "$name" || missing+=("${name%%|*}")
    done
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)); then
        printf 'These packages are missing; please run:\n\n' >&2
        printf '    sudo apt-get install -y --no-install-recommends %s\n\n' "${missing[*]}" >&2
        exit 1
    fi
    refresh_package_lists
    plan_install "${missing[@]}"
    WHEN_FAILED="packages can't be fetched (above: what apt tried). Nothing was installed. $CHECK_NETWORK" \
        PROGRESS=fetched_packages logged "Fetching the packages" apt_install --download-only "${missing[@]}"
    # Where dpkg is interrupted, it leaves packages half configured, and apt can install nothing.
    LET_END="The packages are being installed: this ends when they are." \
        PROGRESS=installed_packages logged "Installing the packages" install_packages "${missing[@]}"
}

one_is_installed() {
    local name names
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        ! is_installed "$name" || return 0
    done
    return 1
}

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

CHECK_NETWORK="Check this machine's network and apt's sources and proxy, and run it again."

# The output of apt-get update, after it has run.
LISTS_LOG=

# Goes on where one archive doesn't answer: another one may have the packages.
refresh_package_lists() {
    [[ -z $LISTS_LOG ]] || return 0
    LISTS_LOG=$WORK/log/apt-lists
    logged "Refreshing apt's package lists" update_lists
}

update_lists() { apt-get update >"$LISTS_LOG" 2>&1 || true; }

# Ends the script where the lists could not be fetched: then that is why packages are missing.
die_if_unreachable() {
    local failure
    [[ -n $LISTS_LOG ]] || return 0
    failure=$(sed -n 's/^[EW]: \(Failed to fetch .*\)/\1/p;T;q' "$LISTS_LOG")
    [[ -z $failure ]] || die "apt's package lists can't be fetched: apt-get update says '$failure'." \
        "Nothing was installed. $CHECK_NETWORK"
}

# --no-remove: no installed package may be removed for a test or a demo. The lock's timeout: a machine that
# has just booted may still run its own upgrades.
apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
        --no-remove "$@"
}

install_packages() (
    own_cleanups
    forbid_main_cluster_meanwhile
    apt_install "$@"
)

# plan_install NAME...: prints what apt would install, its size, and what apt would upgrade. Sets PLANNED,
# the number of packages.
plan_install() {
    local plan=$WORK/log/apt-plan packages upgraded megabytes
    apt-get install --simulate --no-install-recommends --no-remove "$@" >"$plan" 2>&1 ||
        die_of_plan "$plan" "$@"
    mapfile -t packages < <(awk '$1 == "Inst" { print $2 }' "$plan")
    upgraded=$(awk '$1 == "Inst" && $3 ~ /^\[/ { print $2 }' "$plan" | paste -sd ' ')
    megabytes=$(apt-cache show --no-all-versions "${packages[@]}" | awk '
        $1 == "Size:" { fetched += $2 / 1e6 }
        $1 == "Installed-Size:" { used += $2 * 1024 / 1e6 }
        END { printf "%.0f MB to fetch, %.0f MB on disk", fetched, used }')
    PLANNED=${#packages[@]}
    say "Missing packages:"
    fold -s -w 90 <<<"$*" | sed 's/^/    /'
    printf '    With what these need, %d packages: %s.\n' "$PLANNED" "$megabytes"
    [[ -z $upgraded ]] ||
        printf '    Upgraded, for a new one needs the same version of it: %s\n' "$upgraded"
}

# die_of_plan FILE NAME...: ends the script with the reason why apt can't install these; FILE has its output.
die_of_plan() {
    local removed
    die_if_unreachable
    removed=$(sed -n '/will be REMOVED:$/,/^[^ ]/s/^  *//p' "$1" | paste -sd ' ')
    [[ -z $removed ]] ||
        die "apt can't install ${*:2} beside what is installed: it would remove $removed." \
            "Nothing was changed. Remove it yourself if you can do without it, and run this again."
    die "apt can't install ${*:2}: $(sed -n 's/^E: //p;T;q' "$1")." \
        "Nothing was installed. $(about_major)"
}

# Prints a hint where PG_MAJOR asks for another major version than the distribution's.
about_major() {
    local own
    own=$(distribution_pg_major)
    [[ -z ${PG_MAJOR:-} || $PG_MAJOR == "$own" ]] ||
        echo "This is for PostgreSQL $PG_MAJOR, and apt's own is $own: leave PG_MAJOR unset for that one."
}

# Print from apt's log how far it is.
fetched_packages() { printf '%d of %d packages' "$(grep -c '^Get:' "$1")" "$PLANNED"; }
installed_packages() {
    printf '%d of %d packages unpacked, %d set up' "$(grep -c '^Unpacking ' "$1")" "$PLANNED" \
        "$(grep -c '^Setting up ' "$1")"
}

# Undone after the installation, so that servers installed later get their cluster as usual.
forbid_main_cluster_meanwhile() {
    [[ -n ${PG_MAJOR:-} ]] || return 0
    ! is_installed "postgresql-$PG_MAJOR" || return 0
    [[ -d $CREATECLUSTER_DIR ]] || defer rmdir --ignore-fail-on-non-empty "$CREATECLUSTER_DIR"
    defer rm -f "$NO_MAIN_CLUSTER"
    forbid_main_cluster ''
}
