// The query parameters of the list of backups, as SQL.
#pragma once

#include "database.hpp"

#include <httplib.h>
#include <string>
#include <vector>

namespace paliad::web {

struct ListQuery {
  std::string filter;             // conditions on the row b, each with AND before it, with $1 …
  std::string after;              // one more: only rows after the page before
  std::vector<Parameter> values;  // of the filter, then of `after`
  std::size_t filter_values = 0;  // how many belong to the filter
  int limit = 0;                  // rows of a page
};

// Throws Problem (bad_request): it names the parameter, or says that there is one it doesn't know.
ListQuery parse_list_query(const httplib::Params& parameters);

}  // namespace paliad::web
