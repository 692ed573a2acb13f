#include "backend/postgres/copy_in.hpp"

#include "backend/postgres/encoding.hpp"

extern "C" {
#include "access/table.h"
#include "commands/copy.h"
#include "parser/parse_relation.h"
}

#include <algorithm>
#include <cstring>

namespace paliad::postgres {

namespace {

// COPY's callback takes no argument of its own (commands/copyfrom.c, as logical replication's
// initial copy uses it), so its source is kept here while it runs.
struct Source {
  const Pieces* pieces;
  std::string_view piece;
};
Source* current_source = nullptr;

class SourceScope {
public:
  explicit SourceScope(Source& source) : outer_(current_source) { current_source = &source; }
  ~SourceScope() { current_source = outer_; }
  SourceScope(const SourceScope&) = delete;
  SourceScope& operator=(const SourceScope&) = delete;

private:
  Source* outer_;
};

int read_source(void* out, int /*least*/, int most) {
  return serve([&]() {
    Source& source = *current_source;
    check_interrupts();
    if (source.piece.empty()) source.piece = (*source.pieces)();
    const std::size_t size = std::min(source.piece.size(), static_cast<std::size_t>(most));
    std::memcpy(out, source.piece.data(), size);
    source.piece.remove_prefix(size);
    return static_cast<int>(size);
  });
}

DefElem* option(const char* name, const char* value) {
  return makeDefElem(pstrdup(name), reinterpret_cast<Node*>(makeString(pstrdup(value))), -1);
}

List* csv_options() {
  return list_make3(option("format", "csv"), option("header", "true"), option("encoding", "UTF8"));
}

uint64 copy(Oid relation, const char* const* columns, std::size_t count) {
  Relation table = table_open(relation, RowExclusiveLock);
  PushActiveSnapshot(GetTransactionSnapshot());
  ParseState* state = make_parsestate(nullptr);
  (void)addRangeTableEntryForRelation(state, table, RowExclusiveLock, nullptr, false, false);
  List* names = NIL;
  for (std::size_t i = 0; i < count; ++i) names = lappend(names, makeString(pstrdup(columns[i])));
  CopyFromState from =
      BeginCopyFrom(state, table, nullptr, nullptr, false, read_source, names, csv_options());
  const uint64 rows = CopyFrom(from);
  EndCopyFrom(from);
  free_parsestate(state);
  PopActiveSnapshot();
  table_close(table, NoLock);
  CommandCounterIncrement();
  return rows;
}

}  // namespace

std::uint64_t copy_in(Oid relation, const std::vector<std::string>& columns, const Pieces& pieces) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const std::string& column : columns) names.push_back(from_utf8(column));
  std::vector<const char*> texts;
  texts.reserve(names.size());
  for (const std::string& name : names) texts.push_back(name.c_str());
  Source source{&pieces, {}};
  const SourceScope scope(source);
  MemoryContext const outer = CurrentMemoryContext;
  const uint64 rows = call_backend([&]() { return copy(relation, texts.data(), texts.size()); });
  MemoryContextSwitchTo(outer);
  return rows;
}

}  // namespace paliad::postgres
