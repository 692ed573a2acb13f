# The official postgres image with paliad_backup in it.
#
#     docker build -t postgres-paliad .
#     docker build -t postgres-paliad --build-arg PG_MAJOR=15 --build-arg SUITE=bookworm .
#
# Tried without Docker: scripts/try-dockerfile carries out these steps on a Debian of the suite that has Debian's own
# postgresql-N, in the place of the image, and makes a backup with what they leave. Not tried: the image itself,
# which has its PostgreSQL from the PostgreSQL project's own archive.

ARG PG_MAJOR=17
ARG SUITE=trixie

FROM postgres:${PG_MAJOR}-${SUITE} AS build
ARG PG_MAJOR
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        "postgresql-server-dev-$PG_MAJOR" g++ make pkgconf \
        libisal-dev libjansson-dev libssl-dev libutf8proc-dev libxlsxwriter-dev libzip-dev zlib1g-dev
COPY . /src
WORKDIR /src
# The folder may hold what another compiler made.
RUN make clean PG_CONFIG="/usr/lib/postgresql/$PG_MAJOR/bin/pg_config" && \
    make install -j "$(nproc)" PG_CONFIG="/usr/lib/postgresql/$PG_MAJOR/bin/pg_config" DESTDIR=/out
# The packages whose libraries it needs, by the names that they have in this suite.
RUN mkdir -p /out/usr/share/paliad-backup && \
    ldd "/out/usr/lib/postgresql/$PG_MAJOR/lib/paliad_backup.so" | awk '$3 ~ /^\// { sub(/.*\//, "*/", $3); print $3 }' | \
        xargs dpkg-query --search | sed 's/:.*//' | sort -u >/out/usr/share/paliad-backup/requires

FROM postgres:${PG_MAJOR}-${SUITE}
COPY --from=build /out/ /
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive xargs -a /usr/share/paliad-backup/requires apt-get install -y --no-install-recommends && \
    rm -rf /var/lib/apt/lists/*
# Where backups can go: a volume, say. Name it in paliad_backup.export_dir.
RUN install -d -o postgres -m 0700 /srv/backups
