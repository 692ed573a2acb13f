#include "core/base/json.hpp"

#include <gtest/gtest.h>

namespace paliad {
namespace {

TEST(Json, NewObjectIsEmpty) {
  const Json object = new_json_object();
  EXPECT_TRUE(json_is_object(object.get()));
  EXPECT_EQ(json_object_size(object.get()), 0U);
  EXPECT_EQ(json_text(object, JSON_COMPACT), "{}");
}

TEST(Json, NewObjectsShareNothing) {
  const Json first = new_json_object();
  const Json second = new_json_object();
  json_object_set_new(first.get(), "a", json_integer(1));
  EXPECT_EQ(json_text(first, JSON_COMPACT), R"({"a":1})");
  EXPECT_EQ(json_text(second, JSON_COMPACT), "{}");
}

TEST(Json, TextFollowsTheFlags) {
  const Json object = new_json_object();
  json_object_set_new(object.get(), "b", json_string("ü"));
  json_object_set_new(object.get(), "a", json_null());
  EXPECT_EQ(json_text(object, 0), R"({"b": "ü", "a": null})");
  EXPECT_EQ(json_text(object, JSON_SORT_KEYS | JSON_ENSURE_ASCII), R"({"a": null, "b": "\u00FC"})");
}

TEST(Json, TextOfNothingIsAnError) { EXPECT_THROW(json_text(Json(), 0), std::bad_alloc); }

}  // namespace
}  // namespace paliad
