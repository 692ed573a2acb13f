// Arguments and results of SQL functions.
#pragma once

#include "backend/postgres/memory.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/valves.hpp"

#include <string>
#include <vector>

namespace paliad::postgres {

// A uuid argument as text, and back. uuid_datum() throws Error for what is no uuid.
std::string uuid_text(Datum uuid);
Datum uuid_datum(const std::string& text);

// Calls the function with that oid, which takes no arguments and returns a uuid. Returns its result
// as text; nothing for NULL. Throws what the function raises.
Text uuid_result(Oid function);

// A text argument, as UTF-8.
std::string text_of(Datum value);

// An uninitialised bytea of `size` bytes in the current memory context, and its bytes. new_bytea()
// throws Error.
Datum new_bytea(std::size_t size);
char* bytea_bytes(Datum bytea) noexcept;
// The most bytes a bytea can hold.
std::size_t bytea_limit() noexcept;

// The rows of a set-returning function. Each value is text for its column's input function; a
// function that returns a set of a scalar type has one value in each row. What work_mem doesn't
// hold is kept on disk.
class ResultSet {
public:
  // Throws Error where the caller accepts no set.
  explicit ResultSet(FunctionCallInfo call);
  // Throws what the columns' input functions raise.
  void add(const Row& row);

private:
  AttInMetadata* metadata_;
  Tuplestorestate* store_;
  MemoryScope scratch_;
};

// The text of an array: {"a","b"}.
std::string array_literal(const std::vector<std::string>& items);

// Appends two columns: the code, and its arguments as JSON; both NULL where `coded` has no code.
void append_code(Row& row, const CodedText& coded);

// `row` with three more columns: the sentence, its code, and its arguments as JSON. All are NULL
// where `coded` is empty, the last two where it has no code.
Row with_code(Row row, const CodedText& coded);

}  // namespace paliad::postgres
