#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// A memory context of its own, deleted with the object and everything allocated in it.
class MemoryScope {
public:
  // `name` must outlive the scope. Throws Error.
  explicit MemoryScope(const char* name)
      : context_(call_backend([]() {
          return AllocSetContextCreate(CurrentMemoryContext, "paliad_backup",
                                       ALLOCSET_DEFAULT_SIZES);
        })) {
    MemoryContextSetIdentifier(context_, name);
  }
  ~MemoryScope() { MemoryContextDelete(context_); }
  MemoryScope(const MemoryScope&) = delete;
  MemoryScope& operator=(const MemoryScope&) = delete;

  MemoryContext get() const noexcept { return context_; }

private:
  MemoryContext context_;
};

}  // namespace paliad::postgres
