#include "backend/restore/event_triggers.hpp"

#include "backend/postgres/statement.hpp"
#include "core/base/error.hpp"

namespace paliad::restore {

EventTriggers::EventTriggers()
    : names_(*postgres::query(
          "SELECT coalesce(string_agg(quote_ident(evtname), ', ' ORDER BY evtname), '')"
          "  FROM pg_event_trigger WHERE evtenabled <> 'D'")[0][0]) {}

void EventTriggers::name_in_errors(const std::function<void()>& make) const {
  try {
    make();
  } catch (const Error& error) {
    if (names_.empty()) throw;
    throw error.with_detail("Event triggers of this database may run whenever a restore makes "
                            "something: " +
                            names_ + ".");
  }
}

}  // namespace paliad::restore
