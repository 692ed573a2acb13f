// The remover's main: one order after another, each answered, until the session goes.
#include "backend/artifacts/removal.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/ipc/channel.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/run_record.hpp"
#include "core/messages/message.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::schedule {

namespace {

using backup::Message;

void require_listener(postgres::Channel& session) {
  if (!session.peer_waits())
    throw Error(sqlstate::query_canceled, "the session that wanted the removal has gone");
}

Message carry_out(const Message& order, postgres::Channel& session) {
  try {
    backup::prepare_recording(order.get("lock_timeout"));
    store::LocalDiskStore store(order.get("directory"), "", store::Missing::refuse);
    const std::string id = order.get("id");
    backup::Decision decide;
    if (order.verb() == "expire") decide = [&] { require_still_to_go(store, id); };
    backup::remove_artifact(
        store, id, order.get("reason"), {order.find("actor"), order.get("actor_email")},
        [&] { require_listener(session); }, decide);
    return Message("ok");
  } catch (const Error& error) {
    return backup::error_message(error);
  }
}

void run_remover(Datum argument) {
  postgres::connect_worker();
  postgres::Channel channel = postgres::Channel::attach(argument);
  for (std::string text; !postgres::shutdown_requested() && channel.receive(text);)
    if (!channel.send(carry_out(Message::parse(text), channel).text())) return;
}

}  // namespace

}  // namespace paliad::schedule

extern "C" {
PGDLLEXPORT void paliad_backup_remover_main(Datum argument);

void paliad_backup_remover_main(Datum argument) {
  paliad::postgres::serve([&]() { paliad::schedule::run_remover(argument); });
}
}
