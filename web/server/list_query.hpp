// The parameters of the list of backups, as SQL.
#pragma once

#include "database.hpp"

#include <httplib.h>
#include <string>
#include <vector>

namespace paliad::web {

struct ListQuery {
  std::string filter;             // a condition on the row b, with $1 …
  std::string after;              // another: what comes after the page before
  std::vector<Parameter> values;  // of the filter, then of `after`
  std::size_t filter_values = 0;
  int limit = 0;
};

// Throws Problem (bad_request), which names the parameter.
ListQuery parse_list_query(const httplib::Params& parameters);

}  // namespace paliad::web
