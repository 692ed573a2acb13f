// Gives a text in blocks, each of which is freed when the next one is requested.
#pragma once

#include "core/formats/text_source.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::test {

// Blocks of `size` bytes. Each is allocated separately, so that AddressSanitizer reports a view
// that outlives its block.
inline formats::Blocks in_blocks(std::string text, std::size_t size) {
  struct Left {
    std::string text;
    std::size_t at = 0;
    std::unique_ptr<std::vector<char>> block;
  };
  auto left = std::make_shared<Left>();
  left->text = std::move(text);
  return [left, size]() -> std::string_view {
    const auto from = left->text.begin() + static_cast<std::ptrdiff_t>(left->at);
    const std::size_t bytes = std::min(size, left->text.size() - left->at);
    left->block =
        std::make_unique<std::vector<char>>(from, from + static_cast<std::ptrdiff_t>(bytes));
    left->at += bytes;
    return {left->block->data(), bytes};
  };
}

}  // namespace paliad::test
