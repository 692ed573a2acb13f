#include "backend/postgres/valves.hpp"

#include "core/base/ascii.hpp"

#include <cstring>

namespace paliad::postgres {

namespace {

// CopyErrorData(), or null where there is no memory for the copy: an ERROR of its own must not jump
// past C++ objects.
ErrorData* copy_error() noexcept {
  sigjmp_buf* const outer_stack = PG_exception_stack;
  sigjmp_buf here;
  ErrorData* volatile data = nullptr;
  if (sigsetjmp(here, 0) == 0) {
    PG_exception_stack = &here;
    data = CopyErrorData();
  }
  PG_exception_stack = outer_stack;
  return data;
}

// The error's SQLSTATE, which callers trust where it says "canceled" or "shut down". Code that
// others wrote could raise these states too, so they are kept only where the server itself or the
// inward valve has raised them.
std::string state_of(const ErrorData& data) {
  constexpr const char* pretended = "P0001";  // raise_exception
  if (ERRCODE_TO_CATEGORY(data.sqlerrcode) != ERRCODE_OPERATOR_INTERVENTION)
    return unpack_sql_state(data.sqlerrcode);
  for (const char* raiser : {"ProcessInterrupts", "raise"})
    if (data.funcname != nullptr && std::strcmp(data.funcname, raiser) == 0)
      return unpack_sql_state(data.sqlerrcode);
  return pretended;
}

// At most the first 4096 bytes of a text, cut between two characters. Code that others wrote may
// raise a message of any length, and errors are kept, logged and written into bundles.
std::string beginning_of(const char* text) {
  constexpr int most_bytes = 4096;
  const auto size = static_cast<int>(strnlen(text, most_bytes + MAX_MULTIBYTE_CHAR_LEN));
  return {text, static_cast<std::size_t>(pg_mbcliplen(text, size, most_bytes))};
}

// The beginning of a server's message, which may be null, as UTF-8; where it can't be converted,
// what isn't ASCII becomes '?'. It can't use encoding.hpp, which uses these valves.
std::string utf8_of(const char* text) noexcept {
  if (text == nullptr) return {};
  std::string kept = beginning_of(text);
  if (GetDatabaseEncoding() == PG_UTF8) return kept;
  try {
    return call_backend([&]() -> const char* {
      return pg_server_to_any(kept.c_str(), static_cast<int>(kept.size()), PG_UTF8);
    });
  } catch (...) {
    return in_ascii(kept);
  }
}

// The error's code and message. The inward valve puts the code into the field of the constraint's
// name; where a constraint was violated, that field is the constraint's and there is no code.
CodedText reason_of(const ErrorData& data) {
  const bool violated =
      ERRCODE_TO_CATEGORY(data.sqlerrcode) == ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION;
  const bool raised = data.constraint_name != nullptr && data.funcname != nullptr &&
                      std::strcmp(data.funcname, "raise") == 0;
  return {raised && !violated ? utf8_of(data.constraint_name) : std::string(),
          {},
          {},
          utf8_of(data.message)};
}

// The ERROR that was just caught, as a C++ object; the server's own copy is released.
Error take_error() {
  ErrorData* data = copy_error();
  FlushErrorState();
  if (data == nullptr) return {sqlstate::out_of_memory, "out of memory"};
  std::string detail = utf8_of(data->detail);
  if (data->internalquery != nullptr) {
    if (!detail.empty()) detail += '\n';
    detail.append("Query: ").append(utf8_of(data->internalquery));
  }
  Error error(state_of(*data), reason_of(*data), detail, utf8_of(data->hint),
              utf8_of(data->context));
  FreeErrorData(data);
  return error;
}

template <std::size_t N>
void keep(char (&into)[N], const std::string& utf8) noexcept {
  const std::string text = detail::server_text(utf8);
  const auto size = static_cast<int>(text.size());
  const int encoding = GetDatabaseEncoding() == PG_SQL_ASCII ? PG_UTF8 : GetDatabaseEncoding();
  const int kept = size < static_cast<int>(N) ? size
                                              : pg_encoding_mbcliplen(encoding, text.data(), size,
                                                                      static_cast<int>(N) - 1);
  std::memcpy(into, text.data(), static_cast<std::size_t>(kept));
  into[kept] = '\0';
}

void keep_error(detail::FlatError& into, const Error& error) noexcept {
  std::memcpy(into.state, error.state().c_str(), sizeof into.state);
  keep(into.code, error.reason().code);
  keep(into.message, error.what());
  keep(into.detail, error.detail());
  keep(into.hint, error.hint());
  keep(into.context, error.context());
}

}  // namespace

namespace detail {

// A text such as a path may have characters that the database's encoding lacks.
std::string server_text(const std::string& utf8) noexcept {
  if (GetDatabaseEncoding() == PG_UTF8) return utf8;
  try {
    return postgres::call_backend([&]() -> const char* {
      return pg_any_to_server(utf8.c_str(), static_cast<int>(utf8.size()), PG_UTF8);
    });
  } catch (...) {
    return in_ascii(utf8);
  }
}

void call_backend(void (*f)(void*) noexcept, void* argument) {
  sigjmp_buf* const outer_stack = PG_exception_stack;
  ErrorContextCallback* const outer_context = error_context_stack;
  MemoryContext const outer_memory = CurrentMemoryContext;
  sigjmp_buf here;
  if (sigsetjmp(here, 0) == 0) {
    PG_exception_stack = &here;
    // The outer callbacks add their context when the inward valve raises the error again.
    error_context_stack = nullptr;
    f(argument);
    PG_exception_stack = outer_stack;
    error_context_stack = outer_context;
    return;
  }
  PG_exception_stack = outer_stack;
  error_context_stack = outer_context;
  MemoryContextSwitchTo(outer_memory);
  throw take_error();
}

void FlatError::keep(const std::exception_ptr& thrown) noexcept {
  *this = {};
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    keep_error(*this, error);
  } catch (const std::bad_alloc&) {
    keep_error(*this, Error(sqlstate::out_of_memory, "out of memory"));
  } catch (const std::exception& error) {
    keep_error(*this, Error(sqlstate::internal_error, error.what()));
  } catch (...) {
    keep_error(*this, Error(sqlstate::internal_error, "unknown C++ exception"));
  }
}

void FlatError::raise() const {
  ereport(ERROR, (errcode(MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4])),
                  errmsg_internal("%s", message),
                  code[0] ? err_generic_string(PG_DIAG_CONSTRAINT_NAME, code) : 0,
                  detail[0] ? errdetail_internal("%s", detail) : 0,
                  hint[0] ? errhint("%s", hint) : 0, context[0] ? errcontext("%s", context) : 0));
  pg_unreachable();
}

}  // namespace detail

void check_interrupts() {
  if (INTERRUPTS_PENDING_CONDITION()) call_backend([]() { CHECK_FOR_INTERRUPTS(); });
}

}  // namespace paliad::postgres
