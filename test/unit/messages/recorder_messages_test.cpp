#include "core/messages/recorder_messages.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/message_fields.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::messages {
namespace {

using test::caught;
using test::Caught;

RecorderOrder an_order() {
  RecorderOrder order;
  order.request.id = "6f1c2a34-0000-4000-8000-000000000001";
  order.request.kind = "on_demand";
  order.request.requester.email = "postgres";
  order.request.key = "paliad-backup-20261123T030000Z-6f1c2a34.zip";
  order.request.directory = "/srv/backups";
  order.request.started_at = -1;
  order.run_state = 4'294'967'295U;
  order.lock_timeout = 30'000;
  return order;
}

RunOutcome an_outcome() {
  return {"file:///srv/ü.zip", 18'446'744'073'709'551'615U, "00ff", R"({"a": 1})", 7, "[]"};
}

// `parse` must refuse `text` without any of its fields.
template <class Parse>
void expect_all_needed(const std::string& text, Parse&& parse) {
  for (const std::string& name : test::field_names(text))
    EXPECT_EQ(caught([&] { (void)parse(test::without(text, name)); }),
              (Caught{"XX000", test::missing(name), "", ""}))
        << name;
}

template <class Parse>
void expect_number(const std::string& text, const std::string& name, const std::string& value,
                   Parse&& parse) {
  EXPECT_EQ(caught([&] { (void)parse(test::with(text, name, value)); }),
            (Caught{"XX000", test::no_number(name), "", ""}))
      << name << "=" << value;
}

template <class Parse>
void expect_refused(const std::string& text, const std::string& why, Parse&& parse) {
  EXPECT_EQ(caught([&] { (void)parse(text); }),
            (Caught{"XX000", "malformed message: " + why, "", ""}));
}

TEST(RecorderOrder, ComesBackAsItWas) {
  const RecorderOrder order = an_order();
  const RecorderOrder back = parse_recorder_order(recorder_order_text(order));
  EXPECT_EQ(back.request.id, order.request.id);
  EXPECT_EQ(back.request.kind, order.request.kind);
  EXPECT_EQ(back.request.requester.user, std::nullopt);
  EXPECT_EQ(back.request.requester.email, "postgres");
  EXPECT_EQ(back.request.key, order.request.key);
  EXPECT_EQ(back.request.directory, "/srv/backups");
  EXPECT_EQ(back.request.started_at, -1);
  EXPECT_EQ(back.request.scheduled_for, std::nullopt);
  EXPECT_EQ(back.run_state, 4'294'967'295U);
  EXPECT_EQ(back.lock_timeout, 30'000);
}

TEST(RecorderOrder, RefusesWhatIsMissingOrMalformed) {
  const std::string text = recorder_order_text(an_order());
  expect_all_needed(text, parse_recorder_order);
  expect_number(text, "state", "4294967296", parse_recorder_order);
  expect_number(text, "state", "-1", parse_recorder_order);
  expect_number(text, "lock_timeout", "30s", parse_recorder_order);
  expect_refused(outcome_text(an_outcome()), R"(it says "done" instead of "begin")",
                 parse_recorder_order);
  expect_refused("{}", R"(it has no field "verb")", parse_recorder_order);
}

TEST(RecorderBegun, ComesBackAsItWas) {
  const RecorderBegun back =
      parse_recorder_begun(recorder_begun_text({"no key", "6f1c2a34", "it refused: ü"}));
  EXPECT_EQ(back.link_problem, "no key");
  EXPECT_EQ(back.installation, "6f1c2a34");
  EXPECT_EQ(back.audit_problem, "it refused: ü");
}

TEST(RecorderBegun, RefusesWhatIsMissingOrMalformed) {
  expect_all_needed(recorder_begun_text({"", "", ""}), parse_recorder_begun);
  expect_refused(ok_text(), R"(it says "ok" instead of "begun")", parse_recorder_begun);
}

TEST(RecorderBegun, ThrowsTheErrorThatCameInstead) {
  EXPECT_EQ(caught([] {
              parse_recorder_begun(error_text(Error("55006", "already running", "detail", "hint")));
            }),
            (Caught{"55006", "already running", "detail", "hint"}));
}

TEST(Outcome, ArtifactComesBackAsItWas) {
  const auto back = parse_outcome(outcome_text(an_outcome()));
  const auto* made = std::get_if<RunOutcome>(&back);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->uri, "file:///srv/ü.zip");
  EXPECT_EQ(made->bytes, 18'446'744'073'709'551'615U);
  EXPECT_EQ(made->sha256, "00ff");
  EXPECT_EQ(made->row_counts, R"({"a": 1})");
  EXPECT_EQ(made->sheet_count, 7U);
  EXPECT_EQ(made->warnings, "[]");
}

TEST(Outcome, FailureComesBackAsItWas) {
  const auto back =
      parse_outcome(failure_text({"no room\nü", "53100", "no_room", R"({"free":1})"}));
  const auto* failure = std::get_if<Failure>(&back);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->text, "no room\nü");
  EXPECT_EQ(failure->state, "53100");
  EXPECT_EQ(failure->code, "no_room");
  EXPECT_EQ(failure->arguments, R"({"free":1})");
}

TEST(Outcome, RefusesWhatIsMissingOrMalformed) {
  expect_all_needed(outcome_text(an_outcome()), parse_outcome);
  expect_all_needed(failure_text({"no room", "53100", "no_room", "{}"}), parse_outcome);
  expect_number(outcome_text(an_outcome()), "bytes", "-1", parse_outcome);
  expect_number(outcome_text(an_outcome()), "sheet_count", "", parse_outcome);
  expect_refused(ok_text(), R"(it says "ok" instead of "done")", parse_outcome);
}

TEST(Failure, HasTheErrorsDetailAndContext) {
  const Failure bare = failure_of(Error("57014", "canceled", "", "a hint"));
  EXPECT_EQ(bare.text, "canceled");
  EXPECT_EQ(bare.state, "57014");
  EXPECT_EQ(failure_of(Error("53100", "no room", "2 bytes are free", "", "while writing")).text,
            "no room\n2 bytes are free\nwhile writing");
}

TEST(FailureOf, CanBeSentWhateverTheServerSays) {
  const Error error("53100", "auf dem Ger\xE4t ist kein Platz mehr", "d\xE4", "", "c\xE4");
  const auto sent = std::get<Failure>(parse_outcome(failure_text(failure_of(error))));
  EXPECT_EQ(sent.text, "auf dem Ger?t ist kein Platz mehr\nd?\nc?");
  EXPECT_EQ(sent.arguments, R"({"message":"auf dem Ger?t ist kein Platz mehr"})");
}

}  // namespace
}  // namespace paliad::messages
