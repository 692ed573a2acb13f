#include "core/messages/recorder_messages.hpp"

#include "core/codes/codes.hpp"

namespace paliad::messages {

namespace {

constexpr const char* begin_verb = "begin";
constexpr const char* begun_verb = "begun";
constexpr const char* done_verb = "done";
constexpr const char* failed_verb = "failed";

}  // namespace

std::string recorder_order_text(const RecorderOrder& order) {
  Message message(begin_verb);
  put_request(message, order.request);
  message.set_number("state", order.run_state);
  message.set_number("lock_timeout", order.lock_timeout);
  return message.text();
}

RecorderOrder parse_recorder_order(const std::string& text) {
  const Message message = Message::parse(text);
  message.require_verb(begin_verb);
  return {request_in(message), message.number<std::uint32_t>("state"),
          message.number<int>("lock_timeout")};
}

std::string recorder_begun_text(const RecorderBegun& begun) {
  Message message(begun_verb);
  message.set("link_problem", begun.link_problem);
  message.set("installation", begun.installation);
  message.set("audit_problem", begun.audit_problem);
  return message.text();
}

RecorderBegun parse_recorder_begun(const std::string& text) {
  const Message message = parse_answer(text);
  message.require_verb(begun_verb);
  return {message.at("link_problem"), message.at("installation"), message.at("audit_problem")};
}

Failure failure_of(const Error& error) {
  std::string text = error.what();
  if (!error.detail().empty()) text += "\n" + error.detail();
  if (!error.context().empty()) text += "\n" + error.context();
  const CodedText reason = codes::failure_of(error);
  return {text, error.state(), reason.code, codes::arguments_json(reason)};
}

std::string outcome_text(const RunOutcome& outcome) {
  Message message(done_verb);
  message.set("uri", outcome.uri);
  message.set_number("bytes", outcome.bytes);
  message.set("sha256", outcome.sha256);
  message.set("row_counts", outcome.row_counts);
  message.set_number("sheet_count", outcome.sheet_count);
  message.set("warnings", outcome.warnings);
  return message.text();
}

std::string failure_text(const Failure& failure) {
  Message message(failed_verb);
  message.set("error", failure.text);
  message.set("state", failure.state);
  message.set("code", failure.code);
  message.set("arguments", failure.arguments);
  return message.text();
}

std::variant<RunOutcome, Failure> parse_outcome(const std::string& text) {
  const Message message = Message::parse(text);
  if (message.verb() == failed_verb)
    return Failure{message.at("error"), message.at("state"), message.at("code"),
                   message.at("arguments")};
  message.require_verb(done_verb);
  RunOutcome outcome;
  outcome.uri = message.at("uri");
  outcome.bytes = message.number<std::uint64_t>("bytes");
  outcome.sha256 = message.at("sha256");
  outcome.row_counts = message.at("row_counts");
  outcome.sheet_count = message.number<std::size_t>("sheet_count");
  outcome.warnings = message.at("warnings");
  return outcome;
}

}  // namespace paliad::messages
