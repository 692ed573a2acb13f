// Where a request's token comes from, and whether the request is the page's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace paliad::web {

inline constexpr const char* session_cookie = "paliad_session";

// The value of a cookie in a Cookie header; nothing where it isn't there, or is there twice:
// somebody who may set cookies for a neighbouring site must not slip one in.
std::optional<std::string> cookie_value(const std::string& header, const std::string& name);

// The token of `Bearer …`; nothing where the header says something else.
std::optional<std::string> bearer_token(const std::string& header);

// What X-CSRF-Token must say: known only to who can read this server's answers. It depends on the
// session's token alone, so no server keeps anything.
std::string csrf_token(const std::string& session_token);

// Equal, in a time that tells nothing.
bool same_secret(const std::string& left, const std::string& right);

// Set-Cookie for a session of so many seconds; 0 takes it away.
std::string set_cookie(const std::string& token, std::int64_t seconds, bool secure);

}  // namespace paliad::web
