#include "core/messages/message.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>

namespace paliad::backup {
namespace {

using test::caught;
using test::Caught;

using namespace std::string_literals;
using Fields = std::map<std::string, std::string>;

TEST(Message, HoldsFieldsByName) {
  Message message("begin");
  EXPECT_EQ(message.verb(), "begin");
  message.set("id", "1"s);
  message.set("id", "2"s);
  message.set("empty", ""s);
  EXPECT_EQ(message.get("id"), "2");
  EXPECT_EQ(message.find("id"), "2");
  EXPECT_EQ(message.find("empty"), "");
  EXPECT_EQ(message.get("empty"), "");
  EXPECT_EQ(message.get("none"), "");
  EXPECT_EQ(message.find("none"), std::nullopt);
  EXPECT_EQ(message.fields(), (Fields{{"empty", ""}, {"id", "2"}, {"verb", "begin"}}));
}

TEST(Message, IsEmptyAtFirst) {
  EXPECT_EQ(Message().verb(), "");
  EXPECT_TRUE(Message().fields().empty());
  EXPECT_EQ(Message().text(), "{}");
}

TEST(Message, LeavesOutWhatIsNotThere) {
  Message message;
  message.set("a", std::optional<std::string>("1"));
  message.set("b", std::optional<std::string>());
  EXPECT_EQ(message.fields(), (Fields{{"a", "1"}}));
}

TEST(Message, IsAJsonObjectOfStrings) {
  Message message("done");
  message.set("rows", "17"s);
  EXPECT_EQ(message.text(), R"({"rows":"17","verb":"done"})");
  EXPECT_EQ(Message::parse("{\"verb\": \"done\",\n\"rows\": \"17\"}").fields(), message.fields());
}

TEST(Message, ComesBackAsItWas) {
  Message message("error");
  message.set("", "no name"s);
  message.set("message", "Müller \"says\"\n\\ 😀 \x01\x7F"s);
  message.set("a \"name\"\n", std::string(1'000'000, 'x'));
  EXPECT_EQ(Message::parse(message.text()).fields(), message.fields());
  EXPECT_TRUE(Message::parse("{}").fields().empty());
}

TEST(Message, RefusesWhatIsNoJson) {
  EXPECT_EQ(caught([] { Message::parse(""); }),
            (Caught{"XX000", "malformed message: '[' or '{' expected near end of file", "", ""}));
  EXPECT_EQ(caught([] { Message::parse(R"({"a": "1")"); }),
            (Caught{"XX000", "malformed message: '}' expected near end of file", "", ""}));
  EXPECT_EQ(caught([] { Message::parse("{} {}"); }),
            (Caught{"XX000", "malformed message: end of file expected near '{'", "", ""}));
  EXPECT_EQ(caught([] { Message::parse("{\"a\": \"\xFF\"}"); }),
            (Caught{"XX000", "malformed message: unable to decode byte 0xff near '\"'", "", ""}));
}

TEST(Message, RefusesAnotherValueThanAnObject) {
  for (const char* text : {"[]", R"(["a"])"})
    EXPECT_EQ(caught([&] { Message::parse(text); }),
              (Caught{"XX000", "malformed message: it is no object", "", ""}))
        << text;
}

TEST(Message, RefusesAFieldThatIsNoString) {
  const Caught expected{"XX000", "malformed message: a field is no string", "", ""};
  for (const char* value : {"1", "1.5", "true", "null", "[]", "{}"})
    EXPECT_EQ(caught([&] { Message::parse(std::string(R"({"a": "1", "b": )") + value + "}"); }),
              expected)
        << value;
}

TEST(Message, CannotSayWhatIsNotUtf8) {
  const Caught expected{"XX000", "malformed message: a field is not UTF-8", "", ""};
  Message message;
  message.set("a", "M\xFCller"s);
  EXPECT_EQ(caught([&] { (void)message.text(); }), expected);
  Message named;
  named.set("M\xFCller", "a"s);
  EXPECT_EQ(caught([&] { (void)named.text(); }), expected);
}

TEST(ErrorMessage, ComesBackAsTheError) {
  const Error error("22023", "what", "detail, ü", "hint");
  const Message message = error_message(error);
  EXPECT_EQ(message.fields(), (Fields{{"detail", "detail, ü"},
                                      {"hint", "hint"},
                                      {"message", "what"},
                                      {"state", "22023"},
                                      {"verb", "error"}}));
  EXPECT_EQ(caught([&] { require_ok(Message::parse(message.text())); }),
            (Caught{"22023", "what", "detail, ü", "hint"}));
  EXPECT_EQ(caught([] { require_ok(error_message(Error("XX000", "bare"))); }),
            (Caught{"XX000", "bare", "", ""}));
}

TEST(ErrorMessage, NoOtherAnswerIsOne) {
  for (const char* verb : {"ok", "", "errors", "ERROR"}) {
    Message answer(verb);
    answer.set("state", "22023"s);
    EXPECT_EQ(caught([&] { require_ok(answer); }), Caught{}) << verb;
  }
  EXPECT_EQ(caught([] { require_ok(Message()); }), Caught{});
}

}  // namespace
}  // namespace paliad::backup
