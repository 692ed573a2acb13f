// Instants (core/base/instant.hpp) in statements.
#pragma once

#include <string>

namespace paliad::postgres {

// An SQL expression of type bigint: the instant of `timestamp`, an SQL expression of type
// timestamptz, which must be finite.
inline std::string instant_of_sql(const std::string& timestamp) {
  return "((extract(epoch FROM " + timestamp +
         ") - extract(epoch FROM timestamptz '2000-01-01 00:00Z')) * 1000000)::bigint";
}

// The reverse: an SQL expression of type timestamptz, from `instant`, a parameter ($1).
inline std::string timestamp_of_sql(const std::string& instant) {
  return "(timestamptz '2000-01-01 00:00Z' + " + instant + "::bigint * interval '1 microsecond')";
}

}  // namespace paliad::postgres
