// A run's recorder: a background worker that writes the catalog and the audit log in transactions
// of its own, so that the session's transaction, its rollback or its death decide nothing there.
// This is the session's end of it; recorder_worker.cpp is the worker's.
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
  // Starts the worker and waits until it has committed the `running` row, audit row first. `state`
  // is the handle of the run's state, which it announces. Throws Error: object_in_use while another
  // run of this database is alive, insufficient_resources where no worker is to be had.
  RecorderClient(const messages::RunRequest& request, std::uint32_t state);

  // Why the audit log could not be written; empty where it could.
  const std::string& audit_problem() const noexcept { return begun_.audit_problem; }

  // Why the catalog could not be linked to the app's tables; empty where it is.
  const std::string& link_problem() const noexcept { return begun_.link_problem; }

  // The installation (installation.hpp) that the artifact belongs to.
  const std::string& installation() const noexcept { return begun_.installation; }

  // Throws Error where the recorder has ended: what it wrote, if anything, is that the backup
  // failed.
  void require_alive();

  // Waits until `done` is committed. Throws Error where it could not be; where the recorder has
  // ended without it, and so can't remove the artifact, calls `discard` first.
  void done(const messages::RunOutcome& outcome, const std::function<void()>& discard);

  // Waits until `failed` is committed: less than a second where the run was canceled, or is now;
  // otherwise ten seconds at most. Without an answer the recorder goes on alone.
  void failed(const Error& error) noexcept;

  // Says nothing: unless done() or failed() was called, the recorder writes that the run ended.

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
