// Arguments and results of SQL functions.
#pragma once

#include "backend/postgres/memory.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/valves.hpp"

#include <string>
#include <vector>

namespace paliad::postgres {

// A uuid argument as text, and back.
std::string uuid_text(Datum uuid);
Datum uuid_datum(const std::string& text);

// What a function without arguments that returns a uuid returns; nothing for NULL. It is found by
// its oid alone.
Text uuid_result(Oid function);

// A text argument, as UTF-8.
std::string text_of(Datum value);

// An uninitialised bytea of `size` bytes, and its bytes. Throws Error.
Datum new_bytea(std::size_t size);
char* bytea_bytes(Datum bytea) noexcept;
// The most bytes a bytea can hold.
std::size_t bytea_limit() noexcept;

// The rows that a set-returning function returns, as text for each column's input function; one
// value a row where it returns no rows of a table. They may be more than memory holds.
class ResultSet {
public:
  // Throws Error where the caller takes no set.
  explicit ResultSet(FunctionCallInfo call);
  void add(const Row& row);

private:
  AttInMetadata* metadata_;
  Tuplestorestate* store_;
  MemoryScope scratch_;
};

// {"a","b"}: a list as an array's text.
std::string array_literal(const std::vector<std::string>& items);

// Two columns more: the code and its arguments as JSON; both NULL where `coded` has no code.
void append_code(Row& row, const CodedText& coded);

// `row` with three columns more: the sentence, its code and its arguments as JSON; all NULL where
// `coded` is empty, the last two where it has no code.
Row with_code(Row row, const CodedText& coded);

}  // namespace paliad::postgres
