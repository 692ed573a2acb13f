#include "backend/postgres/report.hpp"

#include "backend/postgres/encoding.hpp"
#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

namespace {

void report(int level, const std::string& message, const std::string& detail) {
  const std::string server_message = from_utf8_or_ascii(message);
  const std::string server_detail = from_utf8_or_ascii(detail);
  const char* text = server_message.c_str();
  const char* more = server_detail.c_str();
  call_backend([&]() {
    ereport(level, (errmsg_internal("%s", text), more[0] ? errdetail_internal("%s", more) : 0));
  });
}

}  // namespace

void log_info(const std::string& message) { report(LOG, message, {}); }

void log_warning(const std::string& message) noexcept {
  try {
    report(WARNING, message, {});
  } catch (...) {
    // The caller's work matters more than its log message.
  }
}

void warn(const std::string& message, const std::string& detail) {
  report(WARNING, message, detail);
}

void notice(const std::string& message) { report(NOTICE, message, {}); }

}  // namespace paliad::postgres
