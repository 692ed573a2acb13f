# shellcheck shell=bash
# A Debian of some suite in a folder, made with debootstrap from the archives that this machine's apt
# uses, and commands that run in it. Needs base.sh, root, debootstrap and git; SUITE and DEBIAN (the
# folder) are set by the caller.

HOST_SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")

# check_suite SUITE: debootstrap has a script for each Debian that it can make.
check_suite() {
    [[ $1 =~ ^[a-z-]+$ && -e /usr/share/debootstrap/scripts/$1 ]] ||
        die "debootstrap knows no Debian release named '$1'; bookworm, trixie and sid are some it knows"
}

# --- what this machine's apt knows -------------------------------------------

# Prints "URI RELEASE COMPONENT" for the Debian archives in use, whichever of
# its formats apt reads them from. Another suite is taken from the same places;
# unstable has no updates and no security archive beside it.
host_archives() {
    local beside=yes
    case $SUITE in sid | unstable) beside=no ;; esac
    # The $(...) are apt's placeholders, not the shell's.
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v host="$HOST_SUITE" -v suite="$SUITE" -v beside="$beside" '
            ($2 == host || beside == "yes" && index($2, host "-") == 1) && $3 == "main" {
                print $1, suite substr($2, length(host) + 1), $3
            }' | sort -u
}

mirror() {
    host_archives | awk -v suite="$SUITE" '$2 == suite { print $1; exit }'
}

# How packages are fetched (proxies, certificates, checks), and nothing else:
# the machine's hooks would call programs the new Debian does not have.
host_fetch_settings() {
    apt-config dump --no-empty Acquire | grep -vE '^Acquire::(IndexTargets|cdrom)'
}

# debootstrap fetches with wget, which reads the environment only.
export_apt_proxy() {
    local proxy
    proxy=$(apt-config dump --no-empty --format '%v%n' Acquire::http::Proxy | head -n 1)
    [[ -z $proxy ]] || export http_proxy=${http_proxy:-$proxy}
}

# --- the new Debian ------------------------------------------------------------

make_debian() {
    local url
    url=$(mirror)
    [[ -n $url ]] || die "this machine's apt has no archive for $SUITE"
    export_apt_proxy
    # What it mounts must not outlive it.
    unshare --mount --propagation private \
        debootstrap --variant=minbase --include="git$(https_packages "$url")" \
        "$SUITE" "$DEBIAN" "$url"
    configure_apt
    configure_network
    configure_npm
}

https_packages() {
    case $1 in https:*) echo ',ca-certificates' ;; esac
}

configure_apt() {
    local etc=$DEBIAN/etc/apt file
    host_archives | sed 's/^/deb /' >"$etc/sources.list"
    host_fetch_settings >"$etc/apt.conf.d/00host"
    for file in keyrings trusted.gpg.d trusted.gpg; do
        [[ ! -e /etc/apt/$file ]] || cp -a "/etc/apt/$file" "$etc/"
    done
    host_certificates | while read -r file; do
        mkdir -p "$DEBIAN$(dirname "$file")"
        cp -aL "$file" "$DEBIAN$file"
    done
}

# The certificate bundles https archives are checked against.
host_certificates() {
    apt-config dump --no-empty Acquire | sed -n 's/^.*::CaInfo "\(.*\)";$/\1/p'
    [[ ! -e /etc/ssl/certs/ca-certificates.crt ]] || echo /etc/ssl/certs/ca-certificates.crt
}

configure_network() {
    cp -L /etc/resolv.conf /etc/hosts "$DEBIAN/etc/"
}

# The certificates that this machine's npm trusts, under a name that no package of the new Debian
# writes anew.
configure_npm() {
    local file
    command -v npm >/dev/null || return 0
    file=$(npm config get cafile)
    [[ -s $file ]] || return 0
    cp -L "$file" "$DEBIAN/root/npm-certificates.crt"
}

# The checkout's owner reads it (git refuses strangers), root gets the result.
clone_head() {
    rm -rf "$DEBIAN/root/paliad_backup"
    as_checkout_owner git -C "$CHECKOUT" bundle create --quiet - HEAD >"$WORK/head.bundle"
    git clone --quiet "$WORK/head.bundle" "$DEBIAN/root/paliad_backup"
}

# --- Debians that stay -------------------------------------------------------------

# Where they lie, one of each suite, for several scripts: remove the folder to begin anew.
ROOTS=${PALIAD_ROOTS:-/var/cache/paliad-backup/roots}

# Seconds to wait for another script that uses the suite's Debian.
ROOT_WAIT=${ROOT_WAIT:-60}

ROOT_LOCK=

# lock_root: until unlock_root, or until this script and all that it has started end, no other script uses
# $ROOTS/$SUITE. Its lock names who has it.
lock_root() {
    local file=$ROOTS/$SUITE.lock user
    mkdir -p "$ROOTS"
    exec {ROOT_LOCK}>>"$file"
    if ! flock --nonblock "$ROOT_LOCK"; then
        user=$(cat "$file")
        WHEN_FAILED="the Debian $ROOTS/$SUITE is used by $user: run this again when that has ended, or set \
PALIAD_ROOTS to another folder" \
            logged "Debian $SUITE: waiting for $user to end" flock --wait "$ROOT_WAIT" "$ROOT_LOCK"
    fi
    echo "scripts/${0##*/} (process $$)" >"$file"
}

unlock_root() { exec {ROOT_LOCK}>&-; }

# One that was interrupted half-way never gets its name.
make_root() {
    local DEBIAN=$ROOTS/$SUITE.new
    rm -rf --one-file-system "$DEBIAN"
    defer rm -rf --one-file-system "$DEBIAN"
    mkdir -p "$ROOTS"
    make_debian
    chroot "$DEBIAN" apt-get update
    chroot "$DEBIAN" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends ccache
    mv "$DEBIAN" "$ROOTS/$SUITE"
}

# A run that was ended took dpkg along; apt installs nothing before this.
finish_packages() { chroot "$DEBIAN" env DEBIAN_FRONTEND=noninteractive dpkg --configure -a; }

# The suite's Debian, which is to be $ROOTS/$SUITE, with HEAD in it.
ensure_root() (
    own_cleanups
    if [[ -d $DEBIAN ]]; then finish_packages; else make_root; fi
    clone_head
)

# --- commands in it ----------------------------------------------------------------

# The process that waits for the command.
INSIDE=

# run_inside COMMAND: in the clone. Mounts and processes live in namespaces of their own and vanish with the
# command, so that removing the folder afterwards can reach nothing else. In the
# background, for a signal is heard while this shell waits; that must not have
# the command ignore Ctrl-C.
run_inside() {
    local NPM_CERTIFICATES='' status=0
    [[ ! -e $DEBIAN/root/npm-certificates.crt ]] || NPM_CERTIFICATES=/root/npm-certificates.crt
    # The inner shell's own arguments.
    # shellcheck disable=SC2016
    env --default-signal=INT,QUIT \
        unshare --mount --propagation private --pid --fork --kill-child \
        /bin/bash -euo pipefail -c '
            # So that / is a mount point there, and namespaces can be made inside, too.
            mount --bind "$1" "$1"
            mount -t proc proc "$1/proc"
            mount --rbind /sys "$1/sys"
            mount --rbind /dev "$1/dev"
            mount -t tmpfs tmpfs "$1/dev/shm"
            exec chroot "$1" "${@:2}"
        ' bash "$DEBIAN" \
        /usr/bin/env -i HOME=/root TERM="${TERM:-dumb}" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${no_proxy:+no_proxy="$no_proxy"} \
        ${NPM_CERTIFICATES:+npm_config_cafile="$NPM_CERTIFICATES"} \
        /bin/bash -c "cd /root/paliad_backup && $1" <&0 &
    INSIDE=$!
    wait "$INSIDE" || status=$?
    INSIDE=
    return "$status"
}

# The namespace's first process takes all others along, and unshare waits for it.
end_inside() {
    local first
    [[ -n $INSIDE ]] || return 0
    read -r first <"/proc/$INSIDE/task/$INSIDE/children"
    kill -KILL "${first:-$INSIDE}"
    wait "$INSIDE"
} 2>/dev/null
