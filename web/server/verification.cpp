#include "verification.hpp"

#include "backups.hpp"
#include "problem.hpp"

namespace paliad::web {

namespace {

class Verification {
public:
  Verification(const Claims& claims, std::string id, Slots& slots)
      : slot_(slots), id_(std::move(id)), transaction_(connection_, claims, 0) {
    require_admin(transaction_);
    (void)find_artifact(transaction_, id_);
    transaction_->send("SELECT coalesce(json_agg(json_build_object('item', v.item, 'ok', v.ok, "
                       "'detail', v.detail, 'code', v.code, 'arguments', v.arguments)),"
                       " '[]'), coalesce(bool_and(v.ok), false) FROM " +
                           transaction_.call(extension::verify) + " v",
                       {id_});
    running_ = true;
  }

  ~Verification() {
    if (running_) connection_.cancel();
  }
  Verification(const Verification&) = delete;
  Verification& operator=(const Verification&) = delete;

  // The answer; nothing where the check still runs after `milliseconds`.
  std::optional<std::string> wait(int milliseconds) {
    const auto received = receive(milliseconds);
    if (!received) return std::nullopt;
    const std::string checks = value_of(*received, 0).value_or("[]");
    const std::string ok = value_of(*received, 1) == "t" ? "true" : "false";
    announce(transaction_, id_, "verified");
    const auto at = value_of(transaction_->query(
        "SELECT coalesce(to_json(to_char(verified_at AT TIME ZONE 'UTC',"
        R"( 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'null') FROM paliad.backups WHERE id = $1)",
        {id_}));
    transaction_.commit();
    return R"({"ok":)" + ok + R"(,"verified_at":)" + at.value_or("null") + R"(,"checks":)" +
           checks + "}";
  }

private:
  std::optional<Result> receive(int milliseconds) {
    try {
      auto received = connection_.receive(milliseconds);
      if (received) running_ = false;
      return received;
    } catch (...) {
      running_ = false;
      throw;
    }
  }

  Slot slot_;
  std::string id_;
  Connection connection_;
  Transaction transaction_;
  bool running_ = false;
};

std::string late_problem(const Problem& problem) {
  return R"({"ok":null,"problem":)" + problem.json() + "}";
}

bool go_on(Verification& verification, const std::function<bool()>& stopping,
           httplib::DataSink& sink) {
  constexpr int pause = 1000;
  std::string text;
  try {
    const auto answer = stopping() ? throw Problem("busy") : verification.wait(pause);
    if (!answer) return sink.write(" ", 1);
    text = *answer;
  } catch (const Problem& problem) {
    text = late_problem(problem);
  }
  const bool sent = sink.write(text.data(), text.size());
  sink.done();
  return sent;
}

}  // namespace

void send_verification(const Claims& claims, const std::string& id, Slots& slots,
                       const std::function<bool()>& stopping, httplib::Response& response) {
  constexpr int timeout = 5000;
  const auto verification = std::make_shared<Verification>(claims, id, slots);
  if (const auto answer = verification->wait(timeout)) {
    response.set_content(*answer, "application/json");
    return;
  }
  response.set_chunked_content_provider(
      "application/json", [verification, stopping](std::size_t, httplib::DataSink& sink) {
        try {
          return go_on(*verification, stopping, sink);
        } catch (const std::exception& error) {
          log_line(std::string("a check broke off: ") + error.what());
          return false;
        }
      });
}

}  // namespace paliad::web
