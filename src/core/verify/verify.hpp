// Proves an artifact: reads it from end to end, and compares it with the catalog, with its
// manifest, and format with format. Plain.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/file.hpp"
#include "core/base/poll.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace paliad::verify {

// What the catalog says about the artifact.
struct Expected {
  std::string id;
  std::string database;
  std::string installation;  // that made it; empty where the catalog doesn't say
  std::uint64_t bytes = 0;
  std::string sha256;  // hexadecimal; empty where the catalog has none
};

// The result of one check.
struct Finding {
  std::string item;  // file, entries, manifest.json, csv/matters.csv, sheet matters, ...
  bool ok = false;
  CodedText detail;  // what was found, or what differs (core/codes/check_texts.hpp)
};

// Makes an empty file, readable and writable, that is removed when it is closed.
using MakeScratch = std::function<UniqueFd()>;

// Reads every byte of the file behind `fd` several times; `name` is for messages. The workbook is
// copied into a scratch file, to be read as a zip. Damage is a finding, not an error, and what can
// still be read is checked after it. Findings are in the order of the checks. Throws os_error, what
// `poll` and `make_scratch` throw.
std::vector<Finding> verify_artifact(int fd, const std::string& name, const Expected& expected,
                                     const MakeScratch& make_scratch, const Poll& poll);

// Whether every check is ok.
bool all_ok(const std::vector<Finding>& findings) noexcept;

}  // namespace paliad::verify
