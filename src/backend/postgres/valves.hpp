// The two valves between PostgreSQL's world (errors jump with longjmp) and C++ (errors are thrown).
//
//   call_backend(f)   outward: C++ calls the server. An ERROR inside f becomes a thrown Error.
//                     Inside f only trivially destructible objects may live, because a jump skips
//                     destructors; f itself must not throw.
//   serve(f)          inward: the server calls C++. What f throws becomes an ereport(ERROR), raised
//                     when no C++ object is left on the way.
//
// An Error that came out of the server leaves its transaction, locks and SPI as they were at the
// ERROR: throw it on to the inward valve, or abort the transaction (transaction.hpp). Never swallow
// it.
#pragma once

#include "backend/postgres/server.hpp"
#include "core/base/error.hpp"

#include <exception>
#include <type_traits>

namespace paliad::postgres {

namespace detail {

// from_utf8_or_ascii() of encoding.hpp; it is declared here because encoding.cpp uses these valves.
std::string server_text(const std::string& utf8) noexcept;

// Runs f(argument) with the server's error stack pointing here.
void call_backend(void (*f)(void*) noexcept, void* argument);

// An error's texts in fixed buffers, so that raising it leaves nothing to destroy; in the
// database's encoding, with '?' where that lacks a character. Longer texts are cut at a character.
struct FlatError {
  char state[6];
  char code[64];  // of Error::reason(); raised as the error's constraint name
  char message[1024];
  char detail[4096];
  char hint[1024];
  char context[4096];

  void keep(const std::exception_ptr& thrown) noexcept;
  [[noreturn]] void raise() const;
};

}  // namespace detail

template <class F>
auto call_backend(F&& f) {
  using Result = std::invoke_result_t<F&>;
  if constexpr (std::is_void_v<Result>) {
    detail::call_backend([](void* argument) noexcept { (*static_cast<F*>(argument))(); }, &f);
  } else {
    static_assert(std::is_trivially_copyable_v<Result>, "a jump would skip its destructor");
    struct Frame {
      F* f;
      Result result;
    } frame{&f, Result{}};
    detail::call_backend(
        [](void* argument) noexcept {
          auto* inner = static_cast<Frame*>(argument);
          inner->result = (*inner->f)();
        },
        &frame);
    return frame.result;
  }
}

template <class F>
auto serve(F&& f) -> std::invoke_result_t<F&> {
  detail::FlatError error;
  try {
    return f();
  } catch (...) {
    error.keep(std::current_exception());
  }
  error.raise();
}

// CHECK_FOR_INTERRUPTS for C++. Throws Error on a cancel.
void check_interrupts();

}  // namespace paliad::postgres
