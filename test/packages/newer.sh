# shellcheck shell=bash
# Makes packages of a later version, as for an update of the suite.

# make_newer_packages FOLDER DEB...: makes the same packages with a later version in FOLDER, which it creates.
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
