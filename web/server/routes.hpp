// The server's routes: which request gets which answer (web/openapi.yaml).
#pragma once

#include "database.hpp"
#include "events.hpp"
#include "limits.hpp"
#include "settings.hpp"

#include <functional>
#include <httplib.h>
#include <utility>

namespace paliad::web {

class Routes {
public:
  // `stopping` says whether the server is about to end; answers that last ask for it.
  Routes(TokenKey key, std::function<bool()> stopping)
      : key_(std::move(key)), stopping_(std::move(stopping)) {}

  // Answers a request; every error becomes an answer. Called by many threads at the same time.
  void serve(const httplib::Request& request, httplib::Response& response);

private:
  struct Call;  // a request that is being answered

  void dispatch(Call& call);
  void serve_session(Call& call);
  void serve_backups(Call& call, const std::string& rest);
  void serve_one(Call& call, const std::string& id, const std::string& action);
  template <typename Work>
  void in_transaction(const Claims& claims, int seconds, Work work);
  template <typename Work>
  void as_admin(Call& call, Work work);
  std::string contents_of(const Claims& claims, const std::string& id);
  void session_answer(Call& call, const std::string& token);

  TokenKey key_;
  std::function<bool()> stopping_;
  Pool pool_{8};
  Slots downloads_{8};
  Slots checks_{2};
  Slots streams_{32};
  RateLimit rate_{600, 100};
  Events events_;
};

}  // namespace paliad::web
