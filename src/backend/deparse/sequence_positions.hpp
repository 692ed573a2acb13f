// Reads the positions of sequences.
#pragma once

#include "backend/deparse/object_reader.hpp"

#include <string>
#include <vector>

namespace paliad::deparse {

struct SequencePosition {
  Oid sequence = InvalidOid;
  std::string statement;  // a SELECT of setval() that sets it
};

using SequencePositions = std::vector<SequencePosition>;

// The positions of the scope's sequences, and of its tables' identity columns except those in
// `omitted` (as for read_rights()); in the order of the statements. Throws Error.
SequencePositions read_positions(const Scope& scope, const std::string& omitted);

// The relations, of an array of oids, that belong to an extension, named as a manifest names them.
// Adds a note for each. Throws Error.
std::vector<std::string> extension_tables(const std::string& relations,
                                          std::vector<model::NotCarried>& notes);

}  // namespace paliad::deparse
