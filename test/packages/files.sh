# shellcheck shell=bash
# What lies on the disk. Needs SCRATCH.

packed_files_are_intact() { [[ -z $(dpkg --verify "$@" | tee /dev/stderr) ]]; }

# All files but what is not the packages' doing: dpkg's and apt's books, logs, caches, and the test's own.
list_files() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /root \
        -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \
        -o -path /etc/postgresql -o -path /var/lib/postgresql \) -prune -o -print | sort
}

nothing_is_left() {
    list_files >"$SCRATCH/files-after"
    diff "$SCRATCH/files-before" "$SCRATCH/files-after"
    [[ -z $(dpkg-query -W -f '${db:Status-Abbrev}\n' "$EXTENSION" "$WEB" 2>/dev/null | grep -v '^un') ]]
}

user_is_gone() { ! getent passwd "$WEB_USER" && ! getent group "$WEB_USER"; }
