#include "core/policy/retention_policy.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

namespace paliad::schedule {

namespace {

// Days since 2000-01-01 of the Monday that begins the week.
std::int64_t monday_of(std::int64_t days) noexcept { return days - (weekday_of(days) + 6) % 7; }

std::string date_text(std::int64_t days) { return to_text(days * day).substr(0, 10); }

std::string daily_name(Instant at) { return "the day's backup for " + date_text(day_of(at)); }

std::string weekly_name(Instant at) {
  return "the week's backup for the week of " + date_text(monday_of(day_of(at)));
}

std::string monthly_name(Instant at) {
  return "the month's backup for " + date_text(day_of(at)).substr(0, 7);
}

// The reasons for which artifacts stay, by their place in the list; the first reason counts.
using Reasons = std::map<std::size_t, std::string>;

bool is_good(const KeptArtifact& artifact) { return artifact.present && !artifact.damaged; }

// The newest of each of the last `count` periods that have one.
void keep_periods(const std::vector<KeptArtifact>& artifacts, int count,
                  const std::function<std::string(Instant)>& name, Reasons& reasons) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < artifacts.size() && static_cast<int>(seen.size()) < count; ++i) {
    if (!is_good(artifacts[i])) continue;
    const std::string period = name(artifacts[i].started_at);
    if (seen.insert(period).second) reasons.emplace(i, period);
  }
}

std::string plural(int count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// Those of which there must be some, counted from the newest that is good.
void keep_newest(const std::vector<KeptArtifact>& artifacts, int keep, Reasons& reasons) {
  int kept = 0;
  for (std::size_t i = 0; i < artifacts.size() && kept < std::max(keep, 1); ++i) {
    if (!is_good(artifacts[i])) continue;
    ++kept;
    reasons.emplace(i, kept == 1 ? std::string("the last good backup")
                                 : "one of the newest " + std::to_string(keep));
  }
}

// Why an artifact stays whatever the rules are; empty where nothing protects it.
std::string protection(const KeptArtifact& artifact, Instant now) {
  if (!artifact.present) return "its file is missing: there is nothing to remove";
  if (artifact.held) return "held";
  if (artifact.being_read) return "being read";
  if (artifact.started_at > now) return "it began in the future";
  return {};
}

std::string age_text(const KeptArtifact& artifact, Instant now) {
  return plural(static_cast<int>((now - artifact.started_at) / day), "day") + " old";
}

}  // namespace

std::vector<RetentionDecision> apply_retention(std::vector<KeptArtifact> artifacts,
                                               const RetentionRules& rules, Instant now) {
  std::stable_sort(artifacts.begin(), artifacts.end(), [](const auto& one, const auto& other) {
    return one.started_at > other.started_at;
  });
  Reasons reasons;
  for (std::size_t i = 0; i < artifacts.size(); ++i)
    if (std::string why = protection(artifacts[i], now); !why.empty())
      reasons.emplace(i, std::move(why));
  keep_newest(artifacts, rules.keep, reasons);
  for (std::size_t i = 0; i < artifacts.size(); ++i)
    if (now - artifacts[i].started_at < rules.days * day)
      reasons.emplace(i, "younger than " + plural(rules.days, "day"));
  keep_periods(artifacts, rules.daily, daily_name, reasons);
  keep_periods(artifacts, rules.weekly, weekly_name, reasons);
  keep_periods(artifacts, rules.monthly, monthly_name, reasons);

  std::vector<RetentionDecision> decisions;
  for (std::size_t i = 0; i < artifacts.size(); ++i) {
    const auto kept = reasons.find(i);
    const bool remove = kept == reasons.end();
    decisions.push_back({artifacts[i].id, remove, !artifacts[i].present,
                         remove ? age_text(artifacts[i], now) : kept->second});
  }
  return decisions;
}

}  // namespace paliad::schedule
