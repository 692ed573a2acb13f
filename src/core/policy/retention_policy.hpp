// Which artifacts stay and which go, each with a reason in words. Plain: `now` is an argument.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/instant.hpp"

#include <string>
#include <vector>

namespace paliad::policy {

// A backup that is done and whose artifact was not removed.
struct KeptArtifact {
  std::string id;
  Instant started_at = 0;
  bool held = false;
  bool being_read = false;
  bool present = true;   // the file is there
  bool damaged = false;  // the last check or drill of it found so
};

struct RetentionRules {
  int days = 30;   // younger ones stay; 0: age keeps none
  int keep = 7;    // the newest ones stay, however old
  int daily = 0;   // the newest of each of the last days that have one (UTC)
  int weekly = 0;  // of each of the last weeks, from Monday on
  int monthly = 0;
};

struct RetentionDecision {
  std::string id;
  bool remove = false;
  bool missing = false;  // its file is not there
  CodedText reason;      // core/codes/retention_texts.hpp
  bool counts = true;    // among this installation's artifacts
};

// Decides for each artifact; the newest first. Whatever the rules say, the newest one whose file is
// there and that nobody has found damaged stays, and so do those that are held, being read, not
// older than now (a clock that was wrong proves nothing), or without a file (there is nothing to
// remove).
std::vector<RetentionDecision> apply_retention(std::vector<KeptArtifact> artifacts,
                                               const RetentionRules& rules, Instant now);

}  // namespace paliad::policy
