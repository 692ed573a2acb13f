#include "backend/run/recorder_client.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/base/fault_injection.hpp"

namespace paliad::run {

namespace {

Error lost_recorder() {
  return {sqlstate::object_not_in_prerequisite_state,
          "the recorder of this backup ended unexpectedly",
          "It writes the backup's row in paliad.backups and its entry in the audit log.",
          "The server's log says why; then run the backup again."};
}

}  // namespace

// Returns what `parse` makes of a reply. An error in the reply means that the recorder ends.
template <class Parse>
auto RecorderClient::understand(const std::string& reply, Parse&& parse) {
  try {
    return parse(reply);
  } catch (const Error& error) {
    lose(error);
  }
}

template <class Parse>
auto RecorderClient::ask(const std::string& message, Parse&& parse) {
  std::string reply;
  if (!channel_.send(message) || !channel_.receive(reply)) lose(lost_recorder());
  return understand(reply, parse);
}

RecorderClient::RecorderClient(const messages::RunRequest& request, std::uint32_t state)
    : id_(request.id), channel_(ipc::Channel::create()) {
  channel_.watch(worker_.take(postgres::start_worker(
      "paliad_backup recorder", "paliad_backup_recorder_main", channel_.handle(), MyDatabaseId)));
  // The worker must end with this session: else it would keep the run's lock for no run.
  channel_.end_worker_with_channel();
  fault_point("recorder_start");
  begun_ = ask(messages::recorder_order_text({request, state, settings::lock_timeout()}),
               messages::parse_recorder_begun);
}

void RecorderClient::done(const messages::RunOutcome& outcome,
                          const std::function<void()>& discard) {
  try {
    ask(messages::outcome_text(outcome), messages::require_ok);
  } catch (const Error&) {
    if (!lost_) throw;
    // The recorder may have ended between its commit and its answer.
    if (says_done()) return;
    discard();
    throw;
  }
}

bool RecorderClient::says_done() const {
  const auto rows =
      catalog::catalog_query("SELECT status FROM ONLY paliad.backups WHERE id = $1::uuid", {id_});
  return !rows.empty() && rows[0][0] == "done";
}

void RecorderClient::lose(const Error& why) {
  lost_ = true;
  throw why;
}

void RecorderClient::failed(const Error& error) noexcept {
  // Short, so that a cancel takes less than a second.
  constexpr long canceled_wait_milliseconds = 400;
  constexpr long most_milliseconds = 10'000;
  constexpr long pause_milliseconds = 20;
  const bool canceled =
      error.state() == sqlstate::query_canceled || error.state() == sqlstate::admin_shutdown;
  try {
    if (!channel_.send(messages::failure_text(messages::failure_of(error)))) return;
    std::string reply;
    for (long waited = 0; waited < most_milliseconds; waited += pause_milliseconds) {
      if (channel_.try_receive(reply) != ipc::Channel::Received::nothing) return;
      if (waited >= canceled_wait_milliseconds && (canceled || postgres::interrupt_pending()))
        break;
      postgres::sleep_uninterrupted(pause_milliseconds);
    }
    worker_.do_not_wait();
  } catch (...) {
    // The recorder sees the channel end and writes `failed` by itself.
  }
}

void RecorderClient::require_alive() {
  std::string unasked;
  switch (channel_.try_receive(unasked)) {
  case ipc::Channel::Received::nothing:
    return;
  case ipc::Channel::Received::message:
    understand(unasked, messages::require_ok);
    return;
  case ipc::Channel::Received::peer_gone:
    lose(lost_recorder());
  }
}

}  // namespace paliad::run
