#include "core/bundle/load_by_pieces.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

// What the procedure does is shown by restore.sql (test/tap/045_end_of_data.pl).
TEST(LoadByPieces, IsPreparedInASectionOfItsOwn) {
  const std::string script = prepare_load_by_pieces();
  EXPECT_EQ(script.find("\n-- Rows with a line that"), 0U);
  EXPECT_NE(script.find("SELECT :VERSION_NUM >= 180000 AS copies_all \\gset\nCREATE PROCEDURE "
                        "pg_temp.paliad_load_csv(source oid, file text)\n"),
            std::string::npos);
  EXPECT_EQ(script.substr(script.size() - 8), "END $$;\n");
}

TEST(LoadByPieces, LeavesToCopyWhatPsqlCanCopy) {
  EXPECT_EQ(load_by_pieces("csv/o'b.csv", "\\copy it\n"),
            "\\if :copies_all\n\\copy it\n\\else\n\\lo_import 'csv/o''b.csv'\n"
            "CALL pg_temp.paliad_load_csv(:LASTOID, 'csv/o''b.csv');\n\\endif\n");
}

}  // namespace
}  // namespace paliad::bundle
