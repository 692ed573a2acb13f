// Rows of a backup that break one of its constraints, as they did in the database that was backed
// up: a foreign key that refers to no row, a check that uses now().
#pragma once

#include <functional>
#include <string>

namespace paliad::restore {

enum class BrokenRows { refuse, keep };

// Parses "refuse" or "keep". Throws Error(invalid_parameter_value) for anything else.
BrokenRows broken_rows(const std::string& word);

// Has `run` execute `statement`, one that adds a constraint, without a semicolon at its end. Where
// rows break the constraint it is added as NOT VALID, and a WARNING names it, with the row where
// the server's error does. A foreign key that can't be NOT VALID is left out with a WARNING. Throws
// Error, what `run` throws.
void add_keeping_rows(const std::string& statement,
                      const std::function<void(const std::string&)>& run);

// Calls `load`. Gives an error about rows that break a constraint the hint how they can be kept.
void with_hint_on_broken_rows(const std::function<void()>& load);

}  // namespace paliad::restore
