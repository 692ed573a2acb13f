// Two message queues (shm_mq) in one dynamic shared memory segment, by which a session and its
// background worker talk. When either side ends, for whatever reason, the other one learns it.
#pragma once

#include "backend/postgres/valves.hpp"

#include <string>

namespace paliad::ipc {

class Channel {
public:
  enum class Side { session, worker };
  enum class Received { message, nothing, peer_gone };

  // The session's side: makes the segment. Throws Error.
  static Channel create();
  // The worker's side: attaches to the segment that the session made. Throws Error.
  static Channel attach(Datum handle);

  Channel(Channel&& other) noexcept;
  Channel& operator=(Channel&&) = delete;
  ~Channel();

  // The segment's handle, to be given to the worker as its argument.
  Datum handle() const noexcept;
  // Lets the queues notice a worker that dies before it attaches. The handle must outlive the
  // channel.
  void watch(BackgroundWorkerHandle* worker) noexcept;
  // From now on the watched worker gets SIGTERM when this side loses the channel, for whatever
  // reason. Throws Error.
  void end_worker_with_channel();

  // Sends the whole message; waits until the queue has room. False when the peer is gone. Throws
  // Error on a cancel.
  bool send(const std::string& message);
  // Waits for a message. False when the peer is gone. Throws Error on a cancel.
  bool receive(std::string& message);
  // Doesn't wait.
  Received try_receive(std::string& message);
  // For the side that owes an answer: whether the peer still waits for it. A waiting peer sends
  // nothing, so a message, which is dropped, means that it gave up. False then, and where it is
  // gone.
  bool peer_waits();

private:
  Channel(dsm_segment* segment, Side side);
  Received receive(std::string& message, bool nowait);

  dsm_segment* segment_;
  shm_mq_handle* out_ = nullptr;
  shm_mq_handle* in_ = nullptr;
  BackgroundWorkerHandle* worker_ = nullptr;
};

}  // namespace paliad::ipc
