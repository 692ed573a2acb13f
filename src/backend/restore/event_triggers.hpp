// The database's event triggers, which run while a restore makes objects and may end it.
#pragma once

#include <functional>
#include <string>

namespace paliad::restore {

class EventTriggers {
public:
  // Reads which ones this database has, without those that are disabled. Throws Error.
  EventTriggers();

  // Calls `make`. An error that it throws gets their names in its detail.
  void name_in_errors(const std::function<void()>& make) const;

private:
  std::string names_;  // quoted where needed; empty where there are none
};

}  // namespace paliad::restore
