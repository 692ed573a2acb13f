// The main of the worker that paliad_backup_start() starts: it makes one backup, in a transaction
// and a snapshot of its own.
// Happy path: connects, reads the order, takes over the session's settings, makes the backup,
// answers once its `running` row is committed, commits.
// Hard cases: the run can't begin: the answer is the error. The run fails later: the error goes to
// the server's log, and the recorder writes `failed`. The session ends before the answer: the run
// ends too.
#include "backend/ipc/channel.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/transaction.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/make_backup.hpp"
#include "backend/settings.hpp"
#include "core/messages/run_messages.hpp"

namespace paliad::run {

namespace {

using ipc::Channel;

void answer(Channel& channel, const std::string& message) {
  if (!channel.send(message))
    throw Error(sqlstate::query_canceled, "the session that asked for the backup ended meanwhile");
}

void make(Channel& channel, const messages::RunOrder& order) {
  const messages::RunRequest& request = order.request;
  bool begun = false;
  try {
    postgres::Transaction transaction;
    postgres::pin_search_path();
    for (const auto& [name, value] : order.settings) settings::take_over(name, value);
    store::LocalDiskStore store(request.directory, DataDir);
    make_backup(request, store, [&] {
      begun = true;
      answer(channel, messages::ok_text());
    });
    transaction.commit();
  } catch (const Error& error) {
    if (begun)
      postgres::log_warning("backup " + request.id + " failed: " + error.what());
    else
      answer(channel, messages::error_text(error));
  }
}

void run_worker(Datum argument) {
  postgres::connect_worker();
  Channel channel = Channel::attach(argument);
  std::string text;
  if (!channel.receive(text)) return;
  const messages::RunOrder order = messages::parse_run_order(text);
  postgres::report_activity("making backup " + order.request.id);
  make(channel, order);
}

}  // namespace

}  // namespace paliad::run

extern "C" {
PGDLLEXPORT void paliad_backup_run_main(Datum argument);

void paliad_backup_run_main(Datum argument) {
  paliad::postgres::serve([&]() { paliad::run::run_worker(argument); });
}
}
