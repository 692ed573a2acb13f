// Two message queues (shm_mq) in one dynamic shared memory segment: how a session and its
// background worker talk. When either side goes away, however it goes, the other one learns it.
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

  // What the worker gets as its argument.
  Datum handle() const noexcept;
  // Lets the queues notice a worker that dies before it attaches.
  void watch(BackgroundWorkerHandle* worker) noexcept;
  // From now on the worker, which is watched, is told to end (SIGTERM) when this side loses the
  // channel, however it goes. Throws Error.
  void hold_worker();

  // Sends the whole message, waiting for room. False when the peer is gone. Throws on a cancel.
  bool send(const std::string& message);
  // Waits for a message. False when the peer is gone. Throws on a cancel.
  bool receive(std::string& message);
  // Doesn't wait.
  Received try_receive(std::string& message);
  // For who owes the peer an answer. It waits for that, so there is nothing to receive unless it
  // gave up or has gone: then false.
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
