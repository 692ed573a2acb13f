#include "events.hpp"

#include "core/base/json.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace paliad::web {

std::optional<std::string> Subscriber::wait(int milliseconds) {
  std::unique_lock<std::mutex> lock(mutex_);
  (void)came_.wait_for(lock, std::chrono::milliseconds(milliseconds),
                       [this] { return !events_.empty(); });
  if (events_.empty()) return std::nullopt;
  std::string event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void Subscriber::add(const std::string& event) {
  constexpr std::size_t most_waiting = 200;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (events_.size() < most_waiting)
    events_.push_back(event);
  else
    overrun_ = true;
  came_.notify_one();
}

bool Subscriber::overrun() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return overrun_;
}

std::string event_text(const std::string& name, const std::string& data) {
  return "event: " + name + "\ndata: " + data + "\n\n";
}

std::optional<std::string> backup_event(const std::string& payload) {
  static constexpr std::array<const char*, 7> states = {"running",  "done", "failed",  "deleted",
                                                        "verified", "held", "released"};
  const Json object(json_loads(payload.c_str(), 0, nullptr));
  const char* const id = json_string_value(json_object_get(object.get(), "id"));
  const char* const state = json_string_value(json_object_get(object.get(), "status"));
  if (id == nullptr || state == nullptr || !is_uuid(id)) return std::nullopt;
  if (std::find(states.begin(), states.end(), std::string_view(state)) == states.end())
    return std::nullopt;
  return std::string(R"({"id":")") + id + R"(","status":")" + state + "\"}";
}

Events::Events() : thread_([this] { listen(); }) {}

Events::~Events() {
  ending_ = true;
  thread_.join();
}

std::shared_ptr<Subscriber> Events::subscribe() {
  auto subscriber = std::make_shared<Subscriber>();
  const std::lock_guard<std::mutex> lock(mutex_);
  subscribers_.push_back(subscriber);
  return subscriber;
}

void Events::tell(const std::string& event) {
  const std::lock_guard<std::mutex> lock(mutex_);
  subscribers_.remove_if([](const auto& subscriber) { return subscriber.expired(); });
  for (const auto& known : subscribers_)
    if (const auto subscriber = known.lock()) subscriber->add(event);
}

void Events::tell_database(bool there) {
  if (there_.exchange(there) != there)
    tell(event_text("database", there ? R"({"available":true})" : R"({"available":false})"));
}

void Events::listen_once() {
  Connection connection;
  connection.query("LISTEN paliad_backup");
  tell_database(true);
  constexpr int pause = 500;
  while (!ending_) {
    if (const auto payload = connection.notification(pause))
      if (const auto data = backup_event(*payload)) tell(event_text("backup", *data));
  }
}

void Events::listen() {
  while (!ending_) {
    try {
      listen_once();
    } catch (const std::exception&) {
      tell_database(false);
      for (int i = 0; i < 10 && !ending_; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
}

}  // namespace paliad::web
