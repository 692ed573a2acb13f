#include "core/base/caseless.hpp"

#include "core/base/error.hpp"

#include <cstdlib>
#include <memory>
#include <new>

#include <utf8proc.h>

namespace paliad {

namespace {

struct Free {
  void operator()(utf8proc_uint8_t* text) const noexcept { std::free(text); }
};

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto* const in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t size = utf8proc_map(in, static_cast<utf8proc_ssize_t>(text.size()), &out,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(out);
  if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
  if (size < 0)
    throw Error(sqlstate::internal_error, "could not compare a name with others",
                utf8proc_errmsg(size));
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.replace(at, what.size(), with);
}

}  // namespace

// Decomposes first, so that an accent which folds to a letter (U+0345) is in its canonical place.
std::string caseless(std::string_view name) {
  std::string folded =
      mapped(mapped(name, UTF8PROC_DECOMPOSE),
             UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  replace_all(folded, "\u0131", "i");
  replace_all(folded, "i\u0307", "i");
  return folded;
}

}  // namespace paliad
