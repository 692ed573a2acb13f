#include "core/base/processors.hpp"

#include "unit/support/other_process.hpp"

#include <cctype>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace paliad {
namespace {

using test::ChildProcess;

// The number of this thread's processors, from the kernel's hexadecimal masks.
unsigned allowed_processors() {
  std::ifstream status("/proc/thread-self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("Cpus_allowed:", 0) != 0) continue;
    unsigned count = 0;
    for (const char digit : line.substr(line.find(':') + 1))
      if (std::isxdigit(static_cast<unsigned char>(digit)) != 0)
        count += static_cast<unsigned>(
            __builtin_popcountl(std::stoul(std::string(1, digit), nullptr, 16)));
    return count;
  }
  return 0;
}

TEST(UsableProcessors, AreThoseThatTheKernelAllows) {
  EXPECT_EQ(usable_processors(), allowed_processors());
}

// What a process counts that may use only the first `processors` of its processors.
std::string counted_with(unsigned processors) {
  ChildProcess child([&](ChildProcess& self) {
    cpu_set_t had;
    cpu_set_t kept;
    CPU_ZERO(&kept);
    if (::sched_getaffinity(0, sizeof had, &had) != 0) throw std::runtime_error("no affinity");
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(cpu, &had) && CPU_COUNT(&kept) < static_cast<int>(processors))
        CPU_SET(cpu, &kept);
    if (::sched_setaffinity(0, sizeof kept, &kept) != 0) throw std::runtime_error("no affinity");
    self.say(std::to_string(usable_processors()));
  });
  return child.hear();
}

TEST(UsableProcessors, AreFewerWhereAProcessMayUseFewer) {
  EXPECT_EQ(counted_with(1), "1");
  if (usable_processors() > 1) {
    EXPECT_EQ(counted_with(usable_processors() - 1), std::to_string(usable_processors() - 1));
  }
}

// As on a machine with more processors than a set can hold: then all of them count.
TEST(UsableProcessors, AreAllWhereTheKernelDoesNotSayWhich) {
  ChildProcess child([](ChildProcess& self) {
    sock_filter refuse[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_sched_getaffinity, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{4, refuse};
    cpu_set_t set;
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0 ||
        ::sched_getaffinity(0, sizeof set, &set) == 0)
      return self.say("skipped");
    self.say(std::to_string(usable_processors()) + " of " +
             std::to_string(::sysconf(_SC_NPROCESSORS_ONLN)));
  });
  const std::string heard = child.hear();
  if (heard == "skipped") GTEST_SKIP() << "the system lets nothing be refused";
  const std::size_t of = heard.find(" of ");
  EXPECT_EQ(heard.substr(0, of), heard.substr(of + 4));
  EXPECT_GE(std::stoi(heard), 1);
}

}  // namespace
}  // namespace paliad
