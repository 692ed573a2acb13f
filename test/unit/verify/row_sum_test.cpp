#include "core/verify/row_sum.hpp"

#include <gtest/gtest.h>

namespace paliad::verify {
namespace {

RowSum sum_of(std::initializer_list<const char*> rows) {
  RowSum sum;
  for (const char* row : rows) sum.add(row);
  return sum;
}

TEST(RowSum, DoesNotDependOnTheOrder) {
  EXPECT_TRUE(sum_of({"a\n", "b\n", "a\n"}) == sum_of({"b\n", "a\n", "a\n"}));
  EXPECT_EQ(sum_of({"a\n", "b\n"}).rows(), 2U);
}

TEST(RowSum, TellsRowsApart) {
  EXPECT_FALSE(sum_of({"a\n", "b\n"}) == sum_of({"a\n", "c\n"}));
  EXPECT_FALSE(sum_of({"a\n", "a\n"}) == sum_of({"b\n", "b\n"}));
  EXPECT_FALSE(sum_of({"ab\n", "c\n"}) == sum_of({"a\n", "bc\n"}));
  EXPECT_FALSE(sum_of({}) == sum_of({""}));
}

TEST(RowSum, ARowInPiecesIsTheSame) {
  RowSum sum;
  for (const char* piece : {"a", "", "b\n"}) sum.more(piece);
  sum.end();
  EXPECT_TRUE(sum == sum_of({"ab\n"}));
  EXPECT_FALSE(sum == sum_of({"a", "b\n"}));
}

}  // namespace
}  // namespace paliad::verify
