// The error type of the plain C++ code, with the same fields as PostgreSQL's ereport.
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

// what() is the primary message; state() is the SQLSTATE's five characters; detail, hint and
// context may be empty. All texts are made UTF-8 by in_utf8(): a path or a message of the operating
// system may be in another encoding, and only UTF-8 can be recorded as JSON.
class Error : public std::runtime_error {
public:
  Error(std::string_view state, const std::string& message, std::string detail = {},
        std::string hint = {}, std::string context = {})
      : std::runtime_error(in_utf8(message)), state_(state), detail_(in_utf8(std::move(detail))),
        hint_(in_utf8(std::move(hint))), context_(in_utf8(std::move(context))) {}

  // For an error that programs may need to distinguish from others of its SQLSTATE. `reason` is
  // made by core/codes; its sentence becomes the message.
  Error(std::string_view state, CodedText reason, std::string detail = {}, std::string hint = {},
        std::string context = {})
      : Error(state, reason.text, std::move(detail), std::move(hint), std::move(context)) {
    reason_ = std::move(reason);
    reason_.text = what();
  }

  // Empty where the error was made without a code.
  const CodedText& reason() const noexcept { return reason_; }
  const std::string& state() const noexcept { return state_; }
  const std::string& detail() const noexcept { return detail_; }
  const std::string& hint() const noexcept { return hint_; }
  const std::string& context() const noexcept { return context_; }

  // The same error with a further line of detail.
  Error with_detail(const std::string& line) const {
    Error error = *this;
    error.detail_ += (detail_.empty() ? "" : "\n") + in_utf8(line);
    return error;
  }

private:
  CodedText reason_;
  std::string state_;
  std::string detail_;
  std::string hint_;
  std::string context_;
};

// The error for a failed system call: `could not <action> "<path>": <strerror>`. Its SQLSTATE is
// that of PostgreSQL's errcode_for_file_access() for the most common errnos; EDQUOT is disk_full,
// EFBIG configuration_limit_exceeded, any other io_error. ENOSPC, EDQUOT and EFBIG have a hint.
Error os_error(int errnum, std::string_view action, std::string_view path);

}  // namespace paliad
