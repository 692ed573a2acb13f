#include "client_stream.hpp"

#include "range.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>

namespace paliad::web {

namespace {

using Clock = std::chrono::steady_clock;

// Head and body together; the routes have limits of their own.
constexpr size_t most_bytes = 40UL * 1024;
constexpr auto request_time = std::chrono::seconds(15);
// How long a client may take until it reads what is sent to it.
constexpr auto write_time = std::chrono::seconds(30);

bool wait_until_ready(int socket, short what, std::chrono::milliseconds timeout) {
  pollfd ready{socket, what, 0};
  int found = 0;
  do
    found =
        poll(&ready, 1, static_cast<int>(std::max(std::chrono::milliseconds(0), timeout).count()));
  while (found < 0 && errno == EINTR);
  return found > 0;
}

bool ends(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

void address(const sockaddr_storage& of, socklen_t size, std::string& ip, int& port) {
  char host[NI_MAXHOST] = "";
  char service[NI_MAXSERV] = "";
  if (getnameinfo(reinterpret_cast<const sockaddr*>(&of), size, host, sizeof host, service,
                  sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return;
  ip = host;
  port = std::atoi(service);
}

}  // namespace

bool ClientStream::fill(std::chrono::milliseconds timeout) {
  if (!wait_until_ready(socket_, POLLIN, timeout)) return false;
  const ssize_t got = recv(socket_, buffer_.data(), buffer_.size(), 0);
  if (got <= 0) return false;
  at_ = 0;
  end_ = static_cast<size_t>(got);
  return true;
}

bool ClientStream::wait_for_request(std::chrono::milliseconds timeout) {
  return at_ < end_ || fill(timeout);
}

// Fills the buffer where it is empty; false where the request is beyond its limits or ends early.
bool ClientStream::fetch() {
  if (read_ >= most_bytes) too_large_ = broken_ = true;
  if (broken_ || at_ < end_) return !broken_;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
  broken_ = left <= std::chrono::milliseconds(0) || !fill(left);
  return !broken_;
}

void ClientStream::begin_request() {
  read_ = 0;
  too_large_ = false;
  deadline_ = Clock::now() + request_time;
  read_head();
  range_ = take_range(head_);
}

// Reads up to the empty line, or as much as comes.
void ClientStream::read_head() {
  head_.clear();
  head_at_ = 0;
  while (head_ != "\r\n" && !ends(head_, "\n\r\n") && fetch()) {
    head_ += buffer_[at_++];
    ++read_;
  }
}

bool ClientStream::is_readable() const {
  return head_at_ < head_.size() || at_ < end_ ||
         wait_until_ready(socket_, POLLIN, std::chrono::milliseconds(0));
}

bool ClientStream::takes_bytes() const {
  char byte = 0;
  const ssize_t peeked = recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) return false;
  return wait_until_ready(socket_, POLLOUT, write_time);
}

ssize_t ClientStream::read(char* bytes, size_t size) {
  if (head_at_ < head_.size()) {
    const size_t piece = head_.copy(bytes, size, head_at_);
    head_at_ += piece;
    return static_cast<ssize_t>(piece);
  }
  if (!fetch()) return -1;
  const size_t piece = std::min(size, end_ - at_);
  std::memcpy(bytes, buffer_.data() + at_, piece);
  at_ += piece;
  read_ += piece;
  return static_cast<ssize_t>(piece);
}

ssize_t ClientStream::write(const char* bytes, size_t size) {
  // The library would answer 400 here; HttpServer answers 431.
  if (too_large_) return static_cast<ssize_t>(size);
  if (!wait_until_ready(socket_, POLLOUT, write_time)) return -1;
  return send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void ClientStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&peer), &size) == 0)
    address(peer, size, ip, port);
}

void ClientStream::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&own), &size) == 0)
    address(own, size, ip, port);
}

}  // namespace paliad::web
