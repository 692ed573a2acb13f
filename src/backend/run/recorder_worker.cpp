// The recorder's main.
// Happy path: connects, takes the run's lock, cleans up after crashes, writes the audit log's entry
// and the `running` row, answers; waits for the outcome, commits it, completes the entry, answers,
// ends.
// Hard cases: the session ends without an outcome; this worker is told to end; a lock can't be had;
// the audit log refuses. Each function says what it does then.
#include "backend/catalog/catalog_access.hpp"
#include "backend/ipc/advisory_locks.hpp"
#include "backend/ipc/channel.hpp"
#include "backend/postgres/latch.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/recorder_rows.hpp"
#include "core/base/fault_injection.hpp"
#include "core/codes/codes.hpp"
#include "core/messages/recorder_messages.hpp"
#include "core/store/local_disk_store.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <variant>

namespace paliad::run {

namespace {

using codes::coded;

using ipc::Channel;

// One run, from `begin` to its outcome.
class RecorderWorker {
public:
  RecorderWorker(Channel& channel, const messages::RecorderOrder& order)
      : channel_(channel), run_state_(order.run_state), request_(order.request),
        store_(request_.directory, "") {}

  // Commits `running`. Throws Error where the run must not begin.
  void begin() {
    // The recorder of the run before this one commits `done` a moment before it releases the lock.
    if (!postgres::try_for(1'000, ipc::try_run_lock)) throw already_running();
    locked_ = true;
    ipc::announce_run_state(run_state_);
    fault_point("claim");
    messages::RecorderBegun begun;
    begun.link_problem = try_link_catalog();
    begun.installation = claim_this_installation();
    settle_dead_runs(store_);
    begun.audit_problem = record_running(request_, begun.installation, holds_);
    running_ = true;
    (void)channel_.send(messages::recorder_begun_text(begun));
  }

  // Waits for the outcome and commits it.
  void wait_for_outcome() {
    std::string text;
    switch (wait_for(text)) {
    case Heard::message:
      record(messages::parse_outcome(text));
      return;
    case Heard::silence:
      fail(messages::failure_of(session_ended()), [] {});
      return;
    }
  }

  // After an error of the recorder itself: records the run's end as far as that is still possible.
  void give_up(const Error& error) noexcept {
    const Error answer = postgres::shutdown_requested() ? told_to_end() : error;
    if (done_) confirm();
    try {
      if (running_) fail(reason_of(error), [&] { answer_error(answer); });
    } catch (const std::exception& failure) {
      postgres::log_warning(std::string("backup ") + request_.id +
                            " stays running until the next one settles it: " + failure.what());
    }
    unlock();
    answer_error(answer);
  }

private:
  enum class Heard { message, silence };

  messages::Failure reason_of(const Error& error) {
    if (session_failure_) return *session_failure_;
    if (!session_waits())
      return messages::failure_of(
          deciding_ ? not_recorded(sqlstate::query_canceled, coded("backup_canceled"))
                    : session_ended());
    if (postgres::shutdown_requested()) return messages::failure_of(told_to_end());
    return messages::failure_of(not_recorded(error.state(), codes::failure_of(error)));
  }

  static Error session_ended() { return {sqlstate::connection_failure, coded("session_ended")}; }

  static Error told_to_end() {
    return {sqlstate::admin_shutdown, coded("shutdown", {{"process", "recorder"}})};
  }

  static Error not_recorded(std::string_view state, CodedText why) {
    return {state, coded("not_recorded", {}, std::move(why))};
  }

  // When a session ends, this worker gets SIGTERM a moment before the session's side of the channel
  // closes: wait for that moment.
  bool session_waits() noexcept {
    constexpr int most_looks = 30;
    constexpr long pause_milliseconds = 10;
    try {
      for (int i = 0; i < most_looks && postgres::shutdown_requested(); ++i) {
        if (!channel_.peer_waits()) return false;
        postgres::sleep_uninterrupted(pause_milliseconds);
      }
      return channel_.peer_waits();
    } catch (const std::exception&) {
      return true;
    }
  }

  Heard wait_for(std::string& text) {
    for (;;) {
      switch (channel_.try_receive(text)) {
      case Channel::Received::message:
        return Heard::message;
      case Channel::Received::peer_gone:
        return Heard::silence;
      case Channel::Received::nothing:
        (void)postgres::wait_for_latch_or_reload(10'000);
      }
    }
  }

  void record(const std::variant<messages::RunOutcome, messages::Failure>& outcome) {
    if (const auto* made = std::get_if<messages::RunOutcome>(&outcome)) {
      record_artifact(*made);
    } else {
      session_failure_ = std::get<messages::Failure>(outcome);
      fail(*session_failure_, [this] { (void)channel_.send(messages::ok_text()); });
    }
    unlock();
    (void)channel_.send(messages::ok_text());
  }

  void record_artifact(const messages::RunOutcome& made) {
    deciding_ = true;
    const EntryPatch patch = record_done(request_.id, made, [&] {
      require_in_place(made.bytes);
      return channel_.peer_waits();
    });
    running_ = false;
    done_ = true;
    complete(patch, [] {});
    fault_point("confirm");
    confirm();
  }

  // `done` promises that the file lies where its URI says. The directory may have been moved since
  // the run began, and another one put in its place.
  void require_in_place(std::uint64_t bytes) const {
    const store::LocalDiskStore store(request_.directory, "", store::Missing::refuse);
    const auto artifact = store.open(request_.key);
    if (artifact->size() == bytes) return;
    throw Error(
        sqlstate::object_not_in_prerequisite_state, "another file lies where the artifact should",
        "The file \"" + request_.key + "\" in \"" + request_.directory + "\" has " +
            std::to_string(artifact->size()) + " bytes instead of " + std::to_string(bytes) + ".",
        "Leave the export directory alone while a backup runs, and run it again.");
  }

  // The row is committed, so a failure here is no error of the run: the next run removes the
  // draft's name.
  void confirm() noexcept {
    try {
      store_.confirm(request_.key);
    } catch (const std::exception& error) {
      postgres::log_warning(error.what());
    }
  }

  // Removes the file first, so that no row says `failed` while its file is there. As long as the
  // row can't say `done` yet, the file is removed even where the catalog can't be written. `let_go`
  // answers the session, which may hold a lock or a resource that is needed.
  void fail(const messages::Failure& why, const std::function<void()>& let_go) {
    const auto discard = [this] { store_.discard(request_.key); };
    if (!deciding_) discard();
    FailedRow row;
    retry([&] { row = record_failed(request_.id, why, discard); }, let_go);
    if (row.says_done) confirm();
    running_ = false;
    if (row.patch) complete(*row.patch, let_go);
    unlock();
  }

  // The row is committed, so an error while the entry is completed is no error of the run.
  void complete(const EntryPatch& patch, const std::function<void()>& let_go) noexcept {
    try {
      retry([&] { complete_entry(request_.id, patch); }, let_go);
    } catch (const std::exception& error) {
      postgres::log_warning(std::string("the audit log's entry of backup ") + request_.id +
                            " stays running until the next one completes it: " + error.what());
    }
  }

  // Repeats `write` while the server is short of a resource. The session itself may hold that
  // resource (the whole lock table, say): `let_go` ends its wait, and once it has ended `write`
  // succeeds.
  void retry(const std::function<void()>& write, const std::function<void()>& let_go) {
    const int most_tries = postgres::shutdown_requested() ? 100 : 600;
    constexpr int most_cancels = 3;
    constexpr long pause_milliseconds = 100;
    for (int i = 1;; ++i) {
      try {
        write();
        return;
      } catch (const Error& error) {
        constexpr std::string_view insufficient_resources_class = "53";
        const bool short_of_something = error.state().substr(0, 2) == insufficient_resources_class;
        // SIGTERM may come more than once, and each one cancels the running statement.
        const bool canceled = error.state() == sqlstate::query_canceled && i <= most_cancels;
        if (!(short_of_something || canceled) || i >= most_tries) throw;
        if (short_of_something && i == 1) let_go();
      }
      postgres::sleep_uninterrupted(pause_milliseconds);
    }
  }

  void unlock() noexcept {
    if (locked_) ipc::release_run_lock();
    locked_ = false;
  }

  void answer_error(const Error& error) noexcept {
    try {
      (void)channel_.send(messages::error_text(error));
    } catch (const std::exception&) {
      // The session has gone: nobody needs the answer.
    }
  }

  Channel& channel_;
  const std::uint32_t run_state_;
  const messages::RunRequest request_;
  store::LocalDiskStore store_;
  postgres::SessionTableLocks holds_;
  bool locked_ = false;
  bool running_ = false;
  bool deciding_ = false;  // the row may say `done` by now
  bool done_ = false;
  std::optional<messages::Failure> session_failure_;  // as the session has reported it
};

void record_run(Channel& channel, const messages::RecorderOrder& order) {
  RecorderWorker recorder(channel, order);
  try {
    recorder.begin();
    recorder.wait_for_outcome();
  } catch (const Error& error) {
    recorder.give_up(error);
  } catch (const std::exception& error) {
    recorder.give_up(Error(sqlstate::internal_error, error.what()));
  }
}

void run_recorder(Datum argument) {
  postgres::connect_worker();
  Channel channel = Channel::attach(argument);
  std::string text;
  if (!channel.receive(text)) return;
  const messages::RecorderOrder order = messages::parse_recorder_order(text);
  postgres::report_activity("recording backup " + order.request.id);
  try {
    catalog::prepare_worker_session(order.lock_timeout);
    record_run(channel, order);
  } catch (const Error& error) {
    (void)channel.send(messages::error_text(error));
  }
}

}  // namespace

}  // namespace paliad::run

extern "C" {
PGDLLEXPORT void paliad_backup_recorder_main(Datum argument);

void paliad_backup_recorder_main(Datum argument) {
  paliad::postgres::serve([&]() { paliad::run::run_recorder(argument); });
}
}
