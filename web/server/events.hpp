// The database's notifications of what happens to backups, handed on to the pages that listen.
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

// The events that wait to be sent to one page.
class Subscriber {
public:
  // The next event, in the format of server-sent events; nothing where none comes in time.
  std::optional<std::string> wait(int milliseconds);
  void add(const std::string& event);
  // Whether an event was dropped, because too many were waiting.
  bool overrun() const;

private:
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::string> events_;
  bool overrun_ = false;
};

// An event in the format of server-sent events. `data` is JSON on one line.
std::string event_text(const std::string& name, const std::string& data);

// The data of an event `backup`, {id, status}, from a notification's payload. Nothing where the
// payload is not one of the extension's: any session of the database may send any payload.
std::optional<std::string> backup_event(const std::string& payload);

// Listens to the database in a thread of its own, and connects again after the connection was lost.
class Events {
public:
  Events();
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  // Gets all events from now on, until the last pointer to it is gone.
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

// Answers with a stream of events. It ends when the token expires, when the caller is no
// administrator any more, when the page reads too slowly (Subscriber::overrun), and when `stopping`
// says so. Throws Problem before it begins.
void send_events(const Claims& claims, Events& events, Pool& pool, Slots& slots,
                 const std::function<bool()>& stopping, httplib::Response& response);

}  // namespace paliad::web
