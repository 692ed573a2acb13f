# shellcheck shell=bash
# Keeps Debian's server package from creating and starting a cluster named "main" that listens on TCP, which none of
# these scripts needs.

# The package reads settings for new clusters from this folder.
CREATECLUSTER_DIR=/etc/postgresql-common/createcluster.d

# An absolute path in the Debian.
NO_MAIN_CLUSTER=$CREATECLUSTER_DIR/paliad-backup-no-main.conf

# forbid_main_cluster ROOT: for the Debian in the folder ROOT; empty for the machine itself.
forbid_main_cluster() {
    mkdir -p "$1$CREATECLUSTER_DIR"
    echo 'create_main_cluster = false' >"$1$NO_MAIN_CLUSTER"
}
