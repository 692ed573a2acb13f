#include "core/messages/message.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace paliad::messages {
namespace {

using test::caught;
using test::Caught;

using namespace std::string_literals;
using Fields = std::map<std::string, std::string>;

Caught malformed(const std::string& why) { return {"XX000", "malformed message: " + why, "", ""}; }

TEST(Message, HoldsFieldsByName) {
  Message message("begin");
  EXPECT_EQ(message.verb(), "begin");
  message.set("id", "1"s);
  message.set("id", "2"s);
  message.set("empty", ""s);
  EXPECT_EQ(message.at("id"), "2");
  EXPECT_EQ(message.find("id"), "2");
  EXPECT_EQ(message.find("empty"), "");
  EXPECT_EQ(message.at("empty"), "");
  EXPECT_EQ(message.find("none"), std::nullopt);
  EXPECT_EQ(message.fields(), (Fields{{"empty", ""}, {"id", "2"}, {"verb", "begin"}}));
}

TEST(Message, RefusesAFieldThatIsMissing) {
  const Message message("begin");
  EXPECT_EQ(caught([&] { (void)message.at("id"); }), malformed("it has no field \"id\""));
  EXPECT_EQ(caught([&] { (void)message.number<int>("id"); }), malformed("it has no field \"id\""));
  EXPECT_EQ(caught([] { Message::parse("{}"); }), malformed("it has no field \"verb\""));
}

TEST(Message, HoldsNumbersThatFit) {
  Message message("numbers");
  message.set_number("most", std::numeric_limits<std::uint64_t>::max());
  message.set_number("least", std::numeric_limits<std::int64_t>::min());
  message.set_number("zero", 0);
  EXPECT_EQ(message.number<std::uint64_t>("most"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(message.number<std::int64_t>("least"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(message.number<unsigned>("zero"), 0U);
  EXPECT_EQ(caught([&] { (void)message.number<std::uint32_t>("most"); }),
            malformed("field \"most\" is not a number that fits"));
  EXPECT_EQ(caught([&] { (void)message.number<std::uint64_t>("least"); }),
            malformed("field \"least\" is not a number that fits"));
}

TEST(Message, RefusesWhatIsNoNumber) {
  for (const char* text : {"", " 1", "1 ", "1.5", "+1", "0x1", "one", "1e3"}) {
    Message message("numbers");
    message.set("n", std::string(text));
    EXPECT_EQ(caught([&] { (void)message.number<int>("n"); }),
              malformed("field \"n\" is not a number that fits"))
        << text;
  }
}

TEST(Message, RefusesAnotherVerb) {
  const Message message("begin");
  EXPECT_EQ(caught([&] { message.require_verb("begin"); }), Caught{});
  EXPECT_EQ(caught([&] { message.require_verb("done"); }),
            malformed("it says \"begin\" instead of \"done\""));
}

TEST(Message, LeavesOutWhatIsNotThere) {
  Message message("set");
  message.set("a", std::optional<std::string>("1"));
  message.set("b", std::optional<std::string>());
  EXPECT_EQ(message.fields(), (Fields{{"a", "1"}, {"verb", "set"}}));
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
  Message message("names");
  message.set("a", "M\xFCller"s);
  EXPECT_EQ(caught([&] { (void)message.text(); }), expected);
  Message named("names");
  named.set("M\xFCller", "a"s);
  EXPECT_EQ(caught([&] { (void)named.text(); }), expected);
}

TEST(Answer, ErrorComesBackAsTheError) {
  const std::string text = error_text(Error("22023", "what", "detail, ü", "hint"));
  EXPECT_EQ(Message::parse(text).fields(), (Fields{{"code", ""},
                                                   {"detail", "detail, ü"},
                                                   {"hint", "hint"},
                                                   {"message", "what"},
                                                   {"state", "22023"},
                                                   {"verb", "error"}}));
  EXPECT_EQ(caught([&] { require_ok(text); }), (Caught{"22023", "what", "detail, ü", "hint"}));
  EXPECT_EQ(caught([&] { parse_answer(text); }), (Caught{"22023", "what", "detail, ü", "hint"}));
  EXPECT_EQ(caught([] { require_ok(error_text(Error("XX000", "bare"))); }),
            (Caught{"XX000", "bare", "", ""}));
}

TEST(Answer, ErrorKeepsItsCode) {
  const std::string text =
      error_text(Error("55000", CodedText{"export_dir_unset", {}, {}, "unset"}));
  try {
    require_ok(text);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason().code, "export_dir_unset");
    EXPECT_EQ(error.reason().text, "unset");
  }
}

TEST(Answer, RefusesAnErrorThatLacksAField) {
  for (const char* missing : {"state", "code", "message", "detail", "hint"}) {
    Message answer("error");
    for (const char* field : {"state", "code", "message", "detail", "hint"})
      if (field != std::string(missing)) answer.set(field, "22023"s);
    EXPECT_EQ(caught([&] { require_ok(answer.text()); }),
              malformed("it has no field \"" + std::string(missing) + "\""));
  }
}

TEST(Answer, OkIsNoError) {
  EXPECT_EQ(caught([] { require_ok(ok_text()); }), Caught{});
  EXPECT_EQ(parse_answer(ok_text()).verb(), "ok");
}

TEST(Answer, RefusesWhatIsNeither) {
  for (const char* verb : {"", "errors", "ERROR", "begun"}) {
    Message answer(verb);
    answer.set("state", "22023"s);
    EXPECT_EQ(caught([&] { require_ok(answer.text()); }),
              malformed("it says \"" + std::string(verb) + "\" instead of \"ok\""));
    EXPECT_EQ(parse_answer(answer.text()).verb(), verb);
  }
}

}  // namespace
}  // namespace paliad::messages
