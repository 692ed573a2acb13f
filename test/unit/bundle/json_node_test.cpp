#include "core/bundle/json_node.hpp"

#include "core/zip/damage.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace paliad::bundle {
namespace {

using test::caught;
using test::Caught;

Caught wrong(const std::string& what, const std::string& detail = "") {
  return {"XX001", "manifest.json" + what, detail, zip::hint_damaged};
}

class JsonNodeTest : public testing::Test {
protected:
  JsonNode document(const char* json) {
    document_.reset(json_loads(json, JSON_DECODE_ANY, nullptr));
    return {document_.get(), ""};
  }
  // The root of a document; errors name it "x".
  JsonNode value(const char* json) {
    document_.reset(json_loads(json, JSON_DECODE_ANY, nullptr));
    return {document_.get(), "x"};
  }

  Json document_;
};

TEST_F(JsonNodeTest, GivesValuesAsTheyAre) {
  EXPECT_EQ(value("\"Müller\\n\"").text(), "Müller\n");
  EXPECT_EQ(value("\"\"").text(), "");
  EXPECT_EQ(value("\"a\"").name(), "a");
  EXPECT_EQ(value("-7").integer(), -7);
  EXPECT_EQ(value("9223372036854775807").integer(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(value("-9223372036854775808").integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(value("0").count(), 0U);
  EXPECT_EQ(value("9223372036854775807").count(), 9'223'372'036'854'775'807U);
}

TEST_F(JsonNodeTest, KeepsWhatStandsBehindANul) {
  document_.reset(json_stringn("a\0b", 3));
  EXPECT_EQ(JsonNode(document_.get(), "x").text(), std::string("a\0b", 3));
}

TEST_F(JsonNodeTest, GivesMembersInTheirOrder) {
  std::string seen;
  for (const auto& [key, member] : document(R"({"b": 1, "a": 2, "ü\n": 3})").members())
    seen += key + "=" + std::to_string(member.integer()) + ";";
  EXPECT_EQ(seen, "b=1;a=2;ü\n=3;");
  EXPECT_TRUE(document("{}").members().empty());
}

TEST_F(JsonNodeTest, GivesItemsInTheirOrder) {
  std::string seen;
  for (const JsonNode& item : document("[\"b\", \"a\", \"c\"]").items()) seen += item.text();
  EXPECT_EQ(seen, "bac");
  EXPECT_TRUE(document("[]").items().empty());
}

TEST_F(JsonNodeTest, HasWhatAnObjectHas) {
  EXPECT_TRUE(document(R"({"a": 1})").has("a"));
  EXPECT_TRUE(document(R"({"a": null})").has("a")) << "null is a value";
  EXPECT_FALSE(document(R"({"a": 1})").has("b"));
  for (const char* other : {"[]", "\"a\"", "1", "1.5", "true", "null"})
    EXPECT_FALSE(document(other).has("a")) << other;
}

TEST_F(JsonNodeTest, NamesTheWay) {
  const JsonNode all = document(R"({"sheets": [{}, {"files": [{}, {"bytes": 1}]}]})");
  const JsonNode file = all.at("sheets").items().at(1).at("files").items().at(1);
  EXPECT_EQ(caught([&] { (void)file.at("bytes").text(); }),
            wrong(": \"sheets[1].files[1].bytes\" is not a text", "It is an integer."));
  EXPECT_EQ(caught([&] { (void)file.at("sha256"); }),
            wrong(": \"sheets[1].files[1].sha256\" is missing"));
  EXPECT_EQ(caught([&] { (void)file.text(); }),
            wrong(": \"sheets[1].files[1]\" is not a text", "It is an object."));
  EXPECT_EQ(
      caught([&] { (void)document(R"({"a\n": {"b": 1}})").members()[0].second.at("b").text(); }),
      wrong(": \"a\\x0a.b\" is not a text", "It is an integer."));
}

TEST_F(JsonNodeTest, NamesNoWayToTheDocumentItself) {
  EXPECT_EQ(caught([&] { (void)document("[]").at("id"); }),
            wrong(" is not an object", "It is a list."));
  EXPECT_EQ(caught([&] { (void)document("{}").at("id"); }), wrong(": \"id\" is missing"));
  EXPECT_EQ(caught([&] { (void)document("[1]").items()[0].text(); }),
            wrong(": \"[0]\" is not a text", "It is an integer."));
  EXPECT_EQ(caught([&] { document("{}").refuse("is strange"); }), wrong(" is strange"));
}

struct Kind {
  const char* json;
  std::string name;
};
const std::vector<Kind> kinds{{"{}", "an object"},
                              {"[]", "a list"},
                              {"\"a\"", "a text"},
                              {"1", "an integer"},
                              {"1.0", "a number that is no integer"},
                              {"true", "true or false"},
                              {"false", "true or false"},
                              {"null", "null"}};

TEST_F(JsonNodeTest, RefusesWhatIsNotAskedFor) {
  const auto expect = [&](const std::string& asked_for, const auto& ask) {
    for (const auto& [json, kind] : kinds) {
      const JsonNode node = value(json);
      const Caught error = caught([&] { ask(node); });
      if (kind == asked_for)
        EXPECT_EQ(error, Caught{}) << json;
      else
        EXPECT_EQ(error, wrong(": \"x\" is not " + asked_for, "It is " + kind + ".")) << json;
    }
  };
  expect("an object", [](const JsonNode& node) { (void)node.members(); });
  expect("a list", [](const JsonNode& node) { (void)node.items(); });
  expect("a text", [](const JsonNode& node) { (void)node.text(); });
  expect("a text", [](const JsonNode& node) { (void)node.name(); });
  expect("an integer", [](const JsonNode& node) { (void)node.integer(); });
  expect("an integer", [](const JsonNode& node) { (void)node.count(); });
}

TEST_F(JsonNodeTest, RefusesToFindAKeyInWhatHasNone) {
  for (const auto& [json, kind] : kinds) {
    const JsonNode node = value(json);
    EXPECT_EQ(caught([&] { (void)node.at("k"); }),
              kind == "an object" ? wrong(": \"x.k\" is missing")
                                  : wrong(": \"x\" is not an object", "It is " + kind + "."));
  }
}

TEST_F(JsonNodeTest, ANullThatIsThereIsNotMissing) {
  const JsonNode node = document(R"({"a": null})").at("a");
  EXPECT_EQ(caught([&] { (void)node.count(); }), wrong(": \"a\" is not an integer", "It is null."));
}

TEST_F(JsonNodeTest, RefusesAnEmptyNameAndANegativeCount) {
  EXPECT_EQ(caught([&] { (void)value("\"\"").name(); }), wrong(": \"x\" is empty"));
  EXPECT_EQ(caught([&] { (void)value("-1").count(); }), wrong(": \"x\" is negative", "It is -1."));
  EXPECT_EQ(caught([&] { (void)value("-9223372036854775808").count(); }),
            wrong(": \"x\" is negative", "It is -9223372036854775808."));
}

TEST_F(JsonNodeTest, RefusesInTheWordsItIsGiven) {
  EXPECT_EQ(caught([&] { value("1").refuse("is no date"); }), wrong(": \"x\" is no date"));
  EXPECT_EQ(caught([&] { value("1").refuse("is no date", "It never was."); }),
            wrong(": \"x\" is no date", "It never was."));
  EXPECT_EQ(caught([&] { value("\"a\\nb\"").refuse_text("is no date"); }),
            wrong(": \"x\" is no date", "It is \"a\\x0ab\"."));
  EXPECT_EQ(caught([&] { value("1").refuse_text("is no date"); }),
            wrong(": \"x\" is not a text", "It is an integer."));
}

}  // namespace
}  // namespace paliad::bundle
