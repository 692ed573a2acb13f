#include "core/policy/slots.hpp"

#include <gtest/gtest.h>
#include <map>
#include <random>

namespace paliad::policy {
namespace {

using Action = SlotDecision::Action;

const CronSchedule nightly = parse_cron("0 3 * * *");
constexpr Duration catch_up = 6 * hour;

Instant at(int month, int day_of_month, int hours = 0, int minutes = 0) {
  return days_of({2026, month, day_of_month}) * day + hours * hour + minutes * minute;
}

SlotHistory after(Instant newest) { return {at(1, 1), newest, std::nullopt}; }

TEST(Slots, WaitsForTheNext) {
  const auto decision = decide(at(11, 24, 12), nightly, catch_up, after(at(11, 24, 3)));
  EXPECT_EQ(decision.action, Action::wait);
  EXPECT_EQ(decision.at, at(11, 25, 3));
  EXPECT_FALSE(decision.missed);
}

TEST(Slots, RunsWhatIsDue) {
  const auto decision = decide(at(11, 25, 3), nightly, catch_up, after(at(11, 24, 3)));
  EXPECT_EQ(decision.action, Action::run);
  EXPECT_EQ(decision.at, at(11, 25, 3));
  EXPECT_EQ(decision.attempt, 1);
  EXPECT_EQ(decision.until, at(11, 25, 9));
  EXPECT_FALSE(decision.missed);
}

TEST(Slots, MakesUpOneSlotInsideCatchUp) {
  const auto decision = decide(at(11, 25, 9), nightly, catch_up, after(at(11, 22, 3)));
  EXPECT_EQ(decision.action, Action::run);
  EXPECT_EQ(decision.at, at(11, 25, 3));
  ASSERT_TRUE(decision.missed);
  EXPECT_EQ(decision.missed->first, at(11, 23, 3));
  EXPECT_EQ(decision.missed->last, at(11, 24, 3));
  EXPECT_EQ(decision.missed->count, 2U);
}

TEST(Slots, RecordsAsMissedWhatIsOlder) {
  const auto decision = decide(at(11, 25, 9, 1), nightly, catch_up, after(at(11, 23, 3)));
  EXPECT_EQ(decision.action, Action::wait);
  EXPECT_EQ(decision.at, at(11, 26, 3));
  ASSERT_TRUE(decision.missed);
  EXPECT_EQ(decision.missed->first, at(11, 24, 3));
  EXPECT_EQ(decision.missed->last, at(11, 25, 3));
  EXPECT_EQ(decision.missed->count, 2U);
}

TEST(Slots, RunsOnTimeWithoutCatchUp) {
  EXPECT_EQ(decide(at(11, 25, 3) + 20 * second, nightly, 0, after(at(11, 24, 3))).action,
            Action::run);
  const auto late = decide(at(11, 25, 3, 2), nightly, 0, after(at(11, 24, 3)));
  EXPECT_EQ(late.action, Action::wait);
  EXPECT_TRUE(late.missed);
}

TEST(Slots, LeavesAloneWhatWasBeforeItsTime) {
  const SlotHistory fresh{at(11, 25, 4), std::nullopt, std::nullopt};
  const auto decision = decide(at(11, 25, 5), nightly, catch_up, fresh);
  EXPECT_EQ(decision.action, Action::wait);
  EXPECT_EQ(decision.at, at(11, 26, 3));
  EXPECT_FALSE(decision.missed);
}

TEST(Slots, SurvivesABeginningInTheFuture) {
  const SlotHistory wrong{at(11, 25, 4) + 3650 * day, std::nullopt, std::nullopt};
  EXPECT_EQ(decide(at(11, 25, 5), nightly, catch_up, wrong).at, at(11, 26, 3));
}

TEST(Slots, TriesAgainLaterAndLater) {
  const Instant slot = at(11, 25, 3);
  Duration before = 0;
  for (int attempts = 1; attempts <= 5; ++attempts) {
    const SlotHistory history{at(1, 1), slot, OpenSlot{attempts, slot}};
    const auto decision = decide(slot, nightly, catch_up, history);
    ASSERT_EQ(decision.action, Action::wait);
    const Duration delay = decision.at - slot;
    EXPECT_GT(delay, before);
    EXPECT_NEAR(static_cast<double>(delay), static_cast<double>(minute << (attempts - 1)),
                static_cast<double>(minute << (attempts - 1)) * 0.21);
    before = delay;
    const auto again = decide(decision.at, nightly, catch_up, history);
    EXPECT_EQ(again.action, Action::run);
    EXPECT_EQ(again.at, slot);
    EXPECT_EQ(again.attempt, attempts + 1);
  }
  const SlotHistory many{at(1, 1), slot, OpenSlot{40, slot}};
  EXPECT_LE(decide(slot, nightly, catch_up, many).at - slot, 36 * minute);
}

TEST(Slots, DelaysDiffer) {
  const auto delay = [](Instant slot) {
    return decide(slot, nightly, catch_up, {at(1, 1), slot, OpenSlot{3, slot}}).at - slot;
  };
  EXPECT_NE(delay(at(11, 25, 3)), delay(at(11, 26, 3)));
  EXPECT_EQ(delay(at(11, 25, 3)), delay(at(11, 25, 3)));
}

TEST(Slots, GivesUpWhereTheWindowEnds) {
  const Instant slot = at(11, 25, 3);
  const SlotHistory history{at(1, 1), slot, OpenSlot{9, at(11, 25, 8, 50)}};
  const auto decision = decide(at(11, 25, 8, 51), nightly, catch_up, history);
  EXPECT_EQ(decision.action, Action::give_up);
  EXPECT_EQ(decision.at, slot);
  const SlotHistory every_minute{at(1, 1), slot, OpenSlot{1, slot + 30 * second}};
  EXPECT_EQ(decide(slot + 31 * second, parse_cron("* * * * *"), catch_up, every_minute).action,
            Action::give_up);
}

TEST(Slots, DoesNotTryAgainForAScheduleThatIsNoMore) {
  const Instant slot = at(11, 25, 3);
  const SlotHistory history{slot + 10 * minute, slot, OpenSlot{1, slot}};
  const auto decision = decide(slot + 11 * minute, parse_cron("0 5 * * *"), catch_up, history);
  EXPECT_EQ(decision.action, Action::give_up);
  EXPECT_EQ(decision.at, slot);
}

TEST(Slots, DoesNotWaitForAClockThatWasSetBack) {
  const Instant slot = at(11, 25, 3);
  const SlotHistory history{at(1, 1), slot, OpenSlot{1, slot + 5 * hour}};
  const auto decision = decide(slot + minute, nightly, catch_up, history);
  EXPECT_EQ(decision.action, Action::wait);
  EXPECT_LT(decision.at, slot + 3 * minute);
}

// --- a decade with failures, crashes, restarts and a clock that jumps --------

// The catalog's row of a slot.
struct Known {
  int attempts = 0;
  bool settled = false;
  Instant ended = 0;
};

class Simulation {
public:
  Simulation(unsigned seed, const CronSchedule& schedule) : random_(seed), schedule_(schedule) {}

  void live(Instant from, Instant to) {
    since_ = now_ = from;
    while (now_ < to) step();
  }

  std::map<Instant, int> done;     // how often each slot was done
  std::map<Instant, int> begun;    // how often each slot's first attempt was begun
  std::map<Instant, Known> known;  // the catalog
  std::uint64_t missed = 0;

private:
  bool chance(int percent) {
    return std::uniform_int_distribution<int>(1, 100)(random_) <= percent;
  }
  Duration up_to(Duration most) {
    return std::uniform_int_distribution<Duration>(0, most)(random_);
  }

  SlotHistory history() const {
    SlotHistory history{since_, std::nullopt, std::nullopt};
    auto newest = known.upper_bound(now_);
    if (newest == known.begin()) return history;
    --newest;
    history.newest = newest->first;
    if (!newest->second.settled)
      history.open = OpenSlot{newest->second.attempts, newest->second.ended};
    return history;
  }

  void step() {
    const SlotDecision decision = decide(now_, schedule_, catch_up, history());
    if (decision.missed) {
      missed += decision.missed->count;
      Known& last = known[decision.missed->last];
      EXPECT_EQ(last.attempts, 0) << "a slot that was begun is not missed";
      last.settled = true;
    }
    switch (decision.action) {
    case Action::give_up:
      known[decision.at].settled = true;
      break;
    case Action::run:
      run(decision);
      break;
    case Action::wait:
      EXPECT_GT(decision.at, now_);
      now_ = decision.at;
      if (chance(3)) now_ += up_to(20 * hour);  // a long sleep, or a server that is down
      if (chance(2)) now_ += up_to(40 * day);
      if (chance(2)) now_ -= up_to(30 * hour);  // the clock is set back
      break;
    }
  }

  void run(const SlotDecision& decision) {
    if (decision.attempt == 1 && known.count(decision.at) != 0) {
      // The claim is refused, because the clock was set back. The worker tries again later.
      now_ = next_slot(schedule_, std::max(now_, decision.at));
      return;
    }
    Known& slot = known[decision.at];
    EXPECT_FALSE(slot.settled) << "a settled slot is not run";
    EXPECT_EQ(decision.attempt, slot.attempts + 1);
    EXPECT_LT(now_, decision.until);
    if (decision.attempt == 1) ++begun[decision.at];
    ++slot.attempts;
    slot.ended = now_;
    now_ += second + up_to(3 * minute);
    if (chance(10)) return;  // a crash: nothing more is written
    slot.ended = now_;
    if (chance(20)) return;  // it failed
    slot.settled = true;
    ++done[decision.at];
  }

  std::mt19937 random_;
  const CronSchedule& schedule_;
  Instant since_ = 0;
  Instant now_ = 0;
};

TEST(Slots, NoSlotIsDoneTwiceInADecade) {
  for (const char* text : {"0 3 * * *", "17 */4 * * *", "0 3 * * mon-fri"}) {
    const CronSchedule schedule = parse_cron(text);
    for (unsigned seed = 1; seed <= 5; ++seed) {
      Simulation simulation(seed, schedule);
      simulation.live(at(1, 1), at(1, 1) + 3653 * day);
      EXPECT_GT(simulation.done.size(), 800U) << text << " " << seed;
      EXPECT_GT(simulation.missed, 10U);
      for (const auto& [slot, times] : simulation.done) ASSERT_EQ(times, 1) << to_text(slot);
      for (const auto& [slot, times] : simulation.begun) ASSERT_EQ(times, 1) << to_text(slot);
    }
  }
}

TEST(Slots, EverySlotIsAccountedForWhileTheClockGoesForward) {
  const CronSchedule schedule = parse_cron("0 */6 * * *");
  std::mt19937 random(7);
  const Instant since = at(1, 1) + minute;
  std::map<Instant, int> accounted;
  std::optional<Instant> newest;
  Instant now = since;
  const Instant end = since + 3653 * day;
  while (now < end) {
    const auto decision = decide(now, schedule, catch_up, {since, newest, std::nullopt});
    if (decision.missed) {
      Instant slot = decision.missed->first;
      for (std::uint64_t i = 0; i < decision.missed->count; ++i, slot = next_slot(schedule, slot))
        ++accounted[slot];
      newest = decision.missed->last;
    }
    if (decision.action == Action::run) {
      ++accounted[decision.at];
      newest = decision.at;
    } else {
      now = decision.at + std::uniform_int_distribution<Duration>(0, 3 * day)(random);
    }
  }
  Instant slot = next_slot(schedule, since);
  std::size_t slots = 0;
  for (; slot < *newest; slot = next_slot(schedule, slot), ++slots)
    ASSERT_EQ(accounted[slot], 1) << to_text(slot);
  EXPECT_GT(slots, 14'000U);
}

}  // namespace
}  // namespace paliad::policy
