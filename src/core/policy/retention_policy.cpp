#include "core/policy/retention_policy.hpp"

#include "core/codes/codes.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace paliad::policy {

namespace {

using codes::coded;

std::uint64_t number(std::int64_t count) noexcept { return static_cast<std::uint64_t>(count); }

// Days since 2000-01-01 of the Monday that begins the week.
std::int64_t monday_of(std::int64_t days) noexcept { return days - (weekday_of(days) + 6) % 7; }

std::string date_text(std::int64_t days) { return to_text(days * day).substr(0, 10); }

CodedText daily(Instant at) { return coded("daily", {{"day", date_text(day_of(at))}}); }

CodedText weekly(Instant at) {
  return coded("weekly", {{"monday", date_text(monday_of(day_of(at)))}});
}

CodedText monthly(Instant at) {
  return coded("monthly", {{"month", date_text(day_of(at)).substr(0, 7)}});
}

// Why artifacts stay, by their index in the list. An artifact keeps the first reason it was given.
using Reasons = std::map<std::size_t, CodedText>;

// Whether it counts as one of those that the rules keep. One that a wrong clock dates into the
// future does not: its age is unknown, and it must not take the place of another.
bool counts(const KeptArtifact& artifact, Instant now) {
  return artifact.present && !artifact.damaged && artifact.started_at <= now;
}

// Keeps the newest good artifact of each of the last `count` periods that have one.
void keep_periods(const std::vector<KeptArtifact>& artifacts, int count, Instant now,
                  const std::function<CodedText(Instant)>& period_of, Reasons& reasons) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < artifacts.size() && static_cast<int>(seen.size()) < count; ++i) {
    if (!counts(artifacts[i], now)) continue;
    CodedText period = period_of(artifacts[i].started_at);
    if (seen.insert(period.text).second) reasons.emplace(i, std::move(period));
  }
}

// Keeps the newest `keep` good artifacts, at least one.
void keep_newest(const std::vector<KeptArtifact>& artifacts, int keep, Instant now,
                 Reasons& reasons) {
  int kept = 0;
  for (std::size_t i = 0; i < artifacts.size() && kept < std::max(keep, 1); ++i) {
    if (!counts(artifacts[i], now)) continue;
    ++kept;
    reasons.emplace(i, kept == 1 ? coded("last_good") : coded("newest", {{"keep", number(keep)}}));
  }
}

// Why an artifact stays under any rules; empty where nothing protects it.
CodedText protection(const KeptArtifact& artifact, Instant now) {
  if (!artifact.present) return coded("file_missing");
  if (artifact.held) return coded("held");
  if (artifact.being_read) return coded("being_read");
  if (artifact.started_at > now) return coded("began_in_future");
  return {};
}

CodedText age(const KeptArtifact& artifact, Instant now) {
  const auto days = number((now - artifact.started_at) / day);
  return days == 0 ? coded("old_hours") : coded("old", {{"days", days}});
}

}  // namespace

std::vector<RetentionDecision> apply_retention(std::vector<KeptArtifact> artifacts,
                                               const RetentionRules& rules, Instant now) {
  std::stable_sort(artifacts.begin(), artifacts.end(), [](const auto& one, const auto& other) {
    return one.started_at > other.started_at;
  });
  Reasons reasons;
  for (std::size_t i = 0; i < artifacts.size(); ++i)
    if (CodedText why = protection(artifacts[i], now); !why.empty())
      reasons.emplace(i, std::move(why));
  keep_newest(artifacts, rules.keep, now, reasons);
  for (std::size_t i = 0; i < artifacts.size(); ++i)
    if (now - artifacts[i].started_at < rules.days * day)
      reasons.emplace(i, coded("young", {{"days", number(rules.days)}}));
  keep_periods(artifacts, rules.daily, now, daily, reasons);
  keep_periods(artifacts, rules.weekly, now, weekly, reasons);
  keep_periods(artifacts, rules.monthly, now, monthly, reasons);

  std::vector<RetentionDecision> decisions;
  for (std::size_t i = 0; i < artifacts.size(); ++i) {
    const auto kept = reasons.find(i);
    const bool remove = kept == reasons.end();
    decisions.push_back({artifacts[i].id, remove, !artifacts[i].present,
                         remove ? age(artifacts[i], now) : kept->second});
  }
  return decisions;
}

}  // namespace paliad::policy
