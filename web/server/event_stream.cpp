#include "backups.hpp"
#include "events.hpp"
#include "problem.hpp"

#include <chrono>

namespace paliad::web {

namespace {

using Clock = std::chrono::steady_clock;

class EventStream {
public:
  EventStream(Claims claims, Events& events, Pool& pool, Slots& slots,
              std::function<bool()> stopping)
      : slot_(slots), claims_(std::move(claims)), pool_(pool), stopping_(std::move(stopping)),
        subscriber_(events.subscribe()) {
    look();
    waiting_ = "retry: 3000\n" + event_text("hello", R"({"database":true})") + waiting_;
  }

  // Sends the next event, if there is one; false at the end of the stream.
  bool go_on(httplib::DataSink& sink) {
    if (!waiting_.empty()) return send(sink);
    if (stopping_() || subscriber_->overrun() || expired()) return false;
    constexpr int pause = 250;
    if (auto event = subscriber_->wait(pause)) {
      runs_ = runs_ || event->find(R"("status":"running")") != std::string::npos;
      waiting_ = std::move(*event);
      return send(sink);
    }
    if (!look_if_due()) return false;
    if (waiting_.empty() && Clock::now() - sent_at_ > std::chrono::seconds(15))
      waiting_ = ": still here\n\n";
    // Only a write, or this question, shows that the page has gone.
    return waiting_.empty() ? sink.is_writable() : send(sink);
  }

private:
  bool send(httplib::DataSink& sink) {
    const std::string text = std::move(waiting_);
    waiting_.clear();
    sent_at_ = Clock::now();
    return sink.write(text.data(), text.size());
  }

  bool expired() const { return claims_.expires_at <= std::time(nullptr); }

  // Adds the running backup's progress to what is to be sent. Throws Problem (forbidden) where the
  // caller is no administrator any more.
  void look() {
    looked_at_ = Clock::now();
    const Lease lease(pool_);
    Transaction transaction(*lease, claims_, 5);
    require_admin(transaction);
    const auto running = progress(transaction);
    runs_ = running.has_value();
    if (running) waiting_ += event_text("progress", one_line(*running));
  }

  bool look_if_due() {
    if (Clock::now() - looked_at_ < (runs_ ? std::chrono::seconds(1) : std::chrono::seconds(30)))
      return true;
    try {
      look();
    } catch (const Problem& problem) {
      // Every other error, such as a lost database, may be over at the next try.
      return problem.code() != "forbidden";
    }
    return true;
  }

  static std::string one_line(std::string json) {
    for (char& c : json)
      if (c == '\n' || c == '\r') c = ' ';
    return json;
  }

  Slot slot_;
  Claims claims_;
  Pool& pool_;
  std::function<bool()> stopping_;
  std::shared_ptr<Subscriber> subscriber_;
  std::string waiting_;
  Clock::time_point sent_at_ = Clock::now();
  Clock::time_point looked_at_;
  bool runs_ = false;
};

}  // namespace

void send_events(const Claims& claims, Events& events, Pool& pool, Slots& slots,
                 const std::function<bool()>& stopping, httplib::Response& response) {
  const auto stream = std::make_shared<EventStream>(claims, events, pool, slots, stopping);
  // Tells a proxy (nginx) to hand on each event at once.
  response.set_header("X-Accel-Buffering", "no");
  response.set_chunked_content_provider("text/event-stream",
                                        [stream](std::size_t, httplib::DataSink& sink) {
                                          try {
                                            if (!stream->go_on(sink)) sink.done();
                                            return true;
                                          } catch (const std::exception&) {
                                            return false;
                                          }
                                        });
}

}  // namespace paliad::web
