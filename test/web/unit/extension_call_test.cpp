// The calls of the extension's functions.
#include "extension_call.hpp"

#include <gtest/gtest.h>

namespace {

using namespace paliad::web;

TEST(ExtensionCall, qualifiedAndTyped) {
  EXPECT_EQ(call_of("\"My\".", extension::status), "\"My\".paliad_backup_status()");
  EXPECT_EQ(call_of("public.", extension::remove),
            "public.paliad_backup_delete($1::pg_catalog.uuid)");
  EXPECT_EQ(call_of("public.", extension::read),
            "public.paliad_backup_read($1::pg_catalog.uuid, $2::pg_catalog.int8, "
            "$3::pg_catalog.int4)");
}

// Each function that is called is also checked to be the extension's.
TEST(ExtensionCall, lookedFor) {
  const std::string sql = not_of_extension();
  for (const char* signature :
       {"start()", "cancel(pg_catalog.uuid)", "progress()", "status()",
        "read(pg_catalog.uuid, pg_catalog.int8, pg_catalog.int4)", "verify(pg_catalog.uuid)",
        "contents(pg_catalog.uuid)", "left_out(pg_catalog.uuid)",
        "hold(pg_catalog.uuid, pg_catalog.bool)", "delete(pg_catalog.uuid)"})
    EXPECT_NE(sql.find("'paliad_backup_" + std::string(signature) + "'"), std::string::npos)
        << signature;
}

}  // namespace
