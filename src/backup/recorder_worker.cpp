// The recorder's main. Happy path: connect, take the run's lock, settle what a crash left, audit
// row, `running` row, answer; wait for the outcome; commit it, audit it, answer, end. Hard cases:
// the session goes away without a word; this worker is told to end; a lock can't be had; the audit
// log refuses: see each function.
#include "backup/catalog_rows.hpp"
#include "backup/message.hpp"
#include "base/fault.hpp"
#include "postgres/channel.hpp"
#include "postgres/report.hpp"
#include "postgres/run_lock.hpp"
#include "postgres/worker.hpp"
#include "store/local_disk_store.hpp"

#include <exception>

namespace paliad::backup {

namespace {

using postgres::Channel;

// One run, from `begin` to its outcome.
class Witness {
public:
  Witness(Channel& channel, const Message& begin)
      : channel_(channel), begin_(begin), store_(begin.get("directory"), "") {}

  // Commits `running`. Throws Error where the run must not begin.
  void begin() {
    // The run before this one says `done` a moment before it lets go.
    if (!postgres::try_for(1'000, postgres::try_run_lock)) throw already_running();
    locked_ = true;
    postgres::announce_run_state(static_cast<std::uint32_t>(std::stoul(begin_.get("state"))));
    fault_point("claim");
    link_catalog();
    settle_dead_runs(store_);
    const std::string audit_problem = record_running(begin_, holds_);
    running_ = true;
    Message answer("ok");
    answer.set("audit_problem", audit_problem);
    (void)channel_.send(answer.text());
  }

  // Waits for the outcome and commits it.
  void witness() {
    std::string text;
    switch (wait_for(text)) {
    case Heard::message:
      outcome(Message::parse(text));
      return;
    case Heard::silence:
      fail("the session that made the backup ended before it was done");
      return;
    }
  }

  // After an error of the recorder itself: the truth as far as it can still be written.
  void give_up(const Error& error) noexcept {
    const bool told = postgres::shutdown_requested();
    if (done_) confirm();
    try {
      if (running_)
        fail(told ? told_to_end : std::string("the backup could not be recorded: ") + error.what());
    } catch (const std::exception& failure) {
      postgres::log_warning(std::string("backup ") + begin_.get("id") +
                            " stays running until the next one settles it: " + failure.what());
    }
    unlock();
    answer_error(told ? Error(sqlstate::admin_shutdown, told_to_end) : error);
  }

private:
  static constexpr const char* told_to_end =
      "the recorder was told to end: the server is shutting down, or an administrator ended it";

  enum class Heard { message, silence };

  Heard wait_for(std::string& text) {
    for (;;) {
      switch (channel_.try_receive(text)) {
      case Channel::Received::message:
        return Heard::message;
      case Channel::Received::peer_gone:
        return Heard::silence;
      case Channel::Received::nothing:
        postgres::wait_for_latch(10'000);
      }
    }
  }

  void outcome(const Message& message) {
    if (message.verb() == "done") {
      deciding_ = true;
      record_done(begin_, message, [this] { return channel_.peer_waits(); });
      running_ = false;
      done_ = true;
      fault_point("confirm");
      confirm();
    } else {
      fail(message.get("error"));
    }
    unlock();
    (void)channel_.send(Message("ok").text());
  }

  // The catalog has it; a second name that stays is cleared by the next run.
  void confirm() noexcept {
    try {
      store_.confirm(begin_.get("key"));
    } catch (const std::exception& error) {
      postgres::log_warning(error.what());
    }
  }

  // The file goes first: a row that says `failed` leaves nothing behind. Until the row might say
  // `done`, it goes even when the catalog can't be had.
  void fail(const std::string& why) {
    const auto discard = [this] { store_.discard(begin_.get("key")); };
    if (!deciding_) discard();
    if (!record_failed(begin_.get("id"), why, discard)) confirm();
    running_ = false;
    unlock();
  }

  void unlock() noexcept {
    if (locked_) postgres::release_run_lock();
    locked_ = false;
  }

  void answer_error(const Error& error) noexcept {
    try {
      (void)channel_.send(error_message(error).text());
    } catch (const std::exception&) {
      // Nobody listens any more.
    }
  }

  Channel& channel_;
  const Message begin_;
  store::LocalDiskStore store_;
  postgres::TableHolds holds_;
  bool locked_ = false;
  bool running_ = false;
  bool deciding_ = false;  // the row may say `done` by now
  bool done_ = false;
};

void record_run(Channel& channel, const Message& begin) {
  Witness witness(channel, begin);
  try {
    witness.begin();
    witness.witness();
  } catch (const Error& error) {
    witness.give_up(error);
  } catch (const std::exception& error) {
    witness.give_up(Error(sqlstate::internal_error, error.what()));
  }
}

void run_recorder(Datum argument) {
  postgres::connect_worker();
  Channel channel = Channel::attach(argument);
  std::string text;
  if (!channel.receive(text)) return;
  const Message begin = Message::parse(text);
  postgres::report_activity("recording backup " + begin.get("id"));
  try {
    prepare_recording(begin.get("lock_timeout"));
    record_run(channel, begin);
  } catch (const Error& error) {
    (void)channel.send(error_message(error).text());
  }
}

}  // namespace

}  // namespace paliad::backup

extern "C" {
PGDLLEXPORT void paliad_backup_recorder_main(Datum argument);

void paliad_backup_recorder_main(Datum argument) {
  paliad::postgres::serve([&]() { paliad::backup::run_recorder(argument); });
}
}
