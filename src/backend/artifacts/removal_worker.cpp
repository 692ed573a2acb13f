// The remover's main.
// Happy path: connects, carries out one order after another and answers each, ends when the session
// closes the channel.
// Hard cases: the session ends while a removal waits for readers: the artifact stays. It ends after
// the decision was committed: the removal is carried out. An order fails: the answer is the error.
#include "backend/artifacts/removal.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/ipc/channel.hpp"
#include "backend/postgres/worker.hpp"
#include "core/messages/removal_messages.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::artifacts {

namespace {

using messages::RemovalOrder;

void require_listener(ipc::Channel& session) {
  if (!session.peer_waits())
    throw Error(sqlstate::query_canceled, "the session that requested the removal has ended");
}

// Carries out an order, and returns the answer.
std::string carry_out(const std::string& text, ipc::Channel& session) {
  try {
    const RemovalOrder order = messages::parse_removal_order(text);
    catalog::prepare_worker_session(order.lock_timeout);
    store::LocalDiskStore store(order.directory, "", store::Missing::refuse);
    Decision decide;
    if (order.why == RemovalOrder::Why::retention)
      decide = [&] { require_still_to_go(store, order.id); };
    remove_artifact(
        store, order.id, order.reason, order.actor, [&] { require_listener(session); }, decide);
    return messages::ok_text();
  } catch (const Error& error) {
    return messages::error_text(error);
  }
}

void run_remover(Datum argument) {
  postgres::connect_worker();
  ipc::Channel channel = ipc::Channel::attach(argument);
  for (std::string text; !postgres::shutdown_requested() && channel.receive(text);)
    if (!channel.send(carry_out(text, channel))) return;
}

}  // namespace

}  // namespace paliad::artifacts

extern "C" {
PGDLLEXPORT void paliad_backup_remover_main(Datum argument);

void paliad_backup_remover_main(Datum argument) {
  paliad::postgres::serve([&]() { paliad::artifacts::run_remover(argument); });
}
}
