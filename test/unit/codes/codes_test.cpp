#include "core/codes/codes.hpp"

#include "unit/support/caught.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace paliad::codes {
namespace {

std::vector<Sentence> all_sentences() {
  std::vector<Sentence> all;
  for (const Topic& topic : topics()) all.insert(all.end(), topic.begin, topic.end);
  return all;
}

// The names of a sentence's placeholders, with "because".
std::set<std::string> places(std::string_view sentence) {
  std::set<std::string> found;
  while ((sentence = sentence.substr(std::min(sentence.find('{'), sentence.size()))) != "") {
    const std::string_view hole = sentence.substr(1, sentence.find('}') - 1);
    found.emplace(hole.substr(0, hole.find('|')));
    sentence.remove_prefix(1);
  }
  return found;
}

TEST(Codes, AreWordsOfOneKindAndStandOnce) {
  std::set<std::string_view> seen;
  for (const Sentence& sentence : all_sentences()) {
    EXPECT_TRUE(seen.insert(sentence.code).second) << sentence.code;
    EXPECT_EQ(sentence.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"),
              std::string_view::npos)
        << sentence.code;
  }
  EXPECT_GT(seen.size(), 100U);
}

TEST(Codes, SayTheSameInBothLanguages) {
  for (const Sentence& sentence : all_sentences()) {
    EXPECT_FALSE(sentence.german.empty()) << sentence.code;
    EXPECT_EQ(places(sentence.english), places(sentence.german)) << sentence.code;
  }
}

// The documentation has a row for each code: | `code` | English | German |.
std::string documented() {
  std::ostringstream rows;
  for (const Topic& topic : topics()) {
    rows << "\n## " << topic.name << "\n\n| code | English | German |\n|---|---|---|\n";
    for (const Sentence* one = topic.begin; one != topic.end; ++one) {
      const auto cell = [](std::string_view text) {
        std::string escaped;
        for (const char c : text) escaped.append(c == '|' ? "\\|" : std::string(1, c));
        return escaped;
      };
      rows << "| `" << one->code << "` | " << cell(one->english) << " | " << cell(one->german)
           << " |\n";
    }
  }
  return rows.str();
}

TEST(Codes, StandInTheDocumentation) {
  std::ifstream file("docs/codes.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string expected = documented();
  EXPECT_NE(page.find(expected), std::string::npos) << "docs/codes.md must have:\n" << expected;
}

TEST(Coded, FillsTheSentence) {
  EXPECT_EQ(coded("view").text, "a view holds no data of its own");
  EXPECT_EQ(coded("partition", {{"relation", "p.visits"}}).text,
            "a partition: its rows are with p.visits");
  EXPECT_EQ(coded("old", {{"days", std::uint64_t{1}}}).text, "1 day old");
  EXPECT_EQ(coded("old", {{"days", std::uint64_t{30}}}).text, "30 days old");
}

TEST(Coded, LeavesAnArgumentsOwnBracesAlone) {
  EXPECT_EQ(coded("rule_with_note", {{"note", "{relation} {"}}).text,
            "left out by a rule: {relation} {");
}

TEST(Coded, SaysWhatItFollowsFrom) {
  const CodedText reason = coded("last_backup_failed", {}, coded("canceled_by", {{"by", "anna"}}));
  EXPECT_EQ(reason.text, "the last backup failed: canceled by anna");
  EXPECT_EQ(text_in(Language::german, reason),
            "die letzte Sicherung ist gescheitert: abgebrochen von anna");
}

TEST(Coded, RefusesAnUnknownCodeAndAMissingArgument) {
  EXPECT_EQ(test::caught([] { (void)coded("no_such_code"); }).state, "XX000");
  EXPECT_EQ(test::caught([] { (void)coded("partition"); }).state, "XX000");
  EXPECT_EQ(test::caught([] { (void)coded("last_backup_failed"); }).state, "XX000");
}

TEST(TextIn, ShowsTheTextOfWhatItDoesNotKnow) {
  EXPECT_EQ(text_in(Language::german, {"of_2031", {}, {}, "a text"}), "a text");
  EXPECT_EQ(text_in(Language::german, {"", {}, {}, "a text"}), "a text");
  EXPECT_EQ(text_in(Language::german, {"partition", {}, {}, "a text"}), "a text");
}

TEST(ArgumentsJson, HasNumbersAndWhatItFollowsFrom) {
  EXPECT_EQ(arguments_json(coded("view")), "{}");
  EXPECT_EQ(arguments_json(coded("old", {{"days", std::uint64_t{30}}})), R"({"days":30})");
  EXPECT_EQ(arguments_json(coded("key_left_out", {{"column", "a \"b\""}}, coded("view"))),
            R"({"column":"a \"b\"","because":{"code":"view","arguments":{},)"
            R"("text":"a view holds no data of its own"}})");
}

TEST(JsonOf, IsAList) {
  EXPECT_EQ(json_of({}), "[]");
  EXPECT_EQ(json_of({coded("held")}), R"([{"code":"held","arguments":{},"text":"held"}])");
}

TEST(Stored, ReadsWhatArgumentsJsonWrote) {
  const CodedText reason =
      coded("last_backup_failed", {}, coded("old", {{"days", std::uint64_t{2}}}));
  const CodedText read = stored(reason.code, arguments_json(reason));
  EXPECT_EQ(read.text, reason.text);
  EXPECT_EQ(arguments_json(read), arguments_json(reason));
  EXPECT_EQ(stored("of_2031", "{}").text, "");
}

// Arguments that somebody has written by hand must not make the status fail.
TEST(Stored, PassesOverWhatArgumentsJsonCanNotHaveWritten) {
  for (const char* const arguments : {"[]", "{", "null", R"({"count": 99999999999999999999})",
                                      R"({"count": -1, "because": "x", "n": 1.5})"})
    EXPECT_EQ(stored("view", arguments).text, coded("view").text) << arguments;
  const int depth = 5'000;
  std::string deep;
  for (int i = 0; i < depth; ++i) deep += R"({"because":)";
  EXPECT_TRUE(stored("not_recorded", deep + "{}" + std::string(depth, '}')).arguments.empty());
}

TEST(CodedOf, ReadsWhatTheInstallScriptsFunctionsGive) {
  EXPECT_EQ(coded_of(R"({"code": "object_trigger", "name": "t", "table": "p.x"})").text,
            "trigger t of p.x");
  EXPECT_EQ(arguments_json(coded_of(R"({"code": "object_large_objects", "count": "3"})")),
            R"({"count":3})");
  EXPECT_EQ(test::caught([] { (void)coded_of("no JSON"); }).state, "XX000");
}

TEST(FailureOf, IsTheErrorsReasonOrItsStates) {
  EXPECT_EQ(failure_of(Error("55000", coded("export_dir_unset"))).code, "export_dir_unset");
  const CodedText full = failure_of(Error("53100", "could not write"));
  EXPECT_EQ(full.code + ": " + full.text, "disk_full: could not write");
  EXPECT_EQ(failure_of(Error("53400", "too many")).code, "no_resources");
  EXPECT_EQ(failure_of(Error("57014", "canceling")).code, "canceled");
  EXPECT_EQ(failure_of(Error("57P01", "terminating")).code, "server_ending");
  EXPECT_EQ(failure_of(Error("XX001", "invalid page in block 3")).code, "damaged");
  EXPECT_EQ(failure_of(Error("XX000", "unknown C++ exception")).code, "other");
  EXPECT_EQ(failure_of(Error("22012", "division by zero")).code, "other");
}

}  // namespace
}  // namespace paliad::codes
