// Runs parts of a test in a process of their own: as another user, or to be killed.
#pragma once

#include "core/base/file.hpp"

#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <grp.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace paliad::test {

inline constexpr unsigned other_user = 65534;

// A child process that runs `work`, which may stop at wait_for_parent() until finish() is called.
// It ends without running destructors of the parent's objects. The destructor waits for its end.
class ChildProcess {
public:
  explicit ChildProcess(const std::function<void(ChildProcess&)>& work) {
    make_pipe(to_child_);
    make_pipe(to_parent_);
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error("no fork");
    if (id_ == 0) {
      to_child_[1] = UniqueFd();
      to_parent_[0] = UniqueFd();
      run(work);
    }
    to_child_[0] = UniqueFd();
    to_parent_[1] = UniqueFd();
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() {
    if (id_ > 0) finish();
  }

  // In the child: waits until the parent calls finish().
  void wait_for_parent() {
    say("");
    char byte = 0;
    if (::read(to_child_[0].get(), &byte, 1) < 0) ::_exit(3);
  }

  // In the child: sends a text to the parent.
  void say(const std::string& text) {
    if (::write(to_parent_[1].get(), text.c_str(), text.size() + 1) < 0) ::_exit(3);
  }

  // In the parent: waits for the child's next say(), whose text it returns, or wait_for_parent().
  std::string hear() {
    std::string text;
    char byte = 0;
    while (::read(to_parent_[0].get(), &byte, 1) == 1 && byte != '\0') text += byte;
    return text;
  }

  // In the parent: lets the child continue, and waits for its end. The status of waitpid(2): 0
  // where `work` returned.
  int finish() {
    to_child_[1] = UniqueFd();
    return wait();
  }

  int kill() {
    ::kill(id_, SIGKILL);
    return wait();
  }

private:
  static void make_pipe(std::array<UniqueFd, 2>& ends) {
    int fds[2];
    if (::pipe(fds) != 0) throw std::runtime_error("no pipe");
    ends[0] = UniqueFd(fds[0]);
    ends[1] = UniqueFd(fds[1]);
  }

  [[noreturn]] void run(const std::function<void(ChildProcess&)>& work) {
    try {
      work(*this);
    } catch (const std::exception& error) {
      say(error.what());
      ::_exit(2);
    }
    ::_exit(0);
  }

  int wait() {
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    return status;
  }

  std::array<UniqueFd, 2> to_child_;
  std::array<UniqueFd, 2> to_parent_;
  pid_t id_ = -1;
};

// The result of `work`, run by a user to whom file permissions apply: where root runs the test, by
// another user.
inline std::string without_root_rights(const std::function<std::string()>& work) {
  if (::geteuid() != 0) return work();
  ChildProcess child([&](ChildProcess& self) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(other_user) != 0 || ::setuid(other_user) != 0)
      throw std::runtime_error("no other user");
    self.say(work());
  });
  const std::string result = child.hear();
  child.finish();
  return result;
}

}  // namespace paliad::test
