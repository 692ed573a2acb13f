#include "problem.hpp"

#include "core/base/json.hpp"

#include <algorithm>
#include <iterator>

namespace paliad::web {

namespace {

struct Kind {
  std::string_view code;
  int status;
  const char* title;
  const char* detail;
};

// The last one is used for unknown codes.
constexpr Kind kinds[] = {
    {"unauthenticated", 401, "Sign in", "The request has no token."},
    {"token_expired", 401, "The session is over", "The token has expired."},
    {"token_invalid", 401, "The token does not hold", "The token is not one of this app."},
    {"csrf", 403, "The request is not the page's own",
     "X-CSRF-Token must be the session's csrf_token."},
    {"forbidden", 403, "Not allowed", "Only an administrator may use backups."},
    {"not_found", 404, "Not found", "There is nothing of that name."},
    {"method_not_allowed", 405, "Method not allowed", "See the header Allow."},
    {"already_running", 409, "A backup runs already", "Wait until it is done, or cancel it."},
    {"not_running", 409, "Nothing to cancel", "The backup has ended already."},
    {"still_running", 409, "The backup still runs", "Wait until it is done."},
    {"no_artifact", 409, "There is no artifact", "The backup failed."},
    {"held", 409, "The backup is held", "Release it first."},
    {"in_use", 409, "The artifact is in use",
     "It is being read, checked or removed; try again when that has ended."},
    {"gone", 410, "The artifact is gone", "It was removed."},
    {"bad_request", 400, "Bad request", "The request is malformed."},
    {"too_large", 413, "The request is too large", "A body has 16 KiB at most, a request 40 KiB."},
    {"bad_media_type", 415, "Unsupported media type", "The body must be application/json."},
    {"bad_range", 416, "No such range", "The artifact ends before it; see Content-Range."},
    {"rate_limited", 429, "Too many requests", "Slow down."},
    {"export_dir_unset", 503, "Backups have no directory yet",
     "The export directory isn't set: paliad_backup.export_dir of the database server."},
    {"not_ready", 503, "The database server is not ready for backups",
     "It is not set up for this, or short of something; its administrator finds the reason in the "
     "logs."},
    {"database_away", 503, "The database is away", "Try again soon."},
    {"busy", 503, "Too busy", "Too much of this goes on at once; try again soon."},
    {"disk_full", 507, "No room", "The disk of the database server is full."},
    {"damaged", 500, "The artifact is damaged",
     "It is not as the catalog has it; use another backup."},
    {"internal", 500, "Something went wrong", "The server's log has the reason."}};

const Kind& kind_of(std::string_view code) {
  const auto* const found = std::find_if(std::begin(kinds), std::end(kinds) - 1,
                                         [&](const Kind& kind) { return kind.code == code; });
  return *found;
}

struct Meaning {
  std::string_view sqlstate;  // or its beginning
  std::string_view reason;    // the extension's code; empty matches any
  std::string_view code;
};

// The first that matches counts. SQLSTATE and reason must both match, because a trigger of the app
// may raise an error with any constraint name.
constexpr Meaning meanings[] = {{"55000", "export_dir_unset", "export_dir_unset"},
                                {"55000", "no_artifact", "no_artifact"},
                                {"55006", "already_running", "already_running"},
                                {"55006", "still_running", "still_running"},
                                {"55006", "artifact_held", "held"},
                                {"55006", "", "in_use"},
                                {"58P01", "artifact_removed", "gone"},
                                {"42704", "unknown_backup", "not_found"},
                                {"42501", "not_administrator", "forbidden"},
                                {"XX001", "", "damaged"},
                                {"53100", "", "disk_full"},
                                {"57014", "", "busy"},
                                {"55P03", "", "busy"},
                                {"40001", "", "busy"},
                                {"08", "", "database_away"},
                                {"57P", "", "database_away"},
                                {"53300", "", "database_away"},
                                {"53", "", "not_ready"},
                                {"55", "", "not_ready"},
                                {"58", "", "not_ready"},
                                {"42", "", "not_ready"},
                                {"3F", "", "not_ready"},
                                {"22007", "", "bad_request"},
                                {"22008", "", "bad_request"},
                                {"22021", "", "bad_request"},
                                {"22023", "", "not_ready"},
                                {"25006", "", "not_ready"},
                                {"", "", "internal"}};

bool begins(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

}  // namespace

Problem::Problem(std::string_view code, const std::string& detail)
    : std::runtime_error(detail.empty() ? kind_of(code).detail : detail), code_(kind_of(code).code),
      status_(kind_of(code).status), title_(kind_of(code).title) {}

std::string Problem::json() const {
  const std::string type = "urn:paliad-backup:problem:" + code_;
  const Json body(json_pack("{s:s, s:s, s:i, s:s, s:s}", "type", type.c_str(), "title",
                            title_.c_str(), "status", status_, "code", code_.c_str(), "detail",
                            what()));
  if (!body) throw std::bad_alloc();
  return json_text(body, JSON_COMPACT);
}

Problem problem_of(std::string_view sqlstate, std::string_view reason) {
  const auto* const found =
      std::find_if(std::begin(meanings), std::end(meanings), [&](const Meaning& meaning) {
        return begins(sqlstate, meaning.sqlstate) &&
               (meaning.reason.empty() || reason == meaning.reason);
      });
  return Problem(found->code);
}

}  // namespace paliad::web
