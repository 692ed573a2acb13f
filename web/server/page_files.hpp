// The page's files, compiled in: nothing is looked for on disk.
#pragma once

#include <string>
#include <string_view>

namespace paliad::web {

struct PageFile {
  std::string_view path;  // below web/page/
  std::string_view content;
};

// As the build found them in web/page/; the last has no path.
extern const PageFile page_files[];

// nullptr where there is none.
const PageFile* find_page_file(std::string_view path);

// By the end of its name; empty where it is no file of a page.
std::string_view media_type(std::string_view path);

// A strong entity tag of its content.
std::string etag_of(const PageFile& file);

}  // namespace paliad::web
