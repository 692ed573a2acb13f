// All that differs between versions of cpp-httplib: Debian 12 has 0.11, Debian 13 has 0.18, and its
// next release 0.41.
#pragma once

#include <functional>
#include <httplib.h>
#include <string>
#include <utility>

namespace paliad::web {

// What TaskQueue::enqueue() returns: nothing, or whether the work was taken.
using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));

// The library's question whether a stream can be written has had another name since 0.20.
class VersionedStream : public httplib::Stream {
public:
  // Whether the client is still connected, and accepts bytes within the time that it has.
  virtual bool takes_bytes() const = 0;

  // None is marked override, because no version of the library has all of them.
  virtual bool is_writable() const { return takes_bytes(); }    // NOLINT(modernize-use-override)
  virtual bool wait_writable() const { return takes_bytes(); }  // NOLINT(modernize-use-override)
  virtual bool wait_readable() const { return is_readable(); }  // NOLINT(modernize-use-override)
  virtual time_t duration() const { return 0; }                 // NOLINT(modernize-use-override)
};

// One request, read from the stream and answered. `process` is Server::process_request, which is
// told the client's address and its own since 0.18 or so, and asks the stream for them before.
struct Exchange {
  httplib::Server& server;
  httplib::Stream& stream;
  bool last;     // the connection is closed after it
  bool& closed;  // becomes true where the client asks for that
  const std::function<void(httplib::Request&)>& prepare;

  using Prepare = const std::function<void(httplib::Request&)>&;
  using Text = const std::string&;

  bool run(bool (httplib::Server::*process)(httplib::Stream&, bool, bool&, Prepare)) const {
    return (server.*process)(stream, last, closed, prepare);
  }
  bool run(bool (httplib::Server::*process)(httplib::Stream&, Text, int, Text, int, bool, bool&,
                                            Prepare)) const {
    return addressed([&](Text client, int client_port, Text own, int own_port) {
      return (server.*process)(stream, client, client_port, own, own_port, last, closed, prepare);
    });
  }
  // The last parameter, optional, would tell that the connection has become a web socket.
  bool run(bool (httplib::Server::*process)(httplib::Stream&, Text, int, Text, int, bool, bool&,
                                            Prepare, bool*)) const {
    return addressed([&](Text client, int client_port, Text own, int own_port) {
      return (server.*process)(stream, client, client_port, own, own_port, last, closed, prepare,
                               nullptr);
    });
  }

private:
  template <typename Call>
  bool addressed(Call call) const {
    std::string client;
    std::string own;
    int client_port = 0;
    int own_port = 0;
    stream.get_remote_ip_and_port(client, client_port);
    stream.get_local_ip_and_port(own, own_port);
    return call(client, client_port, own, own_port);
  }
};

}  // namespace paliad::web
