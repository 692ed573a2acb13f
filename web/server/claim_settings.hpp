// The claims one by one, as PostgREST's older form has them in settings: request.jwt.claim.sub.
#pragma once

#include <string>

namespace paliad::web {

// The settings and their texts, a JSON object in ASCII, for these claims (Claims::json): each claim
// that is a text, a number or a truth value, and has a plain identifier for a name. The database
// knows no letters of either size in a setting's name: of claims that differ in nothing else only
// the one in small letters counts. `any_text` false leaves out texts that aren't ASCII, for a
// database whose encoding may not have their characters.
std::string claim_settings(const std::string& claims, bool any_text);

}  // namespace paliad::web
