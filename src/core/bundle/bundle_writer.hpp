// Puts a bundle together: makes one zip from parts and their description.
#pragma once

#include "core/base/poll.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_statements.hpp"
#include "core/sheet/sheet_writer.hpp"
#include "core/xlsx/xlsx_frame.hpp"
#include "core/zip/zip_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::bundle {

// An entry as it must be found in the finished zip.
struct BundleEntry {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t stored_bytes = 0;
  std::uint32_t crc32 = 0;         // of the content
  std::uint32_t stored_crc32 = 0;  // of the bytes as stored in the zip
};

// Sets the name of each sheet's first worksheet and returns the frame for the time of reading: one
// page for each sheet. `info` must have its sheets and exclusions. Throws what make_frame() does.
xlsx::WorkbookFrame make_reading_frame(model::BundleInfo& info,
                                       const xlsx::ScratchMaker& make_scratch);

// Writes the bundle to `target` (open, empty, readable, writable; `name` is for messages), in this
// order: README.txt, workbook, manifest.json, csv/, json/, large_objects/, schema.sql, restore.sql,
// statements.json. `parts` has one element for each of info.sheets, `large_objects` one for each of
// schema.large_objects, in the same order; `reading_frame` is what make_reading_frame() returned.
// Completes `info`: rows, files, workbook, worksheets, scripts, large objects, warnings about
// cells. Returns the entries in their order. With Copied::goes the parts can't be read afterwards.
// Throws os_error, Error(io_error), Error(internal_error) where the frame's heads have changed,
// what `poll` throws; the target is then worthless.
std::vector<BundleEntry> write_bundle(int target, const std::string& name, model::BundleInfo& info,
                                      const schema::DatabaseSchema& schema,
                                      const std::vector<sheet::SheetParts>& parts,
                                      const std::vector<zip::Part>& large_objects,
                                      const xlsx::WorkbookFrame& reading_frame,
                                      const xlsx::ScratchMaker& make_scratch, const Poll& poll,
                                      zip::Copied copied = zip::Copied::stays);

}  // namespace paliad::bundle
