#include "backend/extract/large_object_extractor.hpp"

#include "backend/extract/row_progress.hpp"
#include "backend/postgres/row_stream.hpp"
#include "backend/postgres/scopes.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/formats/large_object_pages.hpp"

namespace paliad::extract {

namespace {

class PageSink final : public postgres::RowSink {
public:
  PageSink(formats::LargeObjectPages& pages, RowProgress& progress)
      : pages_(pages), progress_(progress) {}

  void row(const model::Field* fields) override {
    progress_.row(fields);
    pages_.page(std::stoull(std::string(fields[0].text)), fields[1].text);
  }

private:
  formats::LargeObjectPages& pages_;
  RowProgress& progress_;
};

// Reads pg_largeobject itself, because the functions for large objects check the rights in each
// object. The reader has none there, but it may read every table.
void stream_pages(std::uint32_t oid, PageSink& sink) {
  static const std::vector<std::uint32_t> reads{LargeObjectRelationId};
  static const std::vector<model::Column> columns{{"pageno", "integer"}, {"data", "bytea"}};
  const std::string query = "SELECT pageno, data FROM pg_catalog.pg_largeobject WHERE loid = '" +
                            std::to_string(oid) + "'::pg_catalog.oid ORDER BY pageno";
  postgres::stream_rows({query, reads}, columns, "large object " + std::to_string(oid), sink);
}

}  // namespace

std::vector<zip::Part> read_large_objects(const std::vector<std::uint32_t>& oids,
                                          ScratchFile& scratch, ipc::RunState& state,
                                          const Poll& poll) {
  // Forces an index scan, which returns the pages in order: a sort could write gigabytes into
  // temporary files.
  postgres::SettingsScope settings;
  settings.set("enable_sort", "off");
  zip::PartWriter writer(scratch, poll);
  formats::LargeObjectPages pages(LOBLKSIZE, [&](std::string_view bytes) { writer.write(bytes); });
  RowProgress progress(state);
  PageSink sink(pages, progress);
  std::vector<zip::Part> parts;
  parts.reserve(oids.size());
  for (const std::uint32_t oid : oids) {
    poll();
    progress.begin(bundle::large_object_entry(oid), 2);
    stream_pages(oid, sink);
    progress.end();
    pages.finish();
    parts.push_back(writer.finish());
  }
  return parts;
}

}  // namespace paliad::extract
