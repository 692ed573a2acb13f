// CSV exactly as PostgreSQL's COPY ... (FORMAT csv, HEADER) writes it
// (src/backend/commands/copyto.c, CopyAttributeOutCSV): values separated by commas, in double
// quotes only where needed; nothing for NULL, "" for the empty string; a newline after each row.
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <vector>

namespace paliad::formats {

// Appends the columns' names as the first row.
void append_csv_header(TextBuffer& out, const std::vector<model::Column>& columns);

// Appends a row; `fields` holds `count` values, of which `text` is written.
void append_csv_row(TextBuffer& out, const model::Field* fields, std::size_t count);

}  // namespace paliad::formats
