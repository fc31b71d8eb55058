#include <algorithm>
#include <array>
#include <limits>

#include <workers/payments/collection_case.hpp>
#include <workers/payments/collection_json.hpp>
#include <workers/payments/take_step.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::payments {
namespace {

using billing::due_step;
using billing::dunning_act;
using billing::invoice_state;
using contract::event_type;
using postgres::collection_step_row;
using postgres::executor;
namespace collections = postgres::collections;

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t hour_ns = std::int64_t{3600} * 1000 * ms;
constexpr std::int64_t day_ns = 24 * hour_ns;
constexpr std::int64_t charge_ns = std::int64_t{300} * 1000 * ms;  // longer than the provider is asked
constexpr std::int64_t first_wait_ms = 200;                        // for what a command does
constexpr std::int32_t most_doublings = 7;                         // of that wait: 25 s
constexpr std::int32_t send_again_after = 6;                       // looks in vain
constexpr const char* principal = "system";

// What came of one command.
struct command_end {
  std::string of;    // the subscription, or the invoice
  std::string code;  // of its problem; empty: it succeeded
};

std::string code_of(const std::string& problem) {
  const auto document = contract::json_document::parse(problem);
  return std::string(document ? document->root().text("code").value_or("internal_error") : "internal_error");
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

bool asks_for_money(invoice_state s) {
  return s == invoice_state::finalized || s == invoice_state::past_due;
}

// One look at one invoice.
class look {
 public:
  look(executor& in, collection_case& of, std::optional<timestamp> chargeable_since, timestamp now)
      : in_(in),
        case_(of),
        row_(of.row),
        can_charge_(chargeable_since.has_value()),
        was_chargeable_(chargeable_since && *chargeable_since <= of.row.created_at),
        now_(now) {}

  result<void> run();
  result<void> record(const due_step& step, const charge_end& end);
  look_outcome take() { return std::move(out_); }

 private:
  dunning_act act_of(std::size_t step) const { return case_.steps.steps[step].act; }
  // The place of a step that comes once and is not recorded.
  std::optional<std::size_t> is_ahead(dunning_act what) const {
    const auto& all = case_.steps.steps;
    const auto step = std::ranges::find(all, what, &billing::dunning_step::act);
    if (step == all.end() || step - all.begin() < row_.steps_done) return std::nullopt;
    return static_cast<std::size_t>(step - all.begin());
  }
  result<void> act(const due_step& next);
  result<void> pass_over(std::size_t step, const char* why);
  result<void> stop(const due_step& next);
  result<void> record_giving_up();
  result<void> finish(const char* outcome);
  result<void> end(const char* outcome);
  result<std::optional<std::vector<command_end>>> ask(std::string_view what, const std::vector<std::string>& of);
  contract::command command_of(std::string_view what, const std::string& of) const;
  void plan();
  void wait_until(timestamp at) { row_.due_at = at; }
  result<void> keep() { return collections::update(in_, row_); }
  result<void> announce(event_type type, std::string data);

  executor& in_;
  collection_case& case_;
  postgres::collection_row& row_;
  bool can_charge_;
  bool was_chargeable_;  // when the invoice was finalized
  timestamp now_;
  look_outcome out_;
};

// When somebody looks again, and for what. A method that comes wakes it (collections::look_again_of), unless whoever
// waits for one charge is looked at just then: so once a day as well.
void look::plan() {
  const auto next = case_.next(can_charge_, now_);
  row_.next_act = next ? std::optional(act_of(next->number)) : std::nullopt;
  row_.next_at = next ? std::optional(next->at) : std::nullopt;
  row_.due_at = row_.next_at;
  if (!can_charge_) {
    if (const auto hoped = case_.next(true, now_)) {
      const timestamp then{std::max(hoped->at.ns, now_.ns + day_ns)};
      row_.due_at = row_.due_at ? std::min(*row_.due_at, then) : then;
    }
  }
  if (row_.state == "held") row_.due_at = std::nullopt;
  if (!asks_for_money(row_.invoice_state)) row_.due_at = now_;
}

result<void> look::announce(event_type type, std::string data) {
  contract::domain_event e;
  e.type = type;
  e.id = contract::event_id(row_.invoice_id, row_.version, type);
  e.time = now_;
  e.tenant = tenant_id::parse(row_.tenant_id);
  e.subject = row_.invoice_id;
  e.principal = principal;
  e.data = std::move(data);
  auto said = postgres::outbox::append(in_, e, row_.tenant_number);
  if (!said) return std::unexpected(said.error());
  return {};
}

result<void> look::run() {
  switch (row_.invoice_state) {
    case invoice_state::paid:
      return finish("paid");
    case invoice_state::voided:
      return finish("void");
    case invoice_state::uncollectible:
      if (auto recorded = record_giving_up(); !recorded) return recorded;
      return end("uncollectible");
    default:
      break;
  }
  if (row_.state == "held" || row_.state == "ended") {
    row_.due_at = std::nullopt;
    return keep();
  }
  if (row_.steps_done == 0 && !was_chargeable_) {
    if (auto passed = pass_over(0, "no_method"); !passed) return passed;
  }
  plan();
  const auto next = case_.next(can_charge_, now_);
  if (!next || next->at > now_) {
    row_.attempts = 0;
    return keep();
  }
  auto under_way = collections::is_under_way(in_, row_.invoice_id);
  if (!under_way) return std::unexpected(under_way.error());
  if (*under_way) {
    row_.attempts = 0;
    wait_until({now_.ns + hour_ns});
    return keep();
  }
  return act(*next);
}

result<void> look::act(const due_step& next) {
  switch (act_of(next.number)) {
    case dunning_act::charge:
      out_.attempts = row_.attempts;
      out_.charge = static_cast<std::int32_t>(next.number);
      wait_until({now_.ns + charge_ns});
      return keep();
    case dunning_act::remind:
      return record(next, {"done", "", {}});
    default:
      return stop(next);
  }
}

contract::command look::command_of(std::string_view what, const std::string& of) const {
  const std::array<std::string_view, 4> cause{"collection", row_.invoice_id, what, of};
  contract::command out;
  out.id = *command_id::parse(contract::derived_id(command_id::prefix(), cause));
  out.issued_at = now_;
  out.tenant = tenant_id::parse(row_.tenant_id);
  out.principal = principal;
  if (what == billing::name(dunning_act::give_up)) {
    out.body = contract::change_invoice{*invoice_id::parse(of), std::string(what)};
  } else {
    out.body = contract::change_subscription{.id = *subscription_id::parse(of), .change = std::string(what)};
  }
  return out;
}

// What came of each; nothing as long as one of them is not carried out, which is looked for again.
result<std::optional<std::vector<command_end>>> look::ask(std::string_view what, const std::vector<std::string>& of) {
  std::vector<command_end> ends;
  std::vector<contract::command> open;
  for (const auto& each : of) {
    auto command = command_of(what, each);
    auto came = postgres::command_results::get(in_, command.id.text());
    if (!came && came.error().code != error_code::command_not_found) return std::unexpected(came.error());
    if (came && came->status == "succeeded") {
      ends.push_back({each, ""});
    } else if (came && came->status == "failed") {
      ends.push_back({each, code_of(came->problem.value_or("{}"))});
    } else {
      open.push_back(std::move(command));
    }
  }
  if (open.empty()) return std::optional(std::move(ends));
  if (row_.attempts <= 1 || row_.attempts % send_again_after == 0) out_.commands = std::move(open);
  wait_until({now_.ns + (first_wait_ms << std::clamp(row_.attempts - 1, 0, most_doublings)) * ms});
  if (auto kept = keep(); !kept) return std::unexpected(kept.error());
  return std::nullopt;
}

// pause, cancel, give_up: commands as anybody's.
result<void> look::stop(const due_step& next) {
  const auto what = act_of(next.number);
  std::vector<std::string> of{row_.invoice_id};
  if (what != dunning_act::give_up) {
    auto all = collections::subscriptions_of(in_, row_.invoice_id);
    if (!all) return std::unexpected(all.error());
    of = std::move(*all);
  }
  // Written down before it is asked for: money that comes meanwhile finds what has to go on.
  if (what == dunning_act::pause) row_.paused = of;
  auto ends = ask(billing::name(what), of);
  if (!ends) return std::unexpected(ends.error());
  if (!*ends) return {};
  std::vector<std::string> others;
  if (what == dunning_act::pause) {
    if (auto held = collections::hold_paused(in_, row_.tenant_number); !held) return held;
    auto theirs = collections::paused_by_others(in_, row_.tenant_number, row_.invoice_id);
    if (!theirs) return std::unexpected(theirs.error());
    others = std::move(*theirs);
  }
  charge_end end{"failed", "", {}};
  if (what == dunning_act::pause) row_.paused.clear();
  for (const auto& e : **ends) {
    const bool is_so = e.code.empty() || has(others, e.of);
    if (is_so) end.result = "done";
    if (is_so && what == dunning_act::pause) row_.paused.push_back(e.of);
    if (is_so && what == dunning_act::cancel) std::erase(row_.paused, e.of);
    if (!is_so) end.outcome = e.code;
  }
  return record(next, end);
}

result<void> look::pass_over(std::size_t step, const char* why) {
  out_.taken.push_back({act_of(step), "skipped"});
  row_.steps_done = static_cast<std::int32_t>(step) + 1;
  return collections::add_step(
      in_, row_, {static_cast<std::int32_t>(step), act_of(step), case_.day_of(step), "skipped", why, {}, now_});
}

result<void> look::record(const due_step& step, const charge_end& end) {
  for (auto i = static_cast<std::size_t>(row_.steps_done); i < step.number; ++i) {
    const bool has_no_method = act_of(i) == dunning_act::charge && !can_charge_;
    if (auto passed = pass_over(i, has_no_method ? "no_method" : "superseded"); !passed) return passed;
  }
  const collection_step_row taken{static_cast<std::int32_t>(step.number),
                                  act_of(step.number),
                                  case_.day_of(step.number),
                                  end.result,
                                  end.outcome,
                                  end.payment_id,
                                  now_};
  if (auto added = collections::add_step(in_, row_, taken); !added) return added;
  out_.taken.push_back({taken.act, taken.result});
  row_.steps_done = taken.number + 1;
  row_.attempts = 0;
  if (row_.state != "held") row_.outcome = end.outcome;
  if (taken.act == dunning_act::remind) row_.reminded_at = now_;
  const bool starts = !row_.started_at && taken.number > 0;
  if (starts) row_.started_at = now_;
  if (row_.state == "waiting" && starts) row_.state = "running";
  plan();
  ++row_.version;
  if (starts) {
    if (auto said = announce(event_type::collection_started, collection_json(row_)); !said) return said;
  }
  if (taken.result != "skipped") {
    if (auto said = announce(event_type::collection_step_taken, collection_step_json(row_, taken)); !said) return said;
  }
  return keep();
}

// What has made the invoice uncollectible may be its own step: the command wakes it before it looks for what came of
// it.
result<void> look::record_giving_up() {
  const auto step = is_ahead(dunning_act::give_up);
  if (!step) return {};
  auto came =
      postgres::command_results::get(in_, command_of(billing::name(dunning_act::give_up), row_.invoice_id).id.text());
  if (!came) return came.error().code == error_code::command_not_found ? result<void>() : std::unexpected(came.error());
  if (came->status != "succeeded") return {};
  return record({*step, now_}, {"done", "", {}});
}

// What it paused goes on, but for what others have paused as well.
result<void> look::finish(const char* outcome) {
  if (row_.paused.empty()) return end(outcome);
  // What was asked for is not undone before it is done.
  if (const auto pause = is_ahead(dunning_act::pause)) {
    auto ends = ask(billing::name(dunning_act::pause), row_.paused);
    if (!ends) return std::unexpected(ends.error());
    if (!*ends) return {};
    charge_end came{"done", "", {}};
    for (const auto& e : **ends) {
      if (e.code.empty()) continue;
      came.outcome = e.code;
      std::erase(row_.paused, e.of);
    }
    if (row_.paused.empty()) came.result = "failed";
    if (auto recorded = record({*pause, now_}, came); !recorded) return recorded;
    if (row_.paused.empty()) return end(outcome);
  }
  if (auto held = collections::hold_paused(in_, row_.tenant_number); !held) return held;
  auto others = collections::paused_by_others(in_, row_.tenant_number, row_.invoice_id);
  if (!others) return std::unexpected(others.error());
  std::erase_if(row_.paused, [&](const auto& id) { return has(*others, id); });
  auto ends = ask("resume", row_.paused);
  if (!ends) return std::unexpected(ends.error());
  if (!*ends) return {};
  row_.paused.clear();
  return end(outcome);
}

result<void> look::end(const char* outcome) {
  row_.due_at = std::nullopt;
  row_.attempts = 0;
  if (row_.state == "ended" && row_.outcome == outcome) return keep();
  row_.state = "ended";
  row_.outcome = outcome;
  row_.next_act = std::nullopt;
  row_.next_at = std::nullopt;
  row_.ended_at = now_;
  ++row_.version;
  if (auto said = announce(event_type::collection_ended, collection_json(row_)); !said) return said;
  return keep();
}

struct looked_at {
  collection_case of;
  std::optional<timestamp> chargeable_since{};
};

result<looked_at> look_at(executor& in, const std::string& invoice, const charge_question& can_charge) {
  if (auto locked = collections::lock(in, invoice); !locked) return std::unexpected(locked.error());
  auto of = read_case(in, invoice);
  if (!of) return std::unexpected(of.error());
  auto can = can_charge(in, of->row);
  if (!can) return std::unexpected(can.error());
  return looked_at{std::move(*of), *can};
}

}  // namespace

result<look_outcome> take_step(executor& in, const std::string& invoice, const charge_question& can_charge,
                               timestamp now) {
  auto found = look_at(in, invoice, can_charge);
  if (!found) return std::unexpected(found.error());
  look one(in, found->of, found->chargeable_since, now);
  if (auto done = one.run(); !done) return std::unexpected(done.error());
  return one.take();
}

result<look_outcome> record_charge(executor& in, const std::string& invoice, std::int32_t step, const charge_end& end,
                                   const charge_question& can_charge, timestamp now) {
  auto found = look_at(in, invoice, can_charge);
  if (!found) return std::unexpected(found.error());
  if (found->of.row.steps_done > step || found->of.row.state == "ended") return look_outcome{};
  look one(in, found->of, found->chargeable_since, now);
  if (auto done = one.record({static_cast<std::size_t>(step), now}, end); !done) return std::unexpected(done.error());
  return one.take();
}

result<void> put_off(executor& in, const std::string& invoice, timestamp at) {
  if (auto locked = collections::lock(in, invoice); !locked) return locked;
  auto row = collections::find(in, invoice);
  if (!row) return std::unexpected(row.error());
  // Unless somebody has held it meanwhile, or woken it.
  if (!row->due_at || row->due_at->ns == std::numeric_limits<std::int64_t>::min()) return {};
  row->due_at = at;
  return collections::update(in, *row);
}

}  // namespace weir::payments
