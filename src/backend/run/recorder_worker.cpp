// The recorder's main. Happy path: connect, take the run's lock, settle what a crash left, audit
// row, `running` row, answer; wait for the outcome; commit it, audit it, answer, end. Hard cases:
// the session goes away without a word; this worker is told to end; a lock can't be had; the audit
// log refuses: see each function.
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
    // The run before this one says `done` a moment before it lets go.
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

  // After an error of the recorder itself: the truth as far as it can still be written.
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
    if (told_) return *told_;
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

  // A session that goes has this worker told to end a moment before its end of the channel closes.
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
      told_ = std::get<messages::Failure>(outcome);
      fail(*told_, [this] { (void)channel_.send(messages::ok_text()); });
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

  // `done` says that the file lies where its URI names it: the directory may have been moved away
  // since the run began, and another put in its place.
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

  // The catalog has it; a second name that stays is cleared by the next run.
  void confirm() noexcept {
    try {
      store_.confirm(request_.key);
    } catch (const std::exception& error) {
      postgres::log_warning(error.what());
    }
  }

  // The file goes first: a row that says `failed` leaves nothing behind. Until the row might say
  // `done`, it goes even when the catalog can't be had.
  // `let_go` answers the session, which may hold what is needed.
  void fail(const messages::Failure& why, const std::function<void()>& let_go) {
    const auto discard = [this] { store_.discard(request_.key); };
    if (!deciding_) discard();
    FailedRow row;
    insist([&] { row = record_failed(request_.id, why, discard); }, let_go);
    if (row.says_done) confirm();
    running_ = false;
    if (row.patch) complete(*row.patch, let_go);
    unlock();
  }

  // The row is committed: nothing that happens to the entry is an error of the run.
  void complete(const EntryPatch& patch, const std::function<void()>& let_go) noexcept {
    try {
      insist([&] { complete_entry(request_.id, patch); }, let_go);
    } catch (const std::exception& error) {
      postgres::log_warning(std::string("the audit log's entry of backup ") + request_.id +
                            " stays running until the next one completes it: " + error.what());
    }
  }

  // The session may hold what writing needs and the server has only so much of: all of the lock
  // table, say. Then it is let go, and once it has ended `write` succeeds.
  void insist(const std::function<void()>& write, const std::function<void()>& let_go) {
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
        // Whoever ends this worker may ask more than once, and each time cancels what runs.
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
      // Nobody listens any more.
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
  std::optional<messages::Failure> told_;  // why the session says that the run failed
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
