# shellcheck shell=bash
# The files on the disk, before and after. Needs web.sh and SCRATCH.

packed_files_are_intact() { [[ -z $(dpkg --verify "$@" | tee /dev/stderr) ]]; }

# Lists all files except those that the packages don't make: dpkg's and apt's databases, logs, caches, and the test's
# own files.
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

# The user keeps its id, because files may still belong to it; and nobody can log in as it.
user_stays_locked() {
    web_user_is_plain
    [[ $(passwd --status "$WEB_USER" | tee /dev/stderr) == "$WEB_USER L "* ]]
}

root_can_remove_the_user() {
    deluser --system "$WEB_USER"
    ! getent passwd "$WEB_USER" && ! getent group "$WEB_USER"
}
