#include "postgres/spi.hpp"

#include "postgres/encoding.hpp"
#include "postgres/memory.hpp"
#include "postgres/valves.hpp"

namespace paliad::postgres {

namespace {

struct Statement {
  const char* text;
  int count;
  Oid* types;
  Datum* values;
  char* nulls;
  bool read_only;
};

// A result as C strings, row by row; all of it lives in one memory context.
struct Answer {
  uint64 rows;
  int columns;
  char** cells;
};

[[noreturn]] void raise_spi_failure(int code) {
  ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
                  errmsg("SPI failed: %s", SPI_result_code_string(code))));
  pg_unreachable();
}

Answer copy_answer(MemoryContext into) {
  Answer answer{};
  if (SPI_tuptable == nullptr) return answer;
  TupleDesc descriptor = SPI_tuptable->tupdesc;
  answer.rows = SPI_processed;
  answer.columns = descriptor->natts;
  MemoryContext outer = MemoryContextSwitchTo(into);
  answer.cells = static_cast<char**>(
      palloc(sizeof(char*) * (answer.rows * static_cast<uint64>(answer.columns) + 1)));
  for (uint64 row = 0; row < answer.rows; ++row)
    for (int column = 0; column < answer.columns; ++column)
      answer.cells[row * static_cast<uint64>(answer.columns) + static_cast<uint64>(column)] =
          SPI_getvalue(SPI_tuptable->vals[row], descriptor, column + 1);
  MemoryContextSwitchTo(outer);
  return answer;
}

Answer run_in_spi(const Statement& statement, MemoryContext into) {
  int code = SPI_connect();
  if (code != SPI_OK_CONNECT) raise_spi_failure(code);
  code = SPI_execute_with_args(statement.text, statement.count, statement.types, statement.values,
                               statement.nulls, statement.read_only, 0);
  if (code < 0) raise_spi_failure(code);
  const Answer answer = copy_answer(into);
  SPI_finish();
  return answer;
}

std::vector<Row> to_rows(const Answer& answer) {
  std::vector<Row> rows(answer.rows);
  char** cell = answer.cells;
  for (Row& row : rows) {
    row.reserve(static_cast<std::size_t>(answer.columns));
    for (int column = 0; column < answer.columns; ++column, ++cell)
      row.push_back(*cell == nullptr ? Text() : Text(to_utf8(*cell)));
  }
  return rows;
}

std::vector<Row> run(const std::string& text, const std::vector<Text>& parameters, bool read_only) {
  MemoryScope memory("statement");
  std::vector<Oid> types(parameters.size(), TEXTOID);
  std::vector<Datum> values(parameters.size(), 0);
  std::vector<char> nulls(parameters.size(), 'n');
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i]) continue;
    nulls[i] = ' ';
    const std::string server_value = from_utf8(*parameters[i]);
    const char* value = server_value.c_str();
    values[i] = call_backend([&]() {
      MemoryContext outer = MemoryContextSwitchTo(memory.get());
      Datum datum = CStringGetTextDatum(value);
      MemoryContextSwitchTo(outer);
      return datum;
    });
  }
  const std::string server_statement = from_utf8(text);
  const Statement statement{server_statement.c_str(),
                            static_cast<int>(parameters.size()),
                            types.data(),
                            values.data(),
                            nulls.data(),
                            read_only};
  const Answer answer = call_backend([&]() { return run_in_spi(statement, memory.get()); });
  return to_rows(answer);
}

}  // namespace

std::vector<Row> query(const std::string& statement, const std::vector<Text>& parameters) {
  return run(statement, parameters, true);
}

std::vector<Row> execute(const std::string& statement, const std::vector<Text>& parameters) {
  return run(statement, parameters, false);
}

void execute_script(const std::string& statements) {
  const char* text = statements.c_str();
  call_backend([&]() {
    int code = SPI_connect();
    if (code != SPI_OK_CONNECT) raise_spi_failure(code);
    code = SPI_execute(text, false, 0);
    if (code < 0) raise_spi_failure(code);
    SPI_finish();
  });
}

}  // namespace paliad::postgres
