// The bundle: parts and their description become one zip.
#pragma once

#include "core/base/poll.hpp"
#include "core/bundle/schema_statements.hpp"
#include "core/model/bundle_info.hpp"
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
  std::uint32_t stored_crc32 = 0;  // of the bytes as they lie in the zip
};

// Fills in every sheet's worksheet name (its first page) and returns the frame for reading: one
// page for each sheet. `info` must hold sheets and exclusions; it must outlive the frame.
xlsx::WorkbookFrame make_reading_frame(model::BundleInfo& info,
                                       const xlsx::ScratchMaker& make_scratch);

// Puts the bundle together in `target` (open, empty, readable, writable): README.txt, workbook,
// manifest.json, csv/, json/, large_objects/, schema.sql, restore.sql, statements.json. `parts` are
// the sheets' own, in order, `large_objects` those of schema.large_objects. Completes `info`: rows,
// files, worksheets, large objects, warnings about cells. Returns the entries. Where `copied` goes
// the parts can't be read afterwards. Throws os_error, Error, what poll throws.
std::vector<BundleEntry> write_bundle(int target, const std::string& name, model::BundleInfo& info,
                                      const DatabaseSchema& schema,
                                      const std::vector<sheet::SheetParts>& parts,
                                      const std::vector<zip::Part>& large_objects,
                                      const xlsx::WorkbookFrame& reading_frame,
                                      const xlsx::ScratchMaker& make_scratch, const Poll& poll,
                                      zip::Copied copied = zip::Copied::stays);

}  // namespace paliad::bundle
