// The session: where a request's token comes from, and whether the page itself sent the request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace paliad::web {

inline constexpr const char* session_cookie = "paliad_session";

// The value of a cookie in a Cookie header. Nothing where it is missing, or is there twice: then
// one may have been set by another site of the same domain.
std::optional<std::string> cookie_value(const std::string& header, const std::string& name);

// The token of `Bearer …` in an Authorization header; nothing where the header has no such form.
std::optional<std::string> bearer_token(const std::string& header);

// What X-CSRF-Token must be: only a page that can read this server's answers knows it. It is an
// HMAC of the session's token, in hexadecimal digits, so the server need not keep it.
std::string csrf_token(const std::string& session_token);

// Whether both are equal; for texts of one length the time doesn't depend on their content.
bool same_secret(const std::string& left, const std::string& right);

// The value of Set-Cookie for a session of `seconds`; 0 removes the cookie.
std::string set_cookie(const std::string& token, std::int64_t seconds, bool secure);

}  // namespace paliad::web
