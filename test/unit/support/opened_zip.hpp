// Opens zips with the archive reader, and has the errors for broken ones.
#pragma once

#include "core/base/file.hpp"
#include "core/zip/damage.hpp"
#include "core/zip/safe_entries.hpp"
#include "core/zip/zip_reader.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/raw_zip.hpp"
#include "unit/support/small_bundle.hpp"

#include <string>
#include <sys/mman.h>
#include <utility>
#include <vector>

namespace paliad::test {

inline constexpr std::uint64_t many = 100;

inline UniqueFd file_of(const std::string& bytes) {
  UniqueFd fd(::memfd_create("zip", MFD_CLOEXEC));
  write_at(fd.get(), bytes, 0, "zip");
  return fd;
}

inline std::string good_bundle() {
  SmallBundle bundle;
  bundle.write();
  return bundle.bytes();
}

// Names and contents of all entries.
inline std::vector<std::pair<std::string, std::string>> contents(const std::string& bytes) {
  const zip::Archive archive(file_of(bytes).get(), "a.zip", many);
  std::vector<std::pair<std::string, std::string>> all;
  for (const zip::Entry& entry : archive.entries())
    all.emplace_back(entry.name, archive.read(entry, 1'000'000));
  return all;
}

inline Caught opening(const std::string& bytes, std::uint64_t most = many) {
  return caught([&] { const zip::Archive archive(file_of(bytes).get(), "a.zip", most); });
}

// The error of reading the first entry of a zip that can be opened.
inline Caught reading(const std::string& bytes) {
  const zip::Archive archive(file_of(bytes).get(), "a.zip", many);
  return caught([&] { archive.read(archive.entries().at(0), 10'000'000); });
}

inline Caught checking(const RawZip& zip) {
  const zip::Archive archive(file_of(zip.bytes()).get(), "a.zip", many);
  return caught([&] { zip::require_safe(archive); });
}

inline const Caught no_end{"XX001", "\"a.zip\" has no end record",
                           "It is no bundle, it was cut, or something was appended to it.",
                           zip::hint_damaged};

inline Caught contradiction(const std::string& detail) {
  return {"XX001", "the directory of \"a.zip\" contradicts itself or the entries", detail,
          zip::hint_damaged};
}

// Whether it is libzip's error for contradicting headers, whatever its message is.
inline bool is_contradiction(Caught error) {
  if (error.detail.rfind("libzip says: ", 0) == 0) error.detail = "";
  return error == contradiction("");
}

inline Caught unsafe(const std::string& name, const std::string& why) {
  return {"XX001", "entry \"" + name + "\" of \"a.zip\" is not safe: it " + why, "",
          zip::hint_changed};
}

inline Caught too_many(std::uint64_t most, std::uint64_t bytes, std::uint64_t entries) {
  return {"XX001", "\"a.zip\" has more than " + std::to_string(most) + " entries",
          "Its directory has " + std::to_string(bytes) + " bytes for " + std::to_string(entries) +
              " entries.",
          zip::hint_changed};
}

}  // namespace paliad::test
