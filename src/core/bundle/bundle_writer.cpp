#include "core/bundle/bundle_writer.hpp"
#include "core/codes/codes.hpp"

#include "core/base/error.hpp"
#include "core/base/fault_injection.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/manifest.hpp"
#include "core/bundle/readme.hpp"
#include "core/bundle/restore_script.hpp"
#include "core/model/sheet_names.hpp"
#include "core/schema/statement_list.hpp"
#include "core/zip/zip_layout.hpp"

#include <vector>

namespace paliad::bundle {

namespace {

zip::Part text_part(const std::string& text, ScratchFile& scratch) {
  zip::PartWriter writer(scratch);
  writer.write(text);
  return writer.finish();
}

model::FileInfo file_info(const std::string& name, const zip::Part& part) {
  return {name, part.bytes, part.sha256};
}

BundleEntry entry_of(const std::string& name, const zip::Part& part) {
  return {name, part.bytes, part.deflated_bytes, part.crc32, part.deflated_crc32};
}

// Names the pages beyond the first and lists all of them in the workbook's order.
std::vector<xlsx::FramePage> name_pages(model::BundleInfo& info,
                                        const std::vector<sheet::SheetParts>& parts) {
  model::NameRegister names;
  (void)names.claim(xlsx::overview_title, 31);
  for (const model::SheetInfo& sheet : info.sheets) (void)names.claim(sheet.worksheets.front(), 31);
  std::vector<xlsx::FramePage> pages;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    model::SheetInfo& sheet = info.sheets[i];
    for (std::size_t page = 0; page < parts[i].pages.size(); ++page) {
      if (page > 0)
        sheet.worksheets.push_back(
            model::worksheet_name_for(names, sheet.sheet, static_cast<unsigned>(page + 1)));
      pages.push_back({&sheet, sheet.worksheets[page], parts[i].pages[page].rows});
    }
  }
  return pages;
}

void describe_sheets(model::BundleInfo& info, const std::vector<sheet::SheetParts>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    model::SheetInfo& sheet = info.sheets[i];
    sheet.rows = parts[i].rows;
    sheet.has_end_of_data = parts[i].has_end_of_data;
    sheet.files = {file_info(csv_entry(sheet.sheet), parts[i].csv),
                   file_info(json_entry(sheet.sheet), parts[i].json)};
    for (model::Warning& warning : sheet::loss_warnings(sheet, parts[i]))
      info.warnings.push_back(std::move(warning));
    if (parts[i].pages.size() > 1)
      info.warnings.push_back({sheet.sheet, "", codes::coded("continued"), parts[i].rows});
  }
}

std::vector<model::LargeObject> describe_large_objects(const std::vector<std::uint32_t>& oids,
                                                       const std::vector<zip::Part>& parts) {
  std::vector<model::LargeObject> objects;
  objects.reserve(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i)
    objects.push_back({oids.at(i), file_info(large_object_entry(oids.at(i)), parts[i])});
  return objects;
}

void require_same_head(const xlsx::WorksheetFrame& read, const xlsx::WorksheetFrame& written) {
  if (read.head != written.head || read.styles.columns != written.styles.columns ||
      read.styles.text != written.styles.text)
    throw Error(sqlstate::internal_error,
                "the workbook's frame changed between reading and writing");
}

// The workbook as one part, whose bytes lie in `scratch` and in the files of the sheets' parts.
zip::Part make_workbook(const model::BundleInfo& info, const std::vector<xlsx::FramePage>& pages,
                        const std::vector<sheet::SheetParts>& parts,
                        const xlsx::WorkbookFrame& reading_frame,
                        const xlsx::ScratchMaker& make_scratch, ScratchFile& scratch) {
  const xlsx::WorkbookFrame frame = xlsx::make_frame(info, pages, make_scratch);
  zip::ZipLayout zip(workbook_entry, info.started_at);
  for (const auto& [entry, content] : frame.entries) zip.add(entry, text_part(content, scratch));
  std::size_t page = 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (const sheet::SheetPage& sheet_page : parts[i].pages) {
      require_same_head(reading_frame.pages[i], frame.pages[page]);
      zip.add(frame.pages[page++].entry, sheet_page.part);
    }
  return zip.finish(scratch);
}

// Adds entries to the bundle and records them for reread_bundle().
class Assembly {
public:
  explicit Assembly(zip::ZipWriter& zip) : zip_(zip) {}

  void add(const std::string& name, const zip::Part& part) {
    zip_.add(name, part);
    entries_.push_back(entry_of(name, part));
  }
  // `sha256` is set when the part has been copied.
  void add_stored(const std::string& name, const zip::Part& part, Sha256Value& sha256) {
    zip_.add_stored(name, part, sha256);
    entries_.push_back(entry_of(name, part));
  }
  // `make` is called when the entries before have been copied.
  void add_late(const std::string& name, const std::function<zip::Part()>& make) {
    entries_.push_back({name});
    zip_.add_late(name, [this, at = entries_.size() - 1, make] {
      zip::Part part = make();
      entries_[at] = entry_of(entries_[at].name, part);
      return part;
    });
  }
  std::vector<BundleEntry> take() { return std::move(entries_); }

private:
  zip::ZipWriter& zip_;
  std::vector<BundleEntry> entries_;
};

std::vector<zip::Part> make_scripts(model::BundleInfo& info, const schema::DatabaseSchema& schema,
                                    ScratchFile& scratch) {
  std::vector<zip::Part> scripts{text_part(schema_sql(schema, info), scratch),
                                 text_part(restore_sql(schema, info), scratch),
                                 text_part(schema::statement_list(schema), scratch)};
  info.scripts.clear();
  for (std::size_t i = 0; i < scripts.size(); ++i)
    info.scripts.push_back(file_info(script_entries[i], scripts[i]));
  return scripts;
}

}  // namespace

xlsx::WorkbookFrame make_reading_frame(model::BundleInfo& info,
                                       const xlsx::ScratchMaker& make_scratch) {
  model::NameRegister names;
  (void)names.claim(xlsx::overview_title, 31);
  std::vector<xlsx::FramePage> pages;
  for (model::SheetInfo& sheet : info.sheets) {
    sheet.worksheets = {model::worksheet_name_for(names, sheet.sheet, 1)};
    pages.push_back({&sheet, sheet.worksheets.front(), 0});
  }
  return xlsx::make_frame(info, pages, make_scratch);
}

std::vector<BundleEntry>
write_bundle(int target, const std::string& name, model::BundleInfo& info,
             const schema::DatabaseSchema& schema, const std::vector<sheet::SheetParts>& parts,
             const std::vector<zip::Part>& large_objects, const xlsx::WorkbookFrame& reading_frame,
             const xlsx::ScratchMaker& make_scratch, const Poll& poll, zip::Copied copied) {
  fault_point("assemble");
  const std::vector<xlsx::FramePage> pages = name_pages(info, parts);
  describe_sheets(info, parts);
  info.large_objects = describe_large_objects(schema.large_objects, large_objects);

  ScratchFile scratch(make_scratch(), "scratch file of the bundle");
  const zip::Part workbook =
      make_workbook(info, pages, parts, reading_frame, make_scratch, scratch);
  info.workbook = file_info(workbook_entry, workbook);
  const std::vector<zip::Part> scripts = make_scripts(info, schema, scratch);

  zip::ZipWriter zip(target, name, info.started_at, copied);
  Assembly assembly(zip);
  assembly.add(readme_entry, text_part(readme_text(info), scratch));
  assembly.add_stored(workbook_entry, workbook, info.workbook.sha256);
  // The manifest has the workbook's SHA-256, which is known when the workbook has been copied: to
  // read it twice would take longer than to write it.
  assembly.add_late(manifest_entry, [&] { return text_part(manifest_json(info), scratch); });
  for (std::size_t i = 0; i < parts.size(); ++i)
    assembly.add(csv_file(info.sheets[i]).name, parts[i].csv);
  for (std::size_t i = 0; i < parts.size(); ++i)
    assembly.add(json_file(info.sheets[i]).name, parts[i].json);
  for (std::size_t i = 0; i < large_objects.size(); ++i)
    assembly.add(info.large_objects[i].file.name, large_objects[i]);
  for (std::size_t i = 0; i < scripts.size(); ++i) assembly.add(script_entries[i], scripts[i]);
  zip.finish(poll);
  return assembly.take();
}

}  // namespace paliad::bundle
