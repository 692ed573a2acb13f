// Decides which artifacts stay and which are removed, each with a reason. Plain: `now` is an
// argument.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/instant.hpp"

#include <string>
#include <vector>

namespace paliad::policy {

// A backup that is done and whose artifact has not been removed.
struct KeptArtifact {
  std::string id;
  Instant started_at = 0;
  bool held = false;
  bool being_read = false;
  bool present = true;   // its file exists
  bool damaged = false;  // found by its last check or drill
};

struct RetentionRules {
  int days = 30;    // younger artifacts stay; 0: none stays because of its age
  int keep = 7;     // so many of the newest good ones stay, however old
  int daily = 0;    // of the last so many days (UTC) that have a good one, the newest of each stays
  int weekly = 0;   // the same for weeks, which begin on Monday
  int monthly = 0;  // the same for months
};

struct RetentionDecision {
  std::string id;
  bool remove = false;
  bool missing = false;  // its file doesn't exist
  CodedText reason;      // core/codes/retention_texts.hpp
  bool counts = true;    // it is one of this installation's artifacts
};

// A decision for each artifact, the newest first. Good ones have a file and were not found damaged.
// Whatever the rules say, the newest good one stays, and so do those that are held, being read, or
// without a file (there is nothing to remove). One that began after `now`, by a wrong clock, stays,
// too, and counts for none of the rules.
std::vector<RetentionDecision> apply_retention(std::vector<KeptArtifact> artifacts,
                                               const RetentionRules& rules, Instant now);

}  // namespace paliad::policy
