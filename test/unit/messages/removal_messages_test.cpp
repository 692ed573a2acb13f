#include "core/messages/removal_messages.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/message_fields.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::messages {
namespace {

using test::caught;
using test::Caught;
using Why = RemovalOrder::Why;

RemovalOrder an_order(Why why) {
  return {why, "6f1c2a34", "retention: 40 days old", "/srv/backups", {"7", "ü@x"}, 30'000};
}

TEST(RemovalOrder, ComesBackAsItWas) {
  for (const Why why : {Why::asked, Why::retention}) {
    const RemovalOrder back = parse_removal_order(removal_order_text(an_order(why)));
    EXPECT_EQ(back.why, why);
    EXPECT_EQ(back.id, "6f1c2a34");
    EXPECT_EQ(back.reason, "retention: 40 days old");
    EXPECT_EQ(back.directory, "/srv/backups");
    EXPECT_EQ(back.actor.user, "7");
    EXPECT_EQ(back.actor.email, "ü@x");
    EXPECT_EQ(back.lock_timeout, 30'000);
  }
}

TEST(RemovalOrder, MayBeNobodys) {
  RemovalOrder order = an_order(Why::asked);
  order.actor.user.reset();
  EXPECT_EQ(parse_removal_order(removal_order_text(order)).actor.user, std::nullopt);
}

TEST(RemovalOrder, RefusesAFieldThatIsMissing) {
  const std::string text = removal_order_text(an_order(Why::retention));
  for (const std::string& name : test::field_names(text))
    EXPECT_EQ(caught([&] { parse_removal_order(test::without(text, name)); }),
              name == "actor" ? Caught{} : (Caught{"XX000", test::missing(name), "", ""}))
        << name;
}

TEST(RemovalOrder, RefusesWhatIsMalformed) {
  const std::string text = removal_order_text(an_order(Why::asked));
  EXPECT_EQ(caught([&] { parse_removal_order(test::with(text, "lock_timeout", "9999999999")); }),
            (Caught{"XX000", test::no_number("lock_timeout"), "", ""}));
  EXPECT_EQ(caught([] { parse_removal_order(ok_text()); }),
            (Caught{"XX000", "malformed message: it says \"ok\" instead of \"remove\"", "", ""}));
}

}  // namespace
}  // namespace paliad::messages
