// A statement so that psql sends it as it is.
#pragma once

#include <string>
#include <string_view>

namespace paliad::schema {

// Means the same to the server. psql (fe_utils/psqlscan.l) puts a variable's value in place of
// `:name`, `:"name"` and `:'name'` outside of quotes, which slices of arrays have: they get a space
// behind the colon. And it counts `begin`, if not in double quotes, as the beginning of a
// function's body: a name gets these. A text in which a quote or a comment never ends comes back as
// it is: no backup may fail because of it.
std::string for_psql(std::string_view statement);

}  // namespace paliad::schema
