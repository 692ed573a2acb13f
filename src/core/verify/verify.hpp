// Proving an artifact: everything in it is compared with the catalog, with its own manifest, and
// with itself. Plain.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/file.hpp"
#include "core/base/poll.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace paliad::verify {

// What the catalog says of the artifact.
struct Expected {
  std::string id;
  std::string database;
  std::string installation;  // who made it; empty where the catalog doesn't say
  std::uint64_t bytes = 0;
  std::string sha256;  // hexadecimal; empty where the catalog has none
};

// One check.
struct Finding {
  std::string item;  // file, entries, manifest.json, csv/matters.csv, sheet matters, ...
  bool ok = false;
  CodedText detail;  // what was found, or what differs (core/codes/check_texts.hpp)
};

// An empty file, readable and writable, gone when closed.
using MakeScratch = std::function<UniqueFd()>;

// Reads every byte of the file behind `fd`, called `name`, several times; the workbook is copied
// into a scratch file to be read as the zip it is. Damage is a finding and goes as far as what can
// still be read; the first checks come first. Throws os_error, what `poll` throws.
std::vector<Finding> verify_artifact(int fd, const std::string& name, const Expected& expected,
                                     const MakeScratch& make_scratch, const Poll& poll);

// True where every check is.
bool all_ok(const std::vector<Finding>& findings) noexcept;

}  // namespace paliad::verify
