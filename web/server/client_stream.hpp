// A client's connection as cpp-httplib reads and writes it, with limits of size and time.
#pragma once

#include "library_versions.hpp"

#include <array>
#include <chrono>
#include <string>

namespace paliad::web {

// Doesn't own the socket.
class ClientStream : public VersionedStream {
public:
  explicit ClientStream(int socket) : socket_(socket) {}

  // Waits for the next request's first byte; false where none comes in time, or the client has
  // gone.
  bool wait_for_request(std::chrono::milliseconds timeout);
  // Reads the request's head. Head and body together may have 40 KiB and take 15 seconds.
  void begin_request();
  // The Range fields of the head (take_range), which read() leaves out: the library would answer
  // 416 to a Range that it can't parse, before it calls a handler.
  const std::string& range() const noexcept { return range_; }
  // Whether the request was too large; then write() drops the library's answer.
  bool too_large() const noexcept { return too_large_; }
  // Whether the request could not be read to its end.
  bool broken() const noexcept { return broken_; }

  bool is_readable() const override;
  bool takes_bytes() const override;
  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

private:
  bool fill(std::chrono::milliseconds timeout);
  bool fetch();
  void read_head();

  int socket_;
  std::string head_;
  size_t head_at_ = 0;
  std::string range_;
  std::array<char, 4096> buffer_{};
  size_t at_ = 0;
  size_t end_ = 0;
  size_t read_ = 0;  // of this request
  bool too_large_ = false;
  bool broken_ = false;
  std::chrono::steady_clock::time_point deadline_{};
};

}  // namespace paliad::web
