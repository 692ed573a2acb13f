// cpp-httplib's server with limits that it lacks: on the number of connections, on the size of a
// request's head, and on the time that a client may take.
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

  // `serve` answers requests of any path, with the methods GET, HEAD, POST, PUT, PATCH, DELETE and
  // OPTIONS; many threads call it at the same time. The library itself answers 400 to other
  // methods. Its handling of Range is switched off.
  explicit HttpServer(const Serve& serve);

  // Binds and listens; port 0 asks for any that is free. The port, or -1 where that failed.
  int open(const std::string& host, int port);
  // Serves until end() was called, before or meanwhile, and the last connection has ended. After 5
  // seconds it closes the connections that are left, and waits for their threads.
  void run();
  // Whether end() was called: answers that last should end.
  bool stopping() const noexcept { return stopping_; }
  // Has run() end. To be called after open(), by any thread.
  void end();

private:
  class PerConnection;

  bool process_and_close_socket(socket_t socket) override;
  bool serve_connection(socket_t socket);

  std::atomic<bool> stopping_{false};
  std::thread::id accepting_;
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<socket_t> open_;
};

}  // namespace paliad::web
