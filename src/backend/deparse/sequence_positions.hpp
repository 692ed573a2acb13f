// Where sequences are.
#pragma once

#include "backend/deparse/object_reader.hpp"

#include <string>
#include <vector>

namespace paliad::deparse {

struct SequencePosition {
  Oid sequence = InvalidOid;
  std::string statement;
};

using SequencePositions = std::vector<SequencePosition>;

// Of the sequences that are made, and of identity columns of the scope's tables that are not left
// out, by name.
SequencePositions read_positions(const Scope& scope, const std::string& omitted);

// Those of the relations that belong to an extension, as a manifest names them; each is noted.
std::vector<std::string> extension_tables(const std::string& relations,
                                          std::vector<model::NotCarried>& notes);

}  // namespace paliad::deparse
