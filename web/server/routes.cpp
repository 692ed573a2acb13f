#include "routes.hpp"

#include "backups.hpp"
#include "core/base/json.hpp"
#include "download.hpp"
#include "page_files.hpp"
#include "problem.hpp"
#include "range.hpp"
#include "session.hpp"
#include "verification.hpp"

#include <algorithm>
#include <ctime>

namespace paliad::web {

namespace {

constexpr const char* page_path = "/admin/backups";
constexpr const char* assets_path = "/admin/backups/assets/";
constexpr const char* api_path = "/api/admin/backups";
constexpr const char* session_path = "/api/session";

constexpr const char* content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

bool begins(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

// The target without its query. Nothing that is served has a % in its path.
std::string path_of(const httplib::Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

void add_common_headers(httplib::Response& response) {
  response.set_header("Content-Security-Policy", content_policy);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.has_header("Cache-Control")) response.set_header("Cache-Control", "no-store");
}

void answer_problem(const Problem& problem, httplib::Response& response) {
  response.status = problem.status();
  if (problem.status() == 401)
    response.set_header("WWW-Authenticate",
                        problem.code() == "unauthenticated"
                            ? R"(Bearer realm="paliad")"
                            : R"(Bearer realm="paliad", error="invalid_token")");
  if (problem.code() == "database_away" || problem.code() == "busy" ||
      problem.code() == "rate_limited")
    response.set_header("Retry-After", "2");
  response.set_content(problem.json(), "application/problem+json");
}

void answer_json(const std::string& json, httplib::Response& response, int status = 200) {
  response.status = status;
  response.set_content(json, "application/json");
}

bool is_https(const httplib::Request& request) {
  return request.get_header_value("X-Forwarded-Proto") == "https";
}

void serve_file(const std::string& path, const httplib::Request& request,
                httplib::Response& response) {
  const PageFile* const file = find_page_file(path);
  if (file == nullptr) throw Problem("not_found");
  const std::string etag = etag_of(*file);
  response.set_header("ETag", etag);
  response.set_header("Cache-Control", "no-cache");
  response.status = 200;
  if (names_etag(request.get_header_value("If-None-Match"), etag, true))
    response.status = 304;
  else
    response.set_content(std::string(file->content), std::string(media_type(path)));
}

// The value of the body, which must be {"held": true} or {"held": false}.
bool held_of(const httplib::Request& request) {
  const std::string type = request.get_header_value("Content-Type");
  if (type.substr(0, type.find(';')) != "application/json") throw Problem("bad_media_type");
  const Json body(
      json_loadb(request.body.data(), request.body.size(), JSON_REJECT_DUPLICATES, nullptr));
  const json_t* const held = json_object_get(body.get(), "held");
  if (!json_is_boolean(held) || json_object_size(body.get()) != 1)
    throw Problem("bad_request", R"(The body must be {"held": true} or {"held": false}.)");
  return json_is_true(held);
}

std::string session_json(const User& user, const Claims& claims, const std::string& token) {
  std::tm time{};
  const std::time_t expires = claims.expires_at;
  char text[64] = "";
  if (gmtime_r(&expires, &time) != nullptr)
    (void)std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000000Z", &time);
  const std::string csrf = csrf_token(token);
  const json_int_t left = expires - std::time(nullptr);
  const Json body(json_pack("{s:{s:s, s:s?}, s:b, s:s, s:I, s:s}", "user", "id",
                            claims.user.c_str(), "email",
                            user.email ? user.email->c_str() : nullptr, "admin", user.admin ? 1 : 0,
                            "expires_at", text, "expires_in", left, "csrf_token", csrf.c_str()));
  if (!body) throw Problem("internal");
  return json_text(body, JSON_COMPACT);
}

// Work for as_admin() that only checks whether the caller is an administrator: nobody else may take
// one of the few slots.
void check_right(Transaction&) {}

}  // namespace

// A request that is being answered. Its token is checked when a route needs it.
struct Routes::Call {
  const httplib::Request& request;
  httplib::Response& response;
  std::string path;

  std::string method() const { return request.method == "HEAD" ? "GET" : request.method; }

  void require_method(const std::string& wanted) {
    if (method() == wanted) return;
    response.set_header("Allow", wanted == "GET" ? "GET, HEAD" : wanted);
    throw Problem("method_not_allowed");
  }

  bool by_header() const { return request.has_header("Authorization"); }

  std::string token() const {
    const auto token = by_header()
                           ? bearer_token(request.get_header_value("Authorization"))
                           : cookie_value(request.get_header_value("Cookie"), session_cookie);
    if (!token || token->empty()) throw Problem("unauthenticated");
    return *token;
  }

  Claims claims(const TokenKey& key) const { return check_token(token(), key, std::time(nullptr)); }

  // A request that changes something, and comes with the cookie, must be the page's own.
  void require_own() const {
    if (by_header() || method() == "GET") return;
    const std::string site = request.get_header_value("Sec-Fetch-Site");
    const bool foreign = !site.empty() && site != "same-origin" && site != "none";
    if (foreign || !same_secret(request.get_header_value("X-CSRF-Token"), csrf_token(token())))
      throw Problem("csrf");
  }
};

void Routes::serve(const httplib::Request& request, httplib::Response& response) {
  try {
    const std::string client =
        client_of(request.remote_addr, request.get_header_value("X-Forwarded-For"));
    if (!rate_.admit(client, std::chrono::steady_clock::now())) throw Problem("rate_limited");
    Call call{request, response, path_of(request)};
    dispatch(call);
  } catch (const Problem& problem) {
    answer_problem(problem, response);
  } catch (const std::exception& error) {
    log_line(std::string("a request failed: ") + error.what());
    answer_problem(Problem("internal"), response);
  }
  add_common_headers(response);
}

void Routes::dispatch(Call& call) {
  if (call.path == "/") {
    call.require_method("GET");
    call.response.set_redirect(page_path);
  } else if (call.path == page_path || call.path == std::string(page_path) + "/") {
    call.require_method("GET");
    serve_file("index.html", call.request, call.response);
  } else if (begins(call.path, assets_path)) {
    call.require_method("GET");
    serve_file(call.path.substr(std::string(assets_path).size()), call.request, call.response);
  } else if (call.path == session_path) {
    serve_session(call);
  } else if (call.path == api_path || begins(call.path, std::string(api_path) + "/")) {
    serve_backups(call, call.path.substr(std::string(api_path).size()));
  } else {
    throw Problem("not_found");
  }
}

template <typename Work>
void Routes::in_transaction(const Claims& claims, int seconds, Work work) {
  const Lease lease(pool_);
  Transaction transaction(*lease, claims, seconds);
  work(transaction);
  transaction.commit();
}

template <typename Work>
void Routes::as_admin(Call& call, Work work) {
  constexpr int most_seconds = 60;
  in_transaction(call.claims(key_), most_seconds, [&](Transaction& transaction) {
    require_admin(transaction);
    work(transaction);
  });
}

void Routes::session_answer(Call& call, const std::string& token) {
  const Claims claims = check_token(token, key_, std::time(nullptr));
  constexpr int most_seconds = 10;
  in_transaction(claims, most_seconds, [&](Transaction& transaction) {
    answer_json(session_json(find_user(transaction), claims, token), call.response);
  });
}

void Routes::serve_session(Call& call) {
  if (call.method() == "GET") {
    session_answer(call, call.token());
  } else if (call.method() == "POST") {
    const auto token = bearer_token(call.request.get_header_value("Authorization"));
    if (!token) throw Problem("unauthenticated");
    session_answer(call, *token);
    const std::int64_t left =
        check_token(*token, key_, std::time(nullptr)).expires_at - std::time(nullptr);
    call.response.set_header("Set-Cookie", set_cookie(*token, left, is_https(call.request)));
  } else if (call.method() == "DELETE") {
    try {
      (void)call.claims(key_);
      call.require_own();
    } catch (const Problem& problem) {
      if (problem.status() != 401) throw;
    }
    call.response.status = 204;
    call.response.set_header("Set-Cookie", set_cookie("", 0, is_https(call.request)));
  } else {
    call.response.set_header("Allow", "GET, HEAD, POST, DELETE");
    throw Problem("method_not_allowed");
  }
}

void Routes::serve_backups(Call& call, const std::string& rest) {
  if (rest.empty()) {
    call.require_method("GET");
    as_admin(call, [&](Transaction& transaction) {
      answer_json(list_backups(transaction, parse_list_query(call.request.params)), call.response);
    });
  } else if (rest == "/run") {
    call.require_method("POST");
    call.require_own();
    as_admin(call, [&](Transaction& transaction) {
      const std::string id = start_backup(transaction);
      call.response.set_header("Location", std::string(api_path) + "/" + id);
      answer_json(R"({"id":")" + id + "\"}", call.response, 202);
    });
  } else if (rest == "/status") {
    call.require_method("GET");
    as_admin(call,
             [&](Transaction& transaction) { answer_json(status(transaction), call.response); });
  } else if (rest == "/events") {
    call.require_method("GET");
    if (call.request.method == "HEAD") throw Problem("method_not_allowed");
    as_admin(call, check_right);
    send_events(call.claims(key_), events_, pool_, streams_, stopping_, call.response);
  } else {
    const auto slash = rest.find('/', 1);
    serve_one(call, rest.substr(1, slash == std::string::npos ? slash : slash - 1),
              slash == std::string::npos ? "" : rest.substr(slash + 1));
  }
}

// "null" where the contents can't be read now: the rest of the backup is shown all the same.
std::string Routes::contents_of(const Claims& claims, const std::string& id) {
  constexpr int most_seconds = 20;
  std::string contents = "null";
  try {
    in_transaction(claims, most_seconds, [&](Transaction& transaction) {
      require_admin(transaction);
      (void)find_artifact(transaction, id);
      contents = artifact_contents(transaction, id);
    });
  } catch (const Problem& problem) {
    if (problem.code() == "database_away" || problem.code() == "forbidden" ||
        problem.code() == "not_found")
      throw;
  }
  return contents;
}

void Routes::serve_one(Call& call, const std::string& id, const std::string& action) {
  static const std::string posts[] = {"cancel", "verify", "hold"};
  const bool posted = std::find(std::begin(posts), std::end(posts), action) != std::end(posts);
  if (!posted && !action.empty() && action != "download") throw Problem("not_found");
  if (action.empty() && call.method() != "GET" && call.method() != "DELETE") {
    call.response.set_header("Allow", "GET, HEAD, DELETE");
    throw Problem("method_not_allowed");
  }
  if (!action.empty()) call.require_method(posted ? "POST" : "GET");
  const Claims claims = call.claims(key_);
  call.require_own();
  if (!is_uuid(id)) {
    as_admin(call, check_right);
    throw Problem("bad_request", "The backup's id must be a uuid.");
  }
  if (action == "download") {
    as_admin(call, check_right);
    send_artifact(claims, id, downloads_, call.request, call.response);
  } else if (action == "verify") {
    as_admin(call, check_right);
    send_verification(claims, id, checks_, stopping_, call.response);
  } else if (action == "cancel") {
    as_admin(call, [&](Transaction& transaction) {
      cancel_backup(transaction, id);
      answer_json(R"({"canceled":true})", call.response, 202);
    });
  } else if (action == "hold") {
    as_admin(call, [&](Transaction& transaction) {
      hold_backup(transaction, id, held_of(call.request));
      answer_json(backup_row(transaction, id), call.response);
    });
  } else if (call.method() == "DELETE") {
    as_admin(call, [&](Transaction& transaction) {
      delete_backup(transaction, id);
      call.response.status = 204;
    });
  } else {
    const std::string contents = contents_of(claims, id);
    as_admin(call, [&](Transaction& transaction) {
      answer_json(backup_detail(transaction, id, contents), call.response);
    });
  }
}

}  // namespace paliad::web
