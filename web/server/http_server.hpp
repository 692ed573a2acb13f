// cpp-httplib's server with limits that it doesn't have: on connections, on the size of a request's
// head, and on the time that a client takes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <httplib.h>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace paliad::web {

class HttpServer : public httplib::Server {
public:
  using Serve = std::function<void(const httplib::Request&, httplib::Response&)>;

  // `serve` answers every request, whatever its method and path; it may be called by many threads.
  // The library's own handling of Range is switched off.
  explicit HttpServer(const Serve& serve);

  // The port; -1 where it can't be had. 0 asks for any.
  int open(const std::string& host, int port);
  // Serves until end() is called, at once where it was before, and the last connection has ended,
  // or a few seconds have passed.
  void run();
  // Whether it was told to stop: what lasts should end.
  bool stopping() const noexcept { return stopping_; }
  // After open(); by any thread.
  void end();

private:
  class PerConnection;

  bool process_and_close_socket(socket_t socket) override;
  bool converse(socket_t socket);

  std::atomic<bool> stopping_{false};
  std::thread::id accepting_;
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<socket_t> open_;
};

}  // namespace paliad::web
