// paliad-backup-web: the server of the admin's page.
#include "database.hpp"
#include "http_server.hpp"
#include "routes.hpp"
#include "settings.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace paliad::web;

constexpr int bad_settings = 2;

std::optional<Settings> settings_of_environment() {
  try {
    return read_settings([](const char* name) { return std::getenv(name); });
  } catch (const std::exception& error) {
    log_line(std::string("paliad-backup-web: ") + error.what());
    return std::nullopt;
  }
}

// Blocks the signals before any thread begins, so that only the thread that waits for them gets
// them.
sigset_t block_signals() {
  sigset_t signals;
  (void)sigemptyset(&signals);
  (void)sigaddset(&signals, SIGINT);
  (void)sigaddset(&signals, SIGTERM);
  (void)pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  (void)std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

int serve(const Settings& settings) {
  const sigset_t signals = block_signals();
  HttpServer* running = nullptr;
  Routes routes(settings.key, [&running] { return running->stopping(); });
  HttpServer server([&routes](const httplib::Request& request, httplib::Response& response) {
    routes.serve(request, response);
  });
  running = &server;
  const int port = server.open(settings.host, settings.port);
  if (port < 0) {
    log_line("paliad-backup-web: can't listen on " + settings.host + ":" +
             std::to_string(settings.port));
    return EXIT_FAILURE;
  }
  const bool v6 = settings.host.find(':') != std::string::npos;
  std::printf("paliad-backup-web listens on http://%s%s%s:%d\n", v6 ? "[" : "",
              settings.host.c_str(), v6 ? "]" : "", port);
  (void)std::fflush(stdout);
  std::thread waiting([&] {
    int signal = 0;
    (void)sigwait(&signals, &signal);
    server.end();
  });
  server.run();
  (void)kill(getpid(), SIGTERM);
  waiting.join();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char**) {
  if (count > 1) {
    log_line("paliad-backup-web takes no arguments; the environment sets it up (docs/web.md)");
    return bad_settings;
  }
  const auto settings = settings_of_environment();
  if (!settings) return bad_settings;
  try {
    return serve(*settings);
  } catch (const std::exception& error) {
    log_line(std::string("paliad-backup-web: ") + error.what());
    return EXIT_FAILURE;
  }
}
