#include "core/formats/large_object_pages.hpp"

#include "core/base/error.hpp"
#include "core/base/hex.hpp"
#include "unit/support/caught.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

namespace paliad::formats {
namespace {

using test::caught;
using test::Caught;

class Pages : public testing::Test {
protected:
  void page(std::uint64_t number, const std::string& bytes) {
    std::string data = "\\x";
    append_hex(data, bytes);
    pages_.page(number, data);
  }
  // The object's content, as the sink got it.
  std::string finish() {
    pages_.finish();
    std::string all;
    for (const std::string& piece : std::exchange(pieces_, {})) all += piece;
    return all;
  }

  std::vector<std::string> pieces_;
  LargeObjectPages pages_{4, [this](std::string_view piece) { pieces_.emplace_back(piece); }};
};

const std::string zeros(6, '\0');

TEST_F(Pages, AreOneAfterAnother) {
  page(0, std::string("\0\xFF\n\\", 4));
  page(1, "efgh");
  page(2, "i");
  EXPECT_EQ(finish(), std::string("\0\xFF\n\\efghi", 9));
}

TEST_F(Pages, AreNoneOfAnEmptyObject) { EXPECT_EQ(finish(), ""); }

TEST_F(Pages, AreZerosWhereTheyAreMissingOrShort) {
  page(1, "ab");
  page(3, "c");
  EXPECT_EQ(finish(), zeros.substr(2) + "ab" + zeros + "c");
}

TEST_F(Pages, BeginAnewWithTheNextObject) {
  page(7, "a");
  EXPECT_EQ(finish().size(), 29U);
  page(0, "b");
  EXPECT_EQ(finish(), "b");
}

TEST_F(Pages, GoOnInBlocks) {
  page(0, "abcd");
  page(LargeObjectPages::block_bytes, "z");  // four blocks later
  std::size_t longest = 0;
  for (const std::string& piece : pieces_) longest = std::max(longest, piece.size());
  EXPECT_EQ(pieces_.size(), 4U);
  EXPECT_EQ(longest, LargeObjectPages::block_bytes);
  const std::string all = finish();
  EXPECT_EQ(all.size(), 4 * LargeObjectPages::block_bytes + 1);
  EXPECT_EQ(all.substr(0, 6), "abcd" + zeros.substr(4));
  EXPECT_EQ(all.find_first_not_of('\0', 4), all.size() - 1);
}

Caught damaged(const std::string& number) {
  return {"XX001", "page " + number + " of a large object is damaged",
          "It is longer than a page, not after the one before it, or no bytea.", ""};
}

TEST_F(Pages, AreRefusedWhereTheyAreDamaged) {
  page(1, "abcd");
  EXPECT_EQ(caught([&] { page(1, "abcd"); }), damaged("1"));
  EXPECT_EQ(caught([&] { page(0, "abcd"); }), damaged("0"));
  EXPECT_EQ(caught([&] { page(2, "abcde"); }), damaged("2"));
  EXPECT_EQ(caught([&] { pages_.page(2, "6162"); }), damaged("2"));
  EXPECT_EQ(caught([&] { pages_.page(2, "\\x6"); }), damaged("2"));
  EXPECT_EQ(caught([&] { pages_.page(2, ""); }), damaged("2"));
}

}  // namespace
}  // namespace paliad::formats
