"""The statements about the file, its zip, and its digests."""

import datetime
import hashlib
import re
import zipfile

from names import unsafe


def started_at(bundle):
    return datetime.datetime.strptime(bundle.manifest["started_at"], "%Y-%m-%dT%H:%M:%SZ")


def in_a_row(archive):
    end = 0
    for entry in archive.entries:
        header = archive.header(entry)
        if (entry.header_offset, header.mark) != (end, b"PK\3\4"):
            yield f"{entry.filename} begins at {entry.header_offset} and not at {end}"
        if entry.comment or entry.volume:
            yield f"{entry.filename} has a comment, or lies on another disk"
        end = header.content_at + entry.compress_size
    if end != archive.start_of_directory:
        yield f"the directory begins at {archive.start_of_directory} and not at {end}"
    end += sum(46 + len(archive.header(entry).name) + len(entry.extra) for entry in archive.entries)
    if archive.data[end:end + 4] == b"PK\6\6":  # Zip64's end record, and its locator
        end += 56 + 20
    if archive.data[end:end + 4] != b"PK\5\6" or len(archive.data) != end + 22:
        yield f"the file ends at {len(archive.data)}, and not with an end record at {end}"


def Z1(bundle):
    yield from in_a_row(bundle.zip)


def methods(archive, stored):
    for entry in archive.entries:
        header = archive.header(entry)
        want = zipfile.ZIP_STORED if entry.filename.endswith(stored) else zipfile.ZIP_DEFLATED
        if (entry.compress_type, header.method) != (want, want):
            yield f"{entry.filename} has method {entry.compress_type}"
        for extra in (entry.extra, header.extra):
            if extra and not extra.startswith(b"\1\0"):
                yield f"{entry.filename} has an extra field"
        sizes = (header.crc, header.stored_bytes, header.bytes)
        if not header.extra and sizes != (entry.CRC, entry.compress_size, entry.file_size):
            yield f"the two headers of {entry.filename} differ"


def Z2(bundle):
    yield from methods(bundle.zip, ".xlsx")


def flags(archive):
    for entry in archive.entries:
        header = archive.header(entry)
        wanted = (0, 0x800) if entry.filename.isascii() else (0x800,)
        if entry.flag_bits not in wanted or header.flags != entry.flag_bits:
            yield f"{entry.filename} has the flags {entry.flag_bits:#x}"
        if header.name != entry.filename.encode():
            yield f"the two headers of {entry.filename} have two names"


def Z3(bundle):
    yield from flags(bundle.zip)


def Z4(bundle):
    yield from unsafe(bundle.zip.names())


def Z5(bundle):
    for entry in bundle.zip.entries:
        if (entry.external_attr >> 16, entry.create_system) != (0o100600, 3):
            yield f"{entry.filename} has mode {entry.external_attr >> 16:o} of system {entry.create_system}"


def times(archive, when):
    want = max((when.year, when.month, when.day, when.hour, when.minute, when.second // 2 * 2),
               (1980, 1, 1, 0, 0, 0))
    for entry in archive.entries:
        if entry.date_time != want:
            yield f"{entry.filename} is of {entry.date_time}, the manifest of {want}"


def Z6(bundle):
    yield from times(bundle.zip, started_at(bundle))


def Z7(bundle):
    want = {"README.txt", "manifest.json", *(file["name"] for file in bundle.files)}
    yield from (f"{name} is missing" for name in want - set(bundle.zip.names()))
    yield from (f"{name} is unknown to the manifest" for name in set(bundle.zip.names()) - want)


def Z8(bundle):
    files = [file["name"] for file in bundle.files]
    head = [files.pop(0), "manifest.json"]
    want = [name for start in ("csv/", "json/", "large_objects/", "") for name in files
            if name.startswith(start) and (start or "/" not in name)]
    have = bundle.zip.names()
    if have not in (["README.txt", *head, *want], ["README.txt", *head[::-1], *want]):
        yield f"the order is {have}"


def F1(bundle):
    name = re.fullmatch(r"paliad-backup-(\d{8}T\d{6}Z)-([0-9a-f]{8})\.zip", bundle.path.name)
    want = (f"{started_at(bundle):%Y%m%dT%H%M%SZ}", bundle.manifest["id"][:8])
    if name and name.groups() != want:
        yield f"the file is called {bundle.path.name}; the manifest says {want}"


def D1(bundle):
    for file in bundle.files:
        content = bundle.zip.content(file["name"])
        have = (len(content), hashlib.sha256(content).hexdigest())
        if have != (file["bytes"], file["sha256"]):
            yield f"{file['name']} has {have[0]} bytes and SHA-256 {have[1]}"


def D2(bundle):
    for entry in bundle.zip.entries:
        if len(bundle.zip.content(entry.filename)) != entry.file_size:
            yield f"{entry.filename} has another size"
