#include "backend/ipc/channel.hpp"

#include "backend/postgres/compat.hpp"

#include <utility>

namespace paliad::ipc {

namespace {

constexpr Size queue_size = 64UL * 1024;

shm_mq* queue_at(dsm_segment* segment, int index) {
  auto* base = static_cast<char*>(dsm_segment_address(segment));
  return reinterpret_cast<shm_mq*>(base + static_cast<Size>(index) * queue_size);
}

// The handle must live as long as the segment; the caller's memory context may be deleted before.
shm_mq_handle* attach_queue(dsm_segment* segment, int index) {
  MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
  shm_mq_handle* handle = shm_mq_attach(queue_at(segment, index), segment, nullptr);
  MemoryContextSwitchTo(outer);
  return handle;
}

extern "C" void end_lost_worker(dsm_segment*, Datum worker) {
  TerminateBackgroundWorker(reinterpret_cast<BackgroundWorkerHandle*>(DatumGetPointer(worker)));
}

}  // namespace

Channel Channel::create() {
  dsm_segment* segment = postgres::call_backend([]() {
    dsm_segment* made = dsm_create(2 * queue_size, 0);
    (void)shm_mq_create(queue_at(made, 0), queue_size);
    (void)shm_mq_create(queue_at(made, 1), queue_size);
    return made;
  });
  return {segment, Side::session};
}

Channel Channel::attach(Datum handle) {
  dsm_segment* segment =
      postgres::call_backend([&]() { return dsm_attach(DatumGetUInt32(handle)); });
  if (segment == nullptr)
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "the session that started this worker has ended");
  return {segment, Side::worker};
}

Channel::Channel(dsm_segment* segment, Side side) : segment_(segment) {
  const int out = side == Side::session ? 0 : 1;
  postgres::call_backend([&]() {
    shm_mq_set_sender(queue_at(segment, out), MyProc);
    shm_mq_set_receiver(queue_at(segment, 1 - out), MyProc);
    out_ = attach_queue(segment, out);
    in_ = attach_queue(segment, 1 - out);
  });
}

Channel::Channel(Channel&& other) noexcept
    : segment_(std::exchange(other.segment_, nullptr)), out_(other.out_), in_(other.in_),
      worker_(other.worker_) {}

Channel::~Channel() {
  if (segment_ == nullptr) return;
  shm_mq_detach(out_);
  shm_mq_detach(in_);
  dsm_detach(segment_);
}

Datum Channel::handle() const noexcept { return UInt32GetDatum(dsm_segment_handle(segment_)); }

void Channel::watch(BackgroundWorkerHandle* worker) noexcept {
  worker_ = worker;
  shm_mq_set_handle(out_, worker);
  shm_mq_set_handle(in_, worker);
}

void Channel::end_worker_with_channel() {
  postgres::call_backend(
      [&]() { on_dsm_detach(segment_, end_lost_worker, PointerGetDatum(worker_)); });
}

bool Channel::send(const std::string& message) {
  return postgres::call_backend([&]() {
           return postgres::compat_shm_mq_send(out_, message.size(), message.data());
         }) == SHM_MQ_SUCCESS;
}

bool Channel::receive(std::string& message) { return receive(message, false) == Received::message; }

Channel::Received Channel::try_receive(std::string& message) { return receive(message, true); }

bool Channel::peer_waits() {
  std::string none;
  return try_receive(none) == Received::nothing;
}

Channel::Received Channel::receive(std::string& message, bool nowait) {
  void* data = nullptr;
  Size size = 0;
  const shm_mq_result result =
      postgres::call_backend([&]() { return shm_mq_receive(in_, &size, &data, nowait); });
  if (result == SHM_MQ_WOULD_BLOCK) return Received::nothing;
  if (result == SHM_MQ_DETACHED) return Received::peer_gone;
  message.assign(static_cast<const char*>(data), size);
  return Received::message;
}

}  // namespace paliad::ipc
