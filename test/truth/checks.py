"""Counts checks, and prints what was wrong."""

import unicodedata

MOST_SHOWN = 10  # complaints of one check


class Checks:
    """check() and equal() count checks; the first complaint of a check is printed with its name."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, complaints):
        """One check: it passes where `complaints` (an iterable of texts) is empty."""
        complaints = list(complaints)
        if not complaints:
            self.passed += 1
            return True
        self.failed += 1
        print(f"FAILED: {name}")
        for complaint in complaints[:MOST_SHOWN]:
            print(f"    {shortened(complaint)}")
        if len(complaints) > MOST_SHOWN:
            print(f"    and {len(complaints) - MOST_SHOWN} more")
        return False

    def equal(self, name, have, want):
        return self.check(name, differences(have, want))

    def report(self):
        print(f"{self.passed} checks passed")
        print(f"{self.failed} checks failed")
        return self.failed == 0 and self.passed > 0


def differences(have, want):
    """The differences, each as one line; item by item where both are lists or both are dictionaries."""
    if have == want:
        return []
    if isinstance(have, dict) and isinstance(want, dict):
        keys = list(want) + [key for key in have if key not in want]
        return [f"{key!r}: have {have.get(key)!r}, want {want.get(key)!r}"
                for key in keys if have.get(key) != want.get(key)]
    if isinstance(have, list) and isinstance(want, list) and len(have) == len(want):
        return [f"[{i}]: have {a!r}, want {b!r}" for i, (a, b) in enumerate(zip(have, want)) if a != b]
    return [f"have {have!r}, want {want!r}"]


def same_elsewhere(names):
    """The names that are the same to a program that ignores case and the form of accents
    (Unicode's canonical caseless match, D145)."""
    groups = {}
    for name in names:
        key = unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())
        groups.setdefault(key, []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def shortened(text, most=400):
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"
