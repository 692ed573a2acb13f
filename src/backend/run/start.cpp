#include "backend/run/start.hpp"

#include "backend/access/authorization.hpp"
#include "backend/ipc/channel.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/make_backup.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"

namespace paliad::run {

namespace {

messages::RunRequest request_of_caller(const model::Requester& requester,
                                       const store::LocalDiskStore& store) {
  return new_request("on_demand", requester, store);
}

// Waits until the worker says that the run has begun. Throws the worker's error where it has not.
void wait_until_running(ipc::Channel& channel) {
  std::string reply;
  if (!channel.receive(reply))
    throw Error(
        sqlstate::object_not_in_prerequisite_state,
        codes::coded("worker_ended",
                     {{"message", "the worker that makes the backup ended before it began"}}),
        {}, "The server's log says why.");
  messages::require_ok(reply);
}

}  // namespace

std::string run_backup() {
  const model::Requester requester = access::require_right();
  require_possible();
  store::LocalDiskStore store(settings::export_dir(), DataDir);
  const messages::RunRequest request = request_of_caller(requester, store);
  make_backup(request, store, [] {});
  return request.id;
}

std::string start_backup() {
  const model::Requester requester = access::require_right();
  require_possible();
  const store::LocalDiskStore store(settings::export_dir(), DataDir);
  const messages::RunRequest request = request_of_caller(requester, store);
  postgres::WorkerHandle worker;
  worker.do_not_wait();  // it outlives this function
  ipc::Channel channel = ipc::Channel::create();
  channel.watch(worker.take(postgres::start_worker("paliad_backup run", "paliad_backup_run_main",
                                                   channel.handle(), MyDatabaseId)));
  (void)channel.send(messages::run_order_text({request, settings::session_values()}));
  wait_until_running(channel);
  return request.id;
}

}  // namespace paliad::run
