#include "core/policy/audit_metadata.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

TEST(Metadata, IsAnObjectOfTypedValues) {
  EXPECT_EQ(Metadata().json(), "{}");
  EXPECT_EQ(Metadata().text("b", "x\"\n\u00fc").number("a", 18'446'744'073'709'551'615U).json(),
            "{\"a\": 18446744073709551615, \"b\": \"x\\\"\\n\u00fc\"}");
  EXPECT_EQ(Metadata().flag("held", true).flag("gone", false).json(),
            "{\"gone\": false, \"held\": true}");
}

TEST(Metadata, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(test::caught([] { (void)Metadata().text("a", "\xFF").json(); }).state, "XX000");
}

}  // namespace
}  // namespace paliad::policy
