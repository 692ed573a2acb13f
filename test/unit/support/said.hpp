#pragma once

#include "core/base/coded_text.hpp"

namespace paliad::test {

// A sentence of no known code, as an older or a newer version wrote it.
inline CodedText said(std::string text, std::string code = {}) {
  return {std::move(code), {}, {}, std::move(text)};
}

}  // namespace paliad::test
