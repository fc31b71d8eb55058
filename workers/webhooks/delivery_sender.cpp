#include <algorithm>
#include <utility>

#include <workers/webhooks/delivery_sender.hpp>

#include <weir/base/failpoint.hpp>

namespace weir::webhooks {
namespace {

using domain::webhook_verdict;

constexpr std::int32_t most_at_once = 64;  // taken together: a lane's lock is held for all of them

ended ended_with(postgres::webhook_queue::due_delivery d, webhook_response r, std::uint32_t chance) {
  ended out{std::move(d), {}};
  auto& o = out.what_came;
  const auto next =
      domain::after_attempt(out.delivery.round, out.delivery.failures, {r.status, r.retry_after_s}, chance);
  o.what = r.refused ? webhook_verdict::refused : next.verdict;
  o.wait_ms = next.wait_ms;
  o.pause_ms = r.refused ? 0 : next.pause_ms;
  o.started_at = out.delivery.now;
  o.duration_ms = r.duration_ms;
  if (r.status != 0) o.status = r.status;
  o.response = std::move(r.body);
  o.error = std::move(r.error);
  return out;
}

}  // namespace

result<void> delivery_sender::turn(std::chrono::milliseconds patience) {
  if (auto taken = take(); !taken) return taken;
  return finish(patience);
}

result<void> delivery_sender::finish(std::chrono::milliseconds patience) {
  collect(patience);
  return note();
}

result<void> delivery_sender::take() {
  const auto room = options_.most_under_way - static_cast<std::int32_t>(count_open());
  if (room <= 0) return {};
  auto due = queue_.take(std::min(room, most_at_once));
  if (!due) return std::unexpected(due.error());
  for (auto& w : *due)
    send(std::move(w));
  return {};
}

void delivery_sender::send(due_webhook w) {
  if (w.secrets.empty()) {
    webhook_response none;
    none.error = "no key of this installation opens the endpoint's secret";
    ended_.push_back(ended_with(std::move(w.delivery), std::move(none), chance_()));
    return;
  }
  const auto& d = w.delivery;
  const auto at_s = d.now.ns / 1'000'000'000;
  outgoing_webhook out{++last_ticket_, d.url, {}, d.body};
  out.headers = {{"content-type", "application/json"},
                 {"user-agent", options_.user_agent},
                 {std::string(domain::webhook_id_header), d.message_id},
                 {std::string(domain::webhook_timestamp_header), std::to_string(at_s)},
                 {std::string(domain::webhook_signature_header),
                  domain::webhook_signatures(w.secrets, d.message_id, at_s, d.body)}};
  under_way_.emplace(last_ticket_, std::move(w.delivery));
  transport_.send(std::move(out));
}

void delivery_sender::collect(std::chrono::milliseconds patience) {
  for (auto& r : transport_.wait(ended_.empty() ? patience : std::chrono::milliseconds(0))) {
    auto found = under_way_.extract(r.ticket);
    if (found.empty()) continue;
    ended_.push_back(ended_with(std::move(found.mapped()), std::move(r), chance_()));
  }
}

result<void> delivery_sender::note() {
  if (ended_.empty()) return {};
  WEIR_FAILPOINT("webhooks.before_note");
  if (auto done = queue_.note(ended_); !done) return done;
  if (observer_) {
    for (const auto& e : ended_)
      observer_(e.what_came.what);
  }
  ended_.clear();
  return {};
}

}  // namespace weir::webhooks
