# shellcheck shell=bash
# Makes a Debian of some suite in a folder, with debootstrap, from the archives that this machine's apt
# uses, and runs commands in it. Needs base.sh, root, debootstrap and git; the caller sets SUITE and
# DEBIAN (the folder).

HOST_SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")

# check_suite SUITE: ends the script where debootstrap has no script for that suite.
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
    # A mount namespace of its own, so that debootstrap leaves no mounts behind.
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

# Prints the certificate bundles that HTTPS archives are checked against.
host_certificates() {
    apt-config dump --no-empty Acquire | sed -n 's/^.*::CaInfo "\(.*\)";$/\1/p'
    [[ ! -e /etc/ssl/certs/ca-certificates.crt ]] || echo /etc/ssl/certs/ca-certificates.crt
}

configure_network() {
    cp -L /etc/resolv.conf /etc/hosts "$DEBIAN/etc/"
}

# Copies the certificates that this machine's npm trusts, under a name that no package of the new
# Debian overwrites.
configure_npm() {
    local file
    command -v npm >/dev/null || return 0
    file=$(npm config get cafile)
    [[ -s $file ]] || return 0
    cp -L "$file" "$DEBIAN/root/npm-certificates.crt"
}

# git runs as the owner of the checkout, because it refuses other users; the clone belongs to root.
clone_head() {
    rm -rf "$DEBIAN/root/paliad_backup"
    as_checkout_owner git -C "$CHECKOUT" bundle create --quiet - HEAD >"$WORK/head.bundle"
    git clone --quiet "$WORK/head.bundle" "$DEBIAN/root/paliad_backup"
}

# --- Debians that stay -------------------------------------------------------------

# The folder of the Debians that several scripts use, one for each suite. Remove it to begin anew.
ROOTS=${PALIAD_ROOTS:-/var/cache/paliad-backup/roots}

# Seconds to wait for another script that uses the suite's Debian.
ROOT_WAIT=${ROOT_WAIT:-60}

ROOT_LOCK=

# lock_root: keeps other scripts from using $ROOTS/$SUITE, until unlock_root, or until this script and all its
# child processes have ended. The lock file names its holder.
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

# It gets its final name when it is complete, never where this was interrupted.
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

# dpkg may have been interrupted by the end of an earlier run; apt refuses to install before this.
finish_packages() { chroot "$DEBIAN" env DEBIAN_FRONTEND=noninteractive dpkg --configure -a; }

# Makes or repairs the suite's Debian (DEBIAN is $ROOTS/$SUITE), and clones HEAD into it.
ensure_root() (
    own_cleanups
    if [[ -d $DEBIAN ]]; then finish_packages; else make_root; fi
    clone_head
)

# --- commands in it ----------------------------------------------------------------

# The process id of the unshare that waits for the command.
INSIDE=

# run_inside COMMAND: runs it in the clone. Mounts and processes are in namespaces of their own and end with the
# command, so that removing the folder afterwards can't reach other files. It runs in the background, because a
# shell handles signals while it waits; --default-signal, because a background command would ignore Ctrl-C.
run_inside() {
    local NPM_CERTIFICATES='' status=0
    [[ ! -e $DEBIAN/root/npm-certificates.crt ]] || NPM_CERTIFICATES=/root/npm-certificates.crt
    # The inner shell expands its own arguments.
    # shellcheck disable=SC2016
    env --default-signal=INT,QUIT \
        unshare --mount --propagation private --pid --fork --kill-child \
        /bin/bash -euo pipefail -c '
            # Makes / a mount point there, without which no namespaces can be made inside.
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

# Kills the first process of the namespace, with which all others end; unshare waits for it.
end_inside() {
    local first
    [[ -n $INSIDE ]] || return 0
    read -r first <"/proc/$INSIDE/task/$INSIDE/children"
    kill -KILL "${first:-$INSIDE}"
    wait "$INSIDE"
} 2>/dev/null
