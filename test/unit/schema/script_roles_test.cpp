#include "core/schema/script_roles.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

using Words = std::vector<std::string>;

ScriptStatement naming(const std::string& role) { return {"grant;", {{role}, {}}}; }
ScriptStatement acting(const std::string& role) { return {"alter;", {{}, {role}}}; }

Script script(const std::vector<ScriptStatement>& before,
              const std::vector<ScriptStatement>& after = {}) {
  Script script;
  script.before = {{"Rights", before}};
  script.after = {{"Rights", after}};
  return script;
}

constexpr const char* restorer =
    "\n-- Roles\n\nSELECT current_user AS restorer, CASE WHEN "
    "current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END AS to_become "
    "\\gset\n";

TEST(ScriptRoles, AskNothingWhereNoneIsNamed) {
  EXPECT_EQ(ScriptRoles(script({{"create;", {}}})).questions(), "");
}

TEST(ScriptRoles, AskWhetherANamedRoleIsThere) {
  EXPECT_EQ(ScriptRoles(script({naming("anna")})).questions(),
            std::string(restorer) +
                "SELECT r.id IS NOT NULL AS has_role_1\n"
                "  FROM (SELECT to_regrole('anna')::oid) AS r (id) \\gset\n"
                "\\if :has_role_1\n\\else\n\\warn 'role \"anna\" does not exist: its rights are "
                "skipped, and the restoring role owns what it owned'\n\\endif\n");
}

TEST(ScriptRoles, AskWhetherOneMayActAsARole) {
  EXPECT_EQ(ScriptRoles(script({}, {acting("anna")})).questions(),
            std::string(restorer) +
                "SELECT r.id IS NOT NULL AS has_role_1, coalesce(pg_has_role(r.id, 'USAGE') AND "
                "pg_has_role(r.id, :'to_become'), false) AS acts_as_1\n"
                "  FROM (SELECT to_regrole('anna')::oid) AS r (id) \\gset\n"
                "\\if :has_role_1\n\\if :acts_as_1\n\\else\n\\warn 'you cannot act as role "
                "\"anna\": its grants and settings are skipped, and the restoring role owns what "
                "it owned'\n\\endif\n\\else\n\\warn 'role \"anna\" does not exist: its rights are "
                "skipped, and the restoring role owns what it owned'\n\\endif\n");
}

TEST(ScriptRoles, AreNumberedByTheirNames) {
  ScriptStatement both = naming("anna");
  both.roles.acting = {"\"Büro\""};
  const ScriptRoles roles(script({both}, {acting("carl")}));
  EXPECT_EQ(roles.conditions(both), (Words{":acts_as_1", ":has_role_2"}));
  EXPECT_EQ(roles.conditions(acting("carl")), Words{":acts_as_3"});
  EXPECT_EQ(roles.conditions({"create;", {}}), Words{});
}

TEST(ScriptRoles, AreSilentAboutTheExtensionsOwn) {
  const std::string questions = ScriptRoles(script({naming("paliad_backup_reader")})).questions();
  EXPECT_NE(questions.find("has_role_1"), std::string::npos);
  EXPECT_EQ(questions.find("\\warn"), std::string::npos);
}

TEST(ScriptRoles, AreNamedToPsqlWithoutWhatItReads) {
  const std::string questions = ScriptRoles(script({naming("\"a'\\b:c`\nd\"")})).questions();
  EXPECT_NE(questions.find("to_regrole('\"a''\\b:c`\nd\"')"), std::string::npos);
  EXPECT_NE(questions.find("\\warn 'role \"abcd\" does not exist: its rights"), std::string::npos);
}

}  // namespace
}  // namespace paliad::schema
