// The page's files, compiled into the server: none is read from disk.
#pragma once

#include <string>
#include <string_view>

namespace paliad::web {

struct PageFile {
  std::string_view path;  // below web/page/
  std::string_view content;
};

// The files of web/page/ at build time (web/list-page). The last one has an empty path.
extern const PageFile page_files[];

// nullptr where there is none, or its media type isn't known.
const PageFile* find_page_file(std::string_view path);

// The media type by the path's extension; empty where that isn't known.
std::string_view media_type(std::string_view path);

// A strong entity tag (RFC 9110, 8.8.3) with its quotes: half of the content's SHA-256.
std::string etag_of(const PageFile& file);

}  // namespace paliad::web
