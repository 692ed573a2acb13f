// What restore.sql has for a CSV with a line \. in quotes, which psql before version 18 takes for
// the end of the data: there the server reads the file from a large object, piece by piece.
#pragma once

#include <string>

namespace paliad::bundle {

// Asks for psql's version, and makes the procedure that takes the CSV apart. Stands before the
// rows.
std::string prepare_load_by_pieces();

// Loads the CSV into pg_temp.paliad_load; `copy` is the \copy that does so where psql can.
std::string load_by_pieces(const std::string& file, const std::string& copy);

}  // namespace paliad::bundle
