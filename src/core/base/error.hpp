// The one error type of the plain C++ code: what PostgreSQL's ereport would carry.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/utf8.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace paliad {

// The SQLSTATEs this project raises, as PostgreSQL's errcodes.txt (appendix A) names them.
namespace sqlstate {
inline constexpr std::string_view invalid_parameter_value = "22023";
inline constexpr std::string_view insufficient_privilege = "42501";
inline constexpr std::string_view read_only_sql_transaction = "25006";
inline constexpr std::string_view cardinality_violation = "21000";
inline constexpr std::string_view foreign_key_violation = "23503";
inline constexpr std::string_view check_violation = "23514";
inline constexpr std::string_view invalid_object_definition = "42P17";
inline constexpr std::string_view serialization_failure = "40001";
inline constexpr std::string_view feature_not_supported = "0A000";
inline constexpr std::string_view undefined_object = "42704";
inline constexpr std::string_view undefined_schema = "3F000";
inline constexpr std::string_view undefined_column = "42703";
inline constexpr std::string_view undefined_table = "42P01";
inline constexpr std::string_view wrong_object_type = "42809";
inline constexpr std::string_view object_in_use = "55006";
inline constexpr std::string_view object_not_in_prerequisite_state = "55000";
inline constexpr std::string_view program_limit_exceeded = "54000";
inline constexpr std::string_view configuration_limit_exceeded = "53400";
inline constexpr std::string_view insufficient_resources = "53000";
inline constexpr std::string_view query_canceled = "57014";
inline constexpr std::string_view admin_shutdown = "57P01";
inline constexpr std::string_view crash_shutdown = "57P02";
inline constexpr std::string_view connection_failure = "08006";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view null_value_not_allowed = "22004";
inline constexpr std::string_view disk_full = "53100";
inline constexpr std::string_view out_of_memory = "53200";
inline constexpr std::string_view io_error = "58030";
inline constexpr std::string_view undefined_file = "58P01";
inline constexpr std::string_view duplicate_file = "58P02";
inline constexpr std::string_view data_corrupted = "XX001";
inline constexpr std::string_view internal_error = "XX000";
}  // namespace sqlstate

// what() is the primary message; state() is five characters; detail, hint and context may be empty.
// Its texts are UTF-8 (in_utf8()): a path, or the operating system's word for an error, may be in
// another encoding, and a failure that can't be written as JSON could not be recorded.
class Error : public std::runtime_error {
public:
  Error(std::string_view state, const std::string& message, std::string detail = {},
        std::string hint = {}, std::string context = {})
      : std::runtime_error(in_utf8(message)), state_(state), detail_(in_utf8(std::move(detail))),
        hint_(in_utf8(std::move(hint))), context_(in_utf8(std::move(context))) {}

  // One that a program may want to tell from others of its SQLSTATE; `reason` is made by
  // core/codes.
  Error(std::string_view state, CodedText reason, std::string detail = {}, std::string hint = {},
        std::string context = {})
      : Error(state, reason.text, std::move(detail), std::move(hint), std::move(context)) {
    reason_ = std::move(reason);
    reason_.text = what();
  }

  // Without a code where what() says all that there is.
  const CodedText& reason() const noexcept { return reason_; }
  const std::string& state() const noexcept { return state_; }
  const std::string& detail() const noexcept { return detail_; }
  const std::string& hint() const noexcept { return hint_; }
  const std::string& context() const noexcept { return context_; }

private:
  CodedText reason_;
  std::string state_;
  std::string detail_;
  std::string hint_;
  std::string context_;
};

// The error for a failed system call: `could not <action> "<path>": <strerror>`, with the SQLSTATE
// that PostgreSQL gives that errno (errcode_for_file_access), io_error where it has none of its
// own. ENOSPC and EDQUOT carry a hint about room on disk.
Error os_error(int errnum, std::string_view action, std::string_view path);

}  // namespace paliad
