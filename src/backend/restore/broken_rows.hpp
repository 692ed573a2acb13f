// Rows that break a constraint of their own, as the backed up database had them: a row that refers
// to none, a check over now().
#pragma once

#include <functional>
#include <string>

namespace paliad::restore {

enum class BrokenRows { refuse, keep };

// "refuse" or "keep". Throws Error(invalid_parameter_value).
BrokenRows broken_rows(const std::string& word);

// Has `run` add the constraint of `statement`. Where rows break it, it is added NOT VALID, and a
// WARNING names it and the row as far as the server does; a foreign key that can't be that is left
// out with a WARNING. Throws Error, what `run` throws.
void add_keeping_rows(const std::string& statement,
                      const std::function<void(const std::string&)>& run);

// Does what `load` does. An error of rows that break a constraint says how they can be kept.
void with_advice(const std::function<void()>& load);

}  // namespace paliad::restore
