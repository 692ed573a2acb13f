#include "backend/run/recorder.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/base/fault_injection.hpp"
#include "core/messages/message.hpp"

namespace paliad::backup {

namespace {

Message begin_message(const RunRequest& request, std::uint32_t state) {
  Message message = to_message("begin", request);
  message.set("state", std::to_string(state));
  message.set("lock_timeout", std::to_string(settings::lock_timeout()));
  return message;
}

Message done_message(const RunOutcome& outcome) {
  Message message("done");
  message.set("uri", outcome.uri);
  message.set("bytes", std::to_string(outcome.bytes));
  message.set("sha256", outcome.sha256);
  message.set("row_counts", outcome.row_counts);
  message.set("sheet_count", std::to_string(outcome.sheet_count));
  message.set("warnings", outcome.warnings);
  return message;
}

Message failed_message(const Error& error) {
  Message message("failed");
  std::string text = error.what();
  if (!error.detail().empty()) text += "\n" + error.detail();
  if (!error.context().empty()) text += "\n" + error.context();
  message.set("error", text);
  message.set("state", error.state());
  return message;
}

Error lost_recorder() {
  return {sqlstate::object_not_in_prerequisite_state,
          "the recorder of this backup ended unexpectedly",
          "It writes the backup's row in paliad.backups and its entry in the audit log.",
          "The server's log says why; then run the backup again."};
}

}  // namespace

Recorder::Recorder(const RunRequest& request, std::uint32_t state)
    : id_(request.id), channel_(postgres::Channel::create()) {
  channel_.watch(worker_.take(postgres::start_worker(
      "paliad_backup recorder", "paliad_backup_recorder_main", channel_.handle(), MyDatabaseId)));
  // It ends with this session: it would hold the run's lock, and whatever it waits for, for nobody.
  channel_.hold_worker();
  fault_point("recorder_start");
  const Message begun = Message::parse(ask(begin_message(request, state).text()));
  audit_problem_ = begun.get("audit_problem");
  link_problem_ = begun.get("link_problem");
  installation_ = begun.get("installation");
}

void Recorder::done(const RunOutcome& outcome, const std::function<void()>& discard) {
  try {
    (void)ask(done_message(outcome).text());
  } catch (const Error&) {
    if (!lost_) throw;
    // It may have ended between its commit and its answer.
    if (says_done()) return;
    discard();
    throw;
  }
}

bool Recorder::says_done() const {
  const auto rows =
      catalog_query("SELECT status FROM ONLY paliad.backups WHERE id = $1::uuid", {id_});
  return !rows.empty() && rows[0][0] == "done";
}

void Recorder::lose(const Error& why) {
  lost_ = true;
  throw why;
}

void Recorder::failed(const Error& error) noexcept {
  // Within the second that a cancel may take.
  constexpr long canceled_wait_milliseconds = 400;
  constexpr long most_milliseconds = 10'000;
  constexpr long pause_milliseconds = 20;
  const bool canceled =
      error.state() == sqlstate::query_canceled || error.state() == sqlstate::admin_shutdown;
  try {
    if (!channel_.send(failed_message(error).text())) return;
    std::string reply;
    for (long waited = 0; waited < most_milliseconds; waited += pause_milliseconds) {
      if (channel_.try_receive(reply) != postgres::Channel::Received::nothing) return;
      if (waited >= canceled_wait_milliseconds && (canceled || postgres::interrupt_pending()))
        break;
      postgres::sleep_uninterrupted(pause_milliseconds);
    }
    worker_.leave();
  } catch (...) {
    // The recorder sees the channel end and writes `failed` by itself.
  }
}

void Recorder::require_alive() {
  std::string unasked;
  switch (channel_.try_receive(unasked)) {
  case postgres::Channel::Received::nothing:
    return;
  case postgres::Channel::Received::message:
    require_ok(unasked);
    return;
  case postgres::Channel::Received::peer_gone:
    lose(lost_recorder());
  }
}

std::string Recorder::ask(const std::string& message) {
  std::string reply;
  if (!channel_.send(message) || !channel_.receive(reply)) lose(lost_recorder());
  require_ok(reply);
  return reply;
}

// After an error the recorder ends.
void Recorder::require_ok(const std::string& reply) {
  try {
    backup::require_ok(Message::parse(reply));
  } catch (const Error& error) {
    lose(error);
  }
}

}  // namespace paliad::backup
