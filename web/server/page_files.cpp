#include "page_files.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
#include <openssl/evp.h>

namespace paliad::web {

namespace {

struct MediaType {
  std::string_view ending;
  std::string_view type;
};

constexpr MediaType media_types[] = {{".html", "text/html; charset=utf-8"},
                                     {".js", "text/javascript; charset=utf-8"},
                                     {".css", "text/css; charset=utf-8"},
                                     {".svg", "image/svg+xml"},
                                     {".png", "image/png"},
                                     {".ico", "image/x-icon"},
                                     {".woff2", "font/woff2"},
                                     {".json", "application/json"},
                                     {".webmanifest", "application/manifest+json"}};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

const PageFile* find_page_file(std::string_view path) {
  const PageFile* file = page_files;
  while (!file->path.empty() && file->path != path) ++file;
  return file->path.empty() || media_type(path).empty() ? nullptr : file;
}

std::string_view media_type(std::string_view path) {
  const auto* const found =
      std::find_if(std::begin(media_types), std::end(media_types),
                   [&](const MediaType& known) { return ends_with(path, known.ending); });
  return found == std::end(media_types) ? std::string_view() : found->type;
}

std::string etag_of(const PageFile& file) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(file.content.data(), file.content.size(), digest.data(), nullptr, EVP_sha256(),
                 nullptr) != 1)
    throw std::bad_alloc();
  std::string tag = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    tag += digits[digest[i] / 16];
    tag += digits[digest[i] % 16];
  }
  return tag + '"';
}

}  // namespace paliad::web
