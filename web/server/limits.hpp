// Limits on what one client, and all of them together, may ask for at a time.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace paliad::web {

// A counter for at most `count` of something at a time.
class Slots {
public:
  explicit Slots(int count) : free_(count) {}
  // False where none is free.
  bool take();
  void give_back();

private:
  std::mutex mutex_;
  int free_;
};

// One slot, given back by the destructor. The constructor throws Problem (busy) where none is free.
class Slot {
public:
  explicit Slot(Slots& slots);
  ~Slot() { slots_.give_back(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

private:
  Slots& slots_;
};

// A token bucket for each client: `burst` requests, refilled at `rate` requests a second.
class RateLimit {
public:
  using Time = std::chrono::steady_clock::time_point;

  RateLimit(double burst, double rate) : burst_(burst), rate_(rate) {}
  // False where the client must wait; also for a new client while 10 000 others have less than a
  // full bucket.
  bool admit(const std::string& client, Time now);

private:
  struct Bucket {
    double left;
    Time at;
  };

  void forget_full_ones(Time now);

  double burst_;
  double rate_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

// The client to count: the peer; or, where the peer is a proxy on this machine (127.0.0.0/8 or
// ::1), the last address in X-Forwarded-For, which that proxy wrote.
std::string client_of(const std::string& peer, const std::string& forwarded_for);

}  // namespace paliad::web
