#include "backend/restore/broken_rows.hpp"

#include "backend/postgres/report.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/base/error.hpp"
#include "core/schema/script_contents.hpp"

#include <optional>

namespace paliad::restore {

namespace {

bool is_broken_by_rows(const Error& error) {
  return error.state() == sqlstate::check_violation ||
         error.state() == sqlstate::foreign_key_violation;
}

// Whether add_keeping_rows() may go on after this error. Beside the violations themselves: a
// parent's check can't be valid where a child's is not; the server can't check a domain's
// constraint where a column has the domain inside another type; a foreign key of a partitioned
// table can't be NOT VALID (tablecmds.c, ATAddForeignKeyConstraint).
bool is_survived(const Error& error) {
  return is_broken_by_rows(error) || error.state() == sqlstate::invalid_object_definition ||
         error.state() == sqlstate::feature_not_supported ||
         error.state() == sqlstate::wrong_object_type;
}

// Runs the statement in a subtransaction. Returns nothing where it succeeded, else the error for
// which it was rolled back.
std::optional<Error> attempt(const std::string& statement,
                             const std::function<void(const std::string&)>& run) {
  try {
    postgres::Subtransaction scratch;
    run(statement);
    scratch.release();
    return std::nullopt;
  } catch (const Error& error) {
    if (!is_survived(error)) throw;
    return error;
  }
}

std::string described(const Error& error) {
  return std::string(error.what()) + (error.detail().empty() ? "" : " (" + error.detail() + ")");
}

}  // namespace

BrokenRows broken_rows(const std::string& word) {
  if (word == "refuse") return BrokenRows::refuse;
  if (word == "keep") return BrokenRows::keep;
  throw Error(sqlstate::invalid_parameter_value,
              R"(broken is "refuse" or "keep", not ")" + word + "\"");
}

void add_keeping_rows(const std::string& statement,
                      const std::function<void(const std::string&)>& run) {
  const auto broken = attempt(statement, run);
  if (!broken) return;
  const auto constraint = schema::constraint_on_rows(statement);
  if (!constraint) throw Error(*broken);
  const std::string name = "constraint " + schema::quoted_name(constraint->name) + " of " +
                           schema::quoted_name(constraint->owner);
  const auto refused = attempt(statement + " NOT VALID", run);
  if (!refused)
    postgres::warn(name + " is NOT VALID now", described(*broken));
  else if (is_broken_by_rows(*broken))
    postgres::warn(name + " is left out", described(*broken) + "; " + described(*refused));
  else
    throw Error(*broken);
}

void with_hint_on_broken_rows(const std::function<void()>& load) {
  try {
    load();
  } catch (const Error& error) {
    if (!is_broken_by_rows(error)) throw;
    throw Error(
        error.state(), error.what(), error.detail(),
        "The backup's rows break it, as they did where they come from. "
        "paliad_backup_restore(id, target_schema, broken => 'keep') brings them back, and the "
        "constraint as NOT VALID.",
        error.context());
  }
}

}  // namespace paliad::restore
