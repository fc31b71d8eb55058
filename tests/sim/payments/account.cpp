#include <algorithm>

#include <fmt/format.h>
#include <tests/sim/payments/account.hpp>

namespace weir::sim {
namespace {

constexpr std::size_t page = 4;
constexpr std::int64_t most_late_ms = 50 * 60'000;  // in the list, after it says that it happened

std::string intent_object(const told_payment& p, const std::string& currency, const char* more = "") {
  return fmt::format(
      R"({{"id":"{}","object":"payment_intent","amount_received":{},"currency":"{}","metadata":{{"weir_payment":"{}"}}{}}})",
      p.intent, p.received, currency, p.payment, more);
}

std::string session_object(const told_payment& p, const std::string& currency, const char* status) {
  return fmt::format(
      R"({{"id":"cs_{}","object":"checkout.session","mode":"payment","payment_status":"{}","amount_total":{},)"
      R"("currency":"{}","payment_intent":"{}","metadata":{{"weir_payment":"{}"}}}})",
      p.intent, status, p.received, currency, p.intent, p.payment);
}

std::string refund_object(const told_payment& p, const std::string& id, std::int64_t amount, const char* status,
                          const std::string& own) {
  return fmt::format(
      R"({{"id":"{}","object":"refund","amount":{},"currency":"eur","payment_intent":"{}","status":"{}","metadata":{{{}}}}})",
      id, amount, p.intent, status, own.empty() ? "" : fmt::format(R"("weir_refund":"{}")", own));
}

}  // namespace

void account::add(told_payment p, const std::string& own_refund) {
  p.intent = id("pi_");
  std::deque<step> steps;
  tell(steps, p);
  if (p.what == story::gets_too_much_back) {
    give_too_much_back(steps, p);
  } else if (p.state == "succeeded") {
    if (chance(random_, 60)) give_back(steps, p, own_refund);
    if (chance(random_, 30)) give_back(steps, p, "");
    if (chance(random_, 40)) dispute(steps, p);
  }
  payments_.push_back(std::move(p));
  ahead_.push_back(std::move(steps));
}

void account::tell(std::deque<step>& steps, told_payment& p) {
  const auto money = p.what == story::pays_other_money ? std::string("usd") : std::string("eur");
  const auto intent = [&](const char* type, const char* more = "") {
    steps.push_back({fmt::format("payment_intent.{}", type), intent_object(p, money, more)});
  };
  const auto session = [&](const char* type, const char* status) {
    steps.push_back({fmt::format("checkout.session.{}", type), session_object(p, money, status)});
  };
  const auto decline = [&] {
    intent("payment_failed", R"(,"last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"})");
  };
  if (p.what == story::expires) {
    p.state = "canceled";
    session("expired", "unpaid");
    if (chance(random_, 50)) intent("canceled");
    return;
  }
  intent("created");
  if (p.what == story::pays_after_declines) {
    for (auto times = 1 + below(random_, 3); times > 0; --times) {
      decline();
      if (chance(random_, 50)) intent("requires_action");
    }
  }
  const bool is_debit = p.what == story::debit_arrives || p.what == story::debit_bounces;
  if (is_debit) {
    intent("processing");
    session("completed", "unpaid");
  }
  if (p.what == story::debit_bounces) {
    p.state = "failed";
    decline();
    session("async_payment_failed", "unpaid");
    return;
  }
  p.received = p.what == story::pays_too_much ? p.due + 1200 : p.what == story::pays_a_part ? p.due - 1100 : p.due;
  p.state = "succeeded";
  intent("succeeded");
  session(is_debit ? "async_payment_succeeded" : "completed", "paid");
  if (p.what == story::gets_too_much_back && chance(random_, 60))
    steps.back().is_late = steps[steps.size() - 2].is_late = true;
  if (p.what == story::pays_other_money) {  // and Weir takes none of it
    p.state = "open";
    p.received = 0;
  }
}

void account::give_back(std::deque<step>& steps, told_payment& p, const std::string& own_refund) {
  const auto left = p.received - p.refunded;
  const auto amount = own_refund.empty() ? 1 + static_cast<std::int64_t>(below(random_, 700)) : 900;
  if (amount > left) return;
  const auto reference = id("re_");
  const auto object = [&](const char* status) { return refund_object(p, reference, amount, status, own_refund); };
  std::string state = "pending";
  steps.push_back({"refund.created", object("pending")});
  if (chance(random_, 85)) {
    state = "succeeded";
    steps.push_back({chance(random_, 50) ? "refund.updated" : "charge.refund.updated", object("succeeded")});
  }
  if (chance(random_, 30)) {  // a bank that gives it back
    state = "failed";
    steps.push_back({"refund.failed", object("failed")});
  }
  p.refunded += state == "succeeded" ? amount : 0;
  p.refunds.emplace_back(reference, state);
}

// As no provider should.
void account::give_too_much_back(std::deque<step>& steps, told_payment& p) {
  for (const auto amount : {p.received - 100, std::int64_t{700}}) {
    const auto reference = id("re_");
    for (const auto* status : {"pending", "succeeded"})
      steps.push_back({fmt::format("refund.{}", status[0] == 'p' ? "created" : "updated"),
                       refund_object(p, reference, amount, status, "")});
    p.refunds.emplace_back(reference, "succeeded");
  }
  p.refunded = p.received;
  p.refunded_beyond = 600;
}

void account::dispute(std::deque<step>& steps, told_payment& p) {
  const auto reference = id("du_");
  const auto object = [&](const char* status) {
    return fmt::format(
        R"({{"id":"{}","object":"dispute","amount":{},"currency":"eur","payment_intent":"{}","status":"{}","reason":"general",)"
        R"("evidence_details":{{"due_by":1768000000}}}})",
        reference, p.received, p.intent, status);
  };
  std::string state = "needs_response";
  steps.push_back({"charge.dispute.created", object("needs_response")});
  if (chance(random_, 60)) {
    state = "under_review";
    steps.push_back({"charge.dispute.updated", object("under_review")});
  }
  if (chance(random_, 70)) {
    state = chance(random_, 50) ? "won" : "lost";
    steps.push_back({"charge.dispute.closed", object(state.c_str())});
    if (state == "won" && chance(random_, 50)) steps.push_back({"charge.dispute.funds_reinstated", object("won")});
  }
  p.disputes.emplace_back(reference, state);
}

// What every account tells as well: of nothing that Weir uses, and in a shape that it does not read.
account::step account::noise() {
  switch (below(random_, 3)) {
    case 0:
      return {"customer.created", R"({"id":"cus_1","object":"customer"})"};
    case 1:
      return {"not.yet.known", R"({"id":"x_1","object":"x"})"};
    default:
      return {"v2.core.account.updated", ""};
  }
}

bool account::is_over() const {
  return std::ranges::all_of(ahead_, &std::deque<step>::empty);
}

const told_event& account::happen(std::int64_t now_ms) {
  step what;
  const auto at = below(random_, ahead_.size());
  if (ahead_[at].empty()) {
    what = noise();
  } else {
    what = std::move(ahead_[at].front());
    ahead_[at].pop_front();
  }
  told_event e;
  e.id = id("evt_");
  e.created_s = now_ms / 1000;
  e.is_late = what.is_late;
  e.listed_ms =
      now_ms + (what.is_late || chance(random_, 20) ? static_cast<std::int64_t>(below(random_, most_late_ms)) : 0);
  if (what.object.empty()) {
    e.body =
        fmt::format(R"({{"id":"{}","object":"v2.core.event","type":"{}","livemode":false,"created":"{}",)"
                    R"("related_object":{{"id":"acct_1","type":"v2.core.account","url":"/v2/core/accounts/acct_1"}}}})",
                    e.id, what.type, format_rfc3339(timestamp::from_ms(e.created_s * 1000)));
  } else {
    e.body = fmt::format(
        R"({{"id":"{}","object":"event","api_version":"2026-10-28.endive","type":"{}","created":{},"livemode":false,)"
        R"("data":{{"object":{}}}}})",
        e.id, what.type, e.created_s, what.object);
  }
  events_.push_back(std::move(e));
  return events_.back();
}

contract::event_page_answer account::list(timestamp from, timestamp to, const std::string& after,
                                          std::int64_t now_ms) const {
  std::vector<const told_event*> there;
  for (const auto& e : events_) {
    const auto at = e.created_s * 1000;
    if (e.listed_ms <= now_ms && at >= from.ms() && at <= to.ms()) there.push_back(&e);
  }
  std::ranges::reverse(there);
  if (!after.empty()) {
    const auto last = std::ranges::find(there, after, &told_event::id);
    there.erase(there.begin(), last == there.end() ? last : last + 1);
  }
  contract::event_page_answer out;
  out.more = there.size() > page;
  for (const auto* e : there) {
    if (out.events.size() == page) break;
    out.events.push_back(e->body);
    out.last_id = e->id;
  }
  return out;
}

}  // namespace weir::sim
