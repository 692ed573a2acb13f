#include "http_server.hpp"

#include "client_stream.hpp"
#include "problem.hpp"

#include <cstring>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace paliad::web {

namespace {

constexpr int most_connections = 256;
constexpr size_t most_requests = 1000;  // on one connection
constexpr auto idle_time = std::chrono::seconds(10);
constexpr size_t most_payload = 16UL * 1024;

constexpr const char* everything = "/";

bool has_body(const httplib::Request& request) {
  const std::string length = request.get_header_value("Content-Length");
  return request.has_header("Transfer-Encoding") || (!length.empty() && length != "0");
}

// Sends an answer without the library, which gives none where a request can't be read.
void send_plain(int socket, const char* status, std::string_view code) {
  const std::string body = Problem(code).json();
  const std::string text = std::string("HTTP/1.1 ") + status +
                           "\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
                           "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                           "Retry-After: 2\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body;
  (void)send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Reads for a moment what the client still sends: closing at once would reset the connection, and
// the answer would be lost.
void close_gently(int socket) {
  (void)shutdown(socket, SHUT_WR);
  timeval timeout{0, 200'000};
  (void)setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  char rest[4096];
  for (int i = 0; i < 16 && recv(socket, rest, sizeof rest, 0) > 0;) ++i;
  (void)close(socket);
}

}  // namespace

// A thread for each connection. Where there are too many, the accepting thread refuses the next
// one.
class HttpServer::PerConnection : public httplib::TaskQueue {
public:
  explicit PerConnection(HttpServer& server) : server_(server) {}

  Enqueued enqueue(std::function<void()> work) override {
    run(work);
    return static_cast<Enqueued>(true);
  }

  void shutdown() override {
    std::unique_lock<std::mutex> lock(server_.mutex_);
    const auto all_ended = [this] { return server_.connections_ == 0; };
    for (const int socket : server_.open_) (void)::shutdown(socket, SHUT_RD);
    if (server_.ended_.wait_for(lock, std::chrono::seconds(5), all_ended)) return;
    for (const int socket : server_.open_) (void)::shutdown(socket, SHUT_RDWR);
    server_.ended_.wait(lock, all_ended);
  }

private:
  void run(const std::function<void()>& work) {
    if (server_.connections_ >= most_connections) {
      work();
      return;
    }
    ++server_.connections_;
    try {
      std::thread([this, work] {
        work();
        // All of this under the lock: when it is released and no connection is left, the server may
        // be destroyed.
        const std::lock_guard<std::mutex> lock(server_.mutex_);
        server_.connections_ -= 1;
        server_.ended_.notify_all();
      }).detach();
    } catch (const std::system_error&) {
      server_.connections_ -= 1;
      work();
    }
  }

  HttpServer& server_;
};

HttpServer::HttpServer(const Serve& serve) {
  new_task_queue = [this] { return new PerConnection(*this); };
  set_payload_max_length(most_payload);
  set_keep_alive_max_count(most_requests);
  set_keep_alive_timeout(std::chrono::seconds(idle_time).count());
  set_tcp_nodelay(true);
  const auto handler = [serve](const httplib::Request& request, httplib::Response& response) {
    serve(request, response);
  };
  Get(everything, handler);
  Post(everything, handler);
  Put(everything, handler);
  Patch(everything, handler);
  Delete(everything, handler);
  Options(everything, handler);
  // Gives the library's own answers a body.
  set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.body.empty()) return;
    const Problem problem(response.status == 413 || response.status == 414 ? "too_large"
                          : response.status == 416                         ? "bad_range"
                                                                           : "bad_request");
    response.set_content(problem.json(), "application/problem+json");
  });
}

int HttpServer::open(const std::string& host, int port) {
  if (port != 0 ? !bind_to_port(host, port) : (port = bind_to_any_port(host)) < 0) return -1;
  // Listens again, because the library's backlog is only five.
  (void)::listen(svr_sock_, most_connections);
  return port;
}

void HttpServer::run() {
  accepting_ = std::this_thread::get_id();
  (void)listen_after_bind();
  svr_sock_ = INVALID_SOCKET;
}

void HttpServer::end() {
  stopping_ = true;
  // Ends accept(), now or whenever it begins. The library's stop() has no effect before it listens.
  (void)shutdown(svr_sock_, SHUT_RDWR);
}

bool HttpServer::process_and_close_socket(socket_t socket) {
  bool ok = false;
  // The accepting thread itself has only connections that could get no thread of their own.
  if (std::this_thread::get_id() == accepting_) {
    send_plain(socket, "503 Service Unavailable", "busy");
    (void)close(socket);
    return false;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_.insert(socket);
  }
  try {
    ok = serve_connection(socket);
  } catch (const std::exception&) {
    send_plain(socket, "400 Bad Request", "bad_request");
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_.erase(socket);
  }
  close_gently(socket);
  return ok;
}

bool HttpServer::serve_connection(socket_t socket) {
  ClientStream stream(socket);
  bool ok = true;
  for (size_t i = 0; ok && i < most_requests && !stopping_; ++i) {
    if (!stream.wait_for_request(idle_time)) return ok;
    stream.begin_request();
    bool last = false;
    bool read = false;
    bool with_body = false;
    const auto prepare = [&](httplib::Request& request) {
      read = true;
      // The handlers parse the target and the Range themselves.
      if (!stream.range().empty()) request.headers.emplace("Range", stream.range());
      // Nothing is compressed here: blanks that keep a connection open must be sent at once. A
      // proxy may compress.
      request.headers.erase("Accept-Encoding");
      request.path = everything;
      // A body that the handler didn't read must not be taken for the next request.
      with_body = has_body(request);
      if (with_body) {
        request.headers.erase("Connection");
        request.headers.emplace("Connection", "close");
      } else if (!request.has_header("Content-Length")) {
        // Without it the library reads until the client hangs up.
        request.headers.emplace("Content-Length", "0");
      }
    };
    const Exchange exchange{*this, stream, i + 1 == most_requests, last, prepare};
    ok = exchange.run(&HttpServer::process_request);
    if (stream.too_large()) send_plain(socket, "431 Request Header Fields Too Large", "too_large");
    // A request that the library refused may not have been read to its end.
    if (last || with_body || !read || stream.broken()) break;
  }
  return ok;
}

}  // namespace paliad::web
