// Queries whose answers are small: catalogs, rules, the backup catalog. Rows of sheets go through
// row_stream.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace paliad::postgres {

using Text = std::optional<std::string>;  // nullopt is NULL
using Row = std::vector<Text>;

// Runs one statement in the active snapshot, without taking a newer one. Parameters are of type
// text: cast them in the statement ($1::uuid). Values come as their types' text output. Throws what
// the server raises.
std::vector<Row> query(const std::string& statement, const std::vector<Text>& parameters = {});

// Runs one statement that may write, in a new snapshot. Returns its rows (RETURNING), if any.
std::vector<Row> execute(const std::string& statement, const std::vector<Text>& parameters = {});

// Runs several statements separated by semicolons, without parameters or results.
void execute_script(const std::string& statements);

}  // namespace paliad::postgres
