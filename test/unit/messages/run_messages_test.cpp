#include "core/messages/run_messages.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/message_fields.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace paliad::messages {
namespace {

using test::caught;
using test::Caught;

RunOrder an_order() {
  RunOrder order;
  order.request.id = "6f1c2a34-0000-4000-8000-000000000001";
  order.request.kind = "scheduled";
  order.request.requester = {"00000000-0000-4000-8000-000000000001", "jürgen@kanzlei.example"};
  order.request.key = "paliad-backup-20261123T030000Z-6f1c2a34.zip";
  order.request.directory = "/srv/Sicherungen \"a\"";
  order.request.started_at = 1'795'402'800'123'456;
  order.request.scheduled_for = "2026-11-23T03:00:00Z";
  order.settings = {{"paliad_backup.rate_limit", "1"}, {"paliad_backup.schemas", "paliad, \"ü\""}};
  return order;
}

TEST(RunOrder, ComesBackAsItWas) {
  const RunOrder order = an_order();
  const RunOrder back = parse_run_order(run_order_text(order));
  EXPECT_EQ(back.request.id, order.request.id);
  EXPECT_EQ(back.request.kind, order.request.kind);
  EXPECT_EQ(back.request.requester.user, order.request.requester.user);
  EXPECT_EQ(back.request.requester.email, order.request.requester.email);
  EXPECT_EQ(back.request.key, order.request.key);
  EXPECT_EQ(back.request.directory, order.request.directory);
  EXPECT_EQ(back.request.started_at, order.request.started_at);
  EXPECT_EQ(back.request.scheduled_for, order.request.scheduled_for);
  EXPECT_EQ(back.settings, order.settings);
}

TEST(RunOrder, MayBeOfNobodyAndOfNoSlot) {
  RunOrder order = an_order();
  order.request.requester.user.reset();
  order.request.scheduled_for.reset();
  order.settings.clear();
  const RunOrder back = parse_run_order(run_order_text(order));
  EXPECT_EQ(back.request.requester.user, std::nullopt);
  EXPECT_EQ(back.request.scheduled_for, std::nullopt);
  EXPECT_TRUE(back.settings.empty());
}

TEST(RunOrder, RefusesAFieldThatIsMissing) {
  const std::set<std::string> optional{"requested_by", "scheduled_for",
                                       "setting paliad_backup.rate_limit",
                                       "setting paliad_backup.schemas"};
  const std::string text = run_order_text(an_order());
  for (const std::string& name : test::field_names(text))
    EXPECT_EQ(caught([&] { parse_run_order(test::without(text, name)); }),
              optional.count(name) != 0 ? Caught{} : (Caught{"XX000", test::missing(name), "", ""}))
        << name;
}

TEST(RunOrder, RefusesATimeThatIsNoNumber) {
  const std::string text = run_order_text(an_order());
  for (const char* time : {"", "now", "1.5", "9223372036854775808"})
    EXPECT_EQ(caught([&] { parse_run_order(test::with(text, "started_at", time)); }),
              (Caught{"XX000", test::no_number("started_at"), "", ""}))
        << time;
}

TEST(RunOrder, RefusesAnotherMessage) {
  EXPECT_EQ(caught([] { parse_run_order(ok_text()); }),
            (Caught{"XX000", "malformed message: it says \"ok\" instead of \"run\"", "", ""}));
}

}  // namespace
}  // namespace paliad::messages
