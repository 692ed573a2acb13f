// CSV exactly as PostgreSQL's COPY ... (FORMAT csv, HEADER) writes it
// (src/backend/commands/copyto.c, CopyAttributeOutCSV): comma, double quotes only where needed,
// NULL as nothing, "" for the empty string, a newline after each row.
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <vector>

namespace paliad::formats {

void append_csv_header(TextBuffer& out, const std::vector<model::Column>& columns);

// `fields` holds `count` values.
void append_csv_row(TextBuffer& out, const model::Field* fields, std::size_t count);

}  // namespace paliad::formats
