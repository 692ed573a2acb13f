// Parts of a test that run in a process of their own: as another user, or to die half-way.
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

// A child process that does `work` up to the point where it calls wait_for_parent(), and ends
// without running any destructor when `work` returns.
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

  // In the child.
  void wait_for_parent() {
    say("");
    char byte = 0;
    if (::read(to_child_[0].get(), &byte, 1) < 0) ::_exit(3);
  }

  // In the child: text for the parent, ended by a NUL.
  void say(const std::string& text) {
    if (::write(to_parent_[1].get(), text.c_str(), text.size() + 1) < 0) ::_exit(3);
  }

  // In the parent: waits for the child's next say() or wait_for_parent().
  std::string hear() {
    std::string text;
    char byte = 0;
    while (::read(to_parent_[0].get(), &byte, 1) == 1 && byte != '\0') text += byte;
    return text;
  }

  // In the parent: lets it go on, and waits for its end. 0 where all went well.
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

// What `work` returns when it is done by a user whom file permissions hold: root does it as
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
