// What happens to backups, as it happens: the database's notifications, handed on to the pages that
// listen.
#pragma once

#include "database.hpp"
#include "limits.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <httplib.h>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace paliad::web {

// One page that listens. Events wait here until they are sent.
class Subscriber {
public:
  // The next event, as server-sent events have it; nothing where none comes in time.
  std::optional<std::string> wait(int milliseconds);
  void add(const std::string& event);
  // It didn't keep up, and has missed something.
  bool overrun() const;

private:
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::string> events_;
  bool overrun_ = false;
};

// An event's text. `data` is JSON on one line.
std::string event_text(const std::string& name, const std::string& data);

// A notification's payload as data of an event `backup`; nothing where it isn't one of ours:
// whoever is connected to the database may send any.
std::optional<std::string> backup_event(const std::string& payload);

// Listens to the database in a thread of its own, and goes on by itself when the database comes
// back.
class Events {
public:
  Events();
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  std::shared_ptr<Subscriber> subscribe();
  bool database_there() const noexcept { return there_; }

private:
  void listen();
  void listen_once();
  void tell(const std::string& event);
  void tell_database(bool there);

  std::atomic<bool> ending_{false};
  std::atomic<bool> there_{false};
  std::mutex mutex_;
  std::list<std::weak_ptr<Subscriber>> subscribers_;
  std::thread thread_;
};

// Answers with the stream. It ends with the token, with the right to use backups, and when
// `stopping` says so. Throws Problem.
void send_events(const Claims& claims, Events& events, Pool& pool, Slots& slots,
                 const std::function<bool()>& stopping, httplib::Response& response);

}  // namespace paliad::web
