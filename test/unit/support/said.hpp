#pragma once

#include "core/base/coded_text.hpp"

namespace paliad::test {

// A sentence without a known code, as an older or newer version may have written it.
inline CodedText said(std::string text, std::string code = {}) {
  return {std::move(code), {}, {}, std::move(text)};
}

}  // namespace paliad::test
