// How much one client, and all of them, may ask for at once.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace paliad::web {

// So many of something at a time.
class Slots {
public:
  explicit Slots(int count) : free_(count) {}
  bool take();
  void give_back();

private:
  std::mutex mutex_;
  int free_;
};

// One of them, given back at the end. Throws Problem (busy) where none is free.
class Slot {
public:
  explicit Slot(Slots& slots);
  ~Slot() { slots_.give_back(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

private:
  Slots& slots_;
};

// A bucket of `burst` requests for each client, filled again at `rate` a second.
class RateLimit {
public:
  using Time = std::chrono::steady_clock::time_point;

  RateLimit(double burst, double rate) : burst_(burst), rate_(rate) {}
  // False where the client must wait.
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

// Whom to count: the peer, or, where the peer is this machine's own proxy, the last address that it
// wrote into X-Forwarded-For.
std::string client_of(const std::string& peer, const std::string& forwarded_for);

}  // namespace paliad::web
