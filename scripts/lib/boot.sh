# shellcheck shell=bash
# Boots a Debian that is in a folder: its systemd is the first process in namespaces of its own. Needs base.sh, root,
# and DEBIAN (the folder), which has systemd.

# boot_inside UNIT: boots and starts the unit, which must have systemd exit; ends it after five minutes. The machine's
# settings (/proc/sys, /sys) are read-only there, and it has a /dev of its own without the machine's devices.
boot_inside() {
    # The inner shell expands its own arguments.
    # shellcheck disable=SC2016
    timeout --foreground --kill-after=10 300 \
        unshare --mount --propagation private --pid --fork --kill-child --cgroup --uts --ipc \
        /bin/bash -euo pipefail -c '
            mount --bind "$1" "$1"
            cd "$1"
            mount -t proc proc proc
            mount --bind proc/sys proc/sys
            mount -o remount,ro,bind proc/sys
            [[ ! -e proc/sysrq-trigger ]] || mount --bind /dev/null proc/sysrq-trigger
            mount -t sysfs -o ro sysfs sys
            mount -t tmpfs tmpfs sys/fs/cgroup
            mount -t cgroup2 cgroup2 sys/fs/cgroup
            mount -t tmpfs tmpfs run
            mount -t tmpfs tmpfs dev
            mkdir dev/shm dev/pts dev/mqueue
            mount -t tmpfs tmpfs dev/shm
            mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
            mount -t mqueue mqueue dev/mqueue
            ln -s pts/ptmx dev/ptmx
            ln -s /proc/self/fd dev/fd
            for device in null,3 zero,5 full,7 random,8 urandom,9; do
                mknod -m 666 "dev/${device%,*}" c 1 "${device#*,}"
            done
            mkdir -p outside
            pivot_root . outside
            umount --lazy /outside
            exec chroot . /usr/bin/env -i container=unshare PATH=/usr/sbin:/usr/bin:/sbin:/bin \
                /lib/systemd/systemd "--unit=$2"
        ' bash "$DEBIAN" "$1"
}
