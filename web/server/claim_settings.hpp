// The claims as single settings, such as request.jwt.claim.sub: the older form of PostgREST.
#pragma once

#include <string>

namespace paliad::web {

// Takes the claims (Claims::json), and gives a JSON object in ASCII: setting names and their texts.
// It has each claim that is a string, a number or a boolean and whose name is a plain identifier.
// Names of settings are case-insensitive: of claims whose names differ in case only, just the one
// in lower case is taken. `any_text` false leaves out texts that aren't ASCII, for a database whose
// encoding may lack their characters.
std::string claim_settings(const std::string& claims, bool any_text);

}  // namespace paliad::web
