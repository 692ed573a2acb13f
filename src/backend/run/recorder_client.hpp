// The session's side of a run's recorder: a background worker that writes the catalog and the audit
// log in transactions of its own, so that what it writes stays when the session rolls back or dies.
// The worker's side is recorder_worker.cpp.
#pragma once

#include "backend/ipc/channel.hpp"
#include "backend/postgres/worker.hpp"
#include "core/base/error.hpp"
#include "core/messages/recorder_messages.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace paliad::run {

class RecorderClient {
public:
  // Starts the worker and waits until it has committed the entry of the audit log and the `running`
  // row. The worker announces `state`, the handle of the run's state. Throws Error: object_in_use
  // while another run of this database is alive, insufficient_resources where no worker is free.
  RecorderClient(const messages::RunRequest& request, std::uint32_t state);

  // Why the audit log could not be written; empty where it could.
  const std::string& audit_problem() const noexcept { return begun_.audit_problem; }

  // Why the catalog could not be linked to the app's tables; empty where it is.
  const std::string& link_problem() const noexcept { return begun_.link_problem; }

  // The installation (installation.hpp) that the artifact belongs to.
  const std::string& installation() const noexcept { return begun_.installation; }

  // Throws Error where the recorder has failed or ended. The row then says `failed`, or the next
  // run makes it say so.
  void require_alive();

  // Waits until `done` is committed. Throws Error where it could not be. Where the recorder has
  // failed or ended, and the row doesn't say `done`, calls `discard` first, which removes the
  // artifact.
  void done(const messages::RunOutcome& outcome, const std::function<void()>& discard);

  // Waits until `failed` is committed: at most 0.4 seconds where the run was or is being canceled,
  // else at most ten seconds. Where no answer comes in that time the recorder goes on alone.
  void failed(const Error& error) noexcept;

  // The destructor sends nothing: unless done() or failed() was called, the recorder writes
  // `failed`, because the session ended.

private:
  template <class Parse>
  auto ask(const std::string& message, Parse&& parse);
  template <class Parse>
  auto understand(const std::string& reply, Parse&& parse);
  [[noreturn]] void lose(const Error& why);
  bool says_done() const;

  const std::string id_;
  postgres::WorkerHandle worker_;  // outlives the channel, whose end it waits for
  ipc::Channel channel_;
  messages::RecorderBegun begun_;
  bool lost_ = false;
};

}  // namespace paliad::run
