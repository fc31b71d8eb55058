#include <algorithm>
#include <utility>

#include <workers/webhooks/delivery_sender.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>

namespace weir::webhooks {
namespace {

using domain::webhook_verdict;

constexpr std::int32_t most_at_once = 64;  // taken together: a lane's lock is held for all of them

bool is_permanent(const result<void>& failed) {
  return kind(failed.error().code) == error_kind::permanent;
}

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
  auto taken = take();
  if (!taken) return std::unexpected(taken.error());
  // An endpoint with a rate is due again in a moment that nobody's answer tells of.
  if (!*taken && patience.count() > 0) patience = queue_.rest(patience);
  return finish(patience);
}

result<void> delivery_sender::finish(std::chrono::milliseconds patience) {
  collect(patience);
  return note();
}

result<bool> delivery_sender::take() {
  const auto room = options_.most_under_way - static_cast<std::int32_t>(count_open());
  if (room <= 0) return true;
  auto due = queue_.take(std::min(room, most_at_once));
  if (!due) return std::unexpected(due.error());
  for (auto& w : *due)
    send(std::move(w));
  return !due->empty();
}

void delivery_sender::send(due_webhook w) {
  if (w.secrets.empty() || !w.is_whole) {
    webhook_response none;
    none.error = w.secrets.empty() ? "no key of this installation opens the endpoint's secret"
                                   : "no key of this installation opens the endpoint's headers or signing key";
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
                  domain::webhook_signatures(w.secrets, d.message_id, at_s, d.body, w.keys)}};
  for (auto& h : w.headers)
    out.headers.emplace_back(std::move(h.name), std::move(h.value));
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
  auto done = queue_.note(ended_);
  if (!done) return is_permanent(done) ? note_each() : done;
  for (const auto& e : ended_)
    tell(e);
  ended_.clear();
  return {};
}

// One of them will never be taken: its lease runs out, and it is sent again. The others do not wait for it.
result<void> delivery_sender::note_each() {
  while (!ended_.empty()) {
    auto done = queue_.note({ended_.front()});
    if (!done && !is_permanent(done)) return done;
    if (done) {
      tell(ended_.front());
    } else {
      log::error("what came of a webhook cannot be noted",
                 {{"message_id", ended_.front().delivery.message_id}, {"error", done.error()}});
    }
    ended_.erase(ended_.begin());
  }
  return {};
}

void delivery_sender::tell(const ended& e) const {
  if (observer_) observer_(e.what_came.what);
}

}  // namespace weir::webhooks
