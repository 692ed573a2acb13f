#include "core/messages/worker_messages.hpp"

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace paliad::messages {

namespace {

using sheet::SheetPage;
using sheet::SheetParts;
using zip::Part;

// ---- Values ----

template <class... Arguments>
Json pack(const char* format, Arguments... arguments) {
  Json value(json_pack(format, arguments...));
  if (!value) throw std::bad_alloc();
  return value;
}

template <class... Arguments>
void unpack(const json_t* value, const char* format, Arguments... arguments) {
  if (json_unpack(const_cast<json_t*>(value), format, arguments...) != 0)
    throw Error(sqlstate::internal_error, "a message between the processes of a backup is damaged");
}

json_int_t number(std::uint64_t value) { return static_cast<json_int_t>(value); }

template <class Items, class Write>
Json list(const Items& items, Write&& write) {
  Json array = pack("[]");
  for (const auto& item : items)
    if (json_array_append_new(array.get(), write(item).release()) != 0) throw std::bad_alloc();
  return array;
}

template <class Item, class Read>
std::vector<Item> items_of(const json_t* array, Read&& read) {
  std::vector<Item> items;
  items.reserve(json_array_size(array));
  for (std::size_t i = 0; i < json_array_size(array); ++i)
    items.push_back(read(json_array_get(array, i)));
  return items;
}

// ---- The task ----

Json column_json(const model::Column& column) {
  return pack("[ssiii]", column.name.c_str(), column.type.c_str(), static_cast<int>(column.json),
              static_cast<int>(column.cell), column.scale);
}

model::Column read_column(const json_t* value) {
  const char* name = nullptr;
  const char* type = nullptr;
  int json = 0;
  int cell = 0;
  int scale = 0;
  unpack(value, "[ssiii]", &name, &type, &json, &cell, &scale);
  return {name, type, static_cast<model::JsonForm>(json), static_cast<model::CellForm>(cell),
          scale};
}

Json sheet_json(const sheet::SheetToRead& sheet) {
  const auto& frame = sheet.frame;
  return pack("[sssoosssio]", sheet.info.sheet.c_str(), sheet.info.relation.c_str(),
              sheet.info.query.c_str(), list(sheet.info.columns, column_json).release(),
              list(sheet.reads, [](std::uint32_t id) { return pack("I", number(id)); }).release(),
              frame.entry.c_str(), frame.head.c_str(), frame.tail.c_str(), frame.styles.text,
              list(frame.styles.columns, [](int style) { return pack("i", style); }).release());
}

sheet::SheetToRead read_sheet(const json_t* value) {
  const char* name = nullptr;
  const char* relation = nullptr;
  const char* query = nullptr;
  const char* entry = nullptr;
  const char* head = nullptr;
  const char* tail = nullptr;
  json_t* columns = nullptr;
  json_t* reads = nullptr;
  json_t* styles = nullptr;
  sheet::SheetToRead sheet;
  unpack(value, "[sssoosssio]", &name, &relation, &query, &columns, &reads, &entry, &head, &tail,
         &sheet.frame.styles.text, &styles);
  sheet.info.sheet = name;
  sheet.info.relation = relation;
  sheet.info.query = query;
  sheet.info.columns = items_of<model::Column>(columns, read_column);
  sheet.reads = items_of<std::uint32_t>(
      reads, [](const json_t* id) { return static_cast<std::uint32_t>(json_integer_value(id)); });
  sheet.frame.entry = entry;
  sheet.frame.head = head;
  sheet.frame.tail = tail;
  sheet.frame.styles.columns = items_of<int>(
      styles, [](const json_t* style) { return static_cast<int>(json_integer_value(style)); });
  return sheet;
}

Json share_json(std::size_t sheet) { return pack("I", number(sheet)); }

std::size_t read_share(const json_t* value) {
  json_int_t sheet = 0;
  unpack(value, "I", &sheet);
  return static_cast<std::size_t>(sheet);
}

Json file_json(const SharedFile& file) { return pack("[ii]", file.process, file.fd); }

SharedFile read_file(const json_t* value) {
  SharedFile file;
  unpack(value, "[ii]", &file.process, &file.fd);
  return file;
}

// ---- The report ----

Json part_json(const Part& part) {
  const auto extent_json = [](const Extent& extent) {
    return pack("[II]", number(extent.offset), number(extent.size));
  };
  return pack("[IIsIIo]", number(part.bytes), number(part.crc32), to_hex(part.sha256).c_str(),
              number(part.deflated_bytes), number(part.deflated_crc32),
              list(part.extents, extent_json).release());
}

Part read_part(const json_t* value, const ScratchFile& scratch) {
  json_int_t bytes = 0;
  json_int_t crc32 = 0;
  json_int_t deflated_bytes = 0;
  json_int_t deflated_crc32 = 0;
  const char* sha256 = nullptr;
  json_t* extents = nullptr;
  unpack(value, "[IIsIIo]", &bytes, &crc32, &sha256, &deflated_bytes, &deflated_crc32, &extents);
  Part part;
  part.bytes = static_cast<std::uint64_t>(bytes);
  part.crc32 = static_cast<std::uint32_t>(crc32);
  part.sha256 = sha256_of_hex(sha256).value_or(Sha256Value{});
  part.deflated_bytes = static_cast<std::uint64_t>(deflated_bytes);
  part.deflated_crc32 = static_cast<std::uint32_t>(deflated_crc32);
  part.extents = items_of<Extent>(extents, [&](const json_t* extent) {
    json_int_t offset = 0;
    json_int_t size = 0;
    unpack(extent, "[II]", &offset, &size);
    return Extent{&scratch, static_cast<std::uint64_t>(offset), static_cast<std::uint64_t>(size)};
  });
  return part;
}

Json page_json(const SheetPage& page) {
  return pack("[oI]", part_json(page.part).release(), number(page.rows));
}

using xlsx::CellLosses;
using SheetResult = std::pair<std::size_t, SheetParts>;
using LossesResult = std::pair<std::size_t, std::vector<CellLosses>>;

Json column_losses_json(const CellLosses& losses) {
  return list(losses, [](std::uint64_t count) { return pack("I", number(count)); });
}

CellLosses read_column_losses(const json_t* value) {
  CellLosses losses{};
  for (std::size_t i = 0; i < losses.size(); ++i)
    losses[i] = static_cast<std::uint64_t>(json_integer_value(json_array_get(value, i)));
  return losses;
}

Json losses_json(const LossesResult& result) {
  return pack("[Io]", number(result.first), list(result.second, column_losses_json).release());
}

LossesResult read_losses(const json_t* value) {
  json_int_t sheet = 0;
  json_t* losses = nullptr;
  unpack(value, "[Io]", &sheet, &losses);
  return {static_cast<std::size_t>(sheet), items_of<CellLosses>(losses, read_column_losses)};
}

Json result_json(const SheetResult& result) {
  const auto& [sheet, parts] = result;
  return pack("[IIoooob]", number(sheet), number(parts.rows), part_json(parts.csv).release(),
              part_json(parts.json).release(), list(parts.pages, page_json).release(),
              list(parts.losses, column_losses_json).release(),
              static_cast<int>(parts.has_end_of_data));
}

SheetResult read_result(const json_t* value, const ScratchFile& scratch) {
  json_int_t sheet = 0;
  json_int_t rows = 0;
  json_t* csv = nullptr;
  json_t* json = nullptr;
  json_t* pages = nullptr;
  json_t* losses = nullptr;
  int has_end_of_data = 0;
  unpack(value, "[IIoooob]", &sheet, &rows, &csv, &json, &pages, &losses, &has_end_of_data);
  SheetParts parts;
  parts.has_end_of_data = has_end_of_data != 0;
  parts.rows = static_cast<std::uint64_t>(rows);
  parts.csv = read_part(csv, scratch);
  parts.json = read_part(json, scratch);
  parts.pages = items_of<SheetPage>(pages, [&](const json_t* page) {
    json_t* part = nullptr;
    json_int_t page_rows = 0;
    unpack(page, "[oI]", &part, &page_rows);
    return SheetPage{read_part(part, scratch), static_cast<std::uint64_t>(page_rows)};
  });
  parts.losses = items_of<CellLosses>(losses, read_column_losses);
  return {static_cast<std::size_t>(sheet), std::move(parts)};
}

Json parse(const std::string& text) {
  return Json(json_loadb(text.data(), text.size(), 0, nullptr));
}

}  // namespace

std::string task_text(const ReadingTask& task) {
  return json_text(pack("[oooI]", list(task.sheets, sheet_json).release(),
                        list(task.shares, share_json).release(),
                        list(task.files, file_json).release(), number(task.run_state)),
                   JSON_COMPACT);
}

ReadingTask parse_task(const std::string& text) {
  const Json value = parse(text);
  json_t* sheets = nullptr;
  json_t* shares = nullptr;
  json_t* files = nullptr;
  json_int_t run_state = 0;
  unpack(value.get(), "[oooI]", &sheets, &shares, &files, &run_state);
  return {items_of<sheet::SheetToRead>(sheets, read_sheet),
          items_of<std::size_t>(shares, read_share), items_of<SharedFile>(files, read_file),
          static_cast<std::uint32_t>(run_state)};
}

std::string report_text(const WorkerReport& report) {
  return json_text(pack("[oo]", list(report.sheets, result_json).release(),
                        list(report.losses, losses_json).release()),
                   JSON_COMPACT);
}

WorkerReport parse_report(const std::string& text, const ScratchFile& scratch) {
  const Json value = parse(text);
  json_t* sheets = nullptr;
  json_t* losses = nullptr;
  unpack(value.get(), "[oo]", &sheets, &losses);
  return {items_of<SheetResult>(sheets,
                                [&](const json_t* result) { return read_result(result, scratch); }),
          items_of<LossesResult>(losses, read_losses)};
}

}  // namespace paliad::messages
