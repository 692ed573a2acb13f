// A client's connection as cpp-httplib reads and writes it, with an eye on how much and how long.
#pragma once

#include <array>
#include <chrono>
#include <httplib.h>
#include <string>

namespace paliad::web {

class ClientStream : public httplib::Stream {
public:
  explicit ClientStream(int socket) : socket_(socket) {}

  // Waits for the next request's first byte; false where none comes in time.
  bool wait_for_request(std::chrono::milliseconds patience);
  // From now on the request's head and body must arrive within limits of size and time.
  void begin_request();
  // Whether the request, as far as it was read, was too large.
  bool too_large() const noexcept { return too_large_; }
  // Whether it could not be read to its end.
  bool broken() const noexcept { return broken_; }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

private:
  bool fill(std::chrono::milliseconds patience);

  int socket_;
  std::array<char, 4096> buffer_{};
  size_t at_ = 0;
  size_t end_ = 0;
  size_t read_ = 0;  // of this request
  bool too_large_ = false;
  bool broken_ = false;
  std::chrono::steady_clock::time_point deadline_{};
};

}  // namespace paliad::web
