# shellcheck shell=bash
# Debian's server package creates and starts a cluster named "main" listening on TCP, which none of these scripts asked
# for.

# Where the package looks for settings of the clusters that it makes.
CREATECLUSTER_DIR=/etc/postgresql-common/createcluster.d

# Relative to the machine's root.
NO_MAIN_CLUSTER=$CREATECLUSTER_DIR/paliad-backup-no-main.conf

# forbid_main_cluster ROOT: in the Debian that lies in ROOT; the machine's own where it is empty.
forbid_main_cluster() {
    mkdir -p "$1$CREATECLUSTER_DIR"
    echo 'create_main_cluster = false' >"$1$NO_MAIN_CLUSTER"
}
