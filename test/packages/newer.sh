# shellcheck shell=bash
# Packages of a later version, as an update of the suite would bring them.

# make_newer_packages FOLDER DEB...: the same packages with a later version, in FOLDER, which is new.
make_newer_packages() {
    local deb
    mkdir "$1"
    for deb in "${@:2}"; do
        dpkg-deb --raw-extract "$deb" "$1/package"
        sed -i 's/^Version: .*/&+newer/' "$1/package/DEBIAN/control"
        dpkg-deb --build "$1/package" "$1"
        rm -rf "$1/package"
    done
}
