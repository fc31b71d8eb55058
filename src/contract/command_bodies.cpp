#include <algorithm>
#include <iterator>

#include <weir/base/assert.hpp>
#include <weir/contract/command_bodies.hpp>

namespace weir::contract {
namespace {

constexpr std::string_view times[] = {"now", "period_end", "given"};

std::unexpected<error> malformed(std::string_view member, std::string_view why) {
  return fail(error_code::record_malformed, std::string(why), "/data/" + std::string(member));
}

class data_writer {
 public:
  explicit data_writer(json_writer& w) : w_(w) {}

  void operator()(const redrive_rejected& b) { write(b.ids); }
  void operator()(const discard_rejected& b) { write(b.ids); }
  void operator()(const start_subscription& b) {
    write(b.plan);
    w_.member("currency", b.currency).member("at", b.at).member("trial", b.trial);
    if (b.add_on_to) w_.member("add_on_to", b.add_on_to->text());
  }
  void operator()(const change_subscription& b) {
    w_.member("subscription_id", b.id.text()).member("change", b.change);
    if (b.plan) write(*b.plan);
    w_.member("when", times[static_cast<std::size_t>(b.when)]).member("at", b.at);
  }
  void operator()(const unschedule_subscription_change& b) {
    w_.member("subscription_id", b.id.text()).member("sequence", b.sequence);
  }
  void operator()(const change_invoice& b) { w_.member("invoice_id", b.id.text()).member("change", b.change); }
  void operator()(const record_payment& b) {
    w_.member("invoice_id", b.id.text()).member("amount", b.amount).member("method", b.method);
    w_.member("reference", b.reference).member("received_at", b.received_at);
  }
  void operator()(const release_billing&) {}
  void operator()(const grant_credit& b) {
    w_.member("amount", text(b.amount, b.currency)).member("currency", b.currency.code());
    w_.member("priority", b.priority).member("expires_at", b.expires_at);
    w_.member("is_paid", b.is_paid).member("reason", b.reason);
  }
  void operator()(const void_credit& b) { w_.member("credit_id", b.id.text()); }
  void operator()(const apply_coupon& b) { w_.member("coupon", b.coupon); }
  void operator()(const remove_coupon& b) { w_.member("tenant_coupon_id", b.id.text()); }
  void operator()(const start_history_import& b) { w_.member("history_import_id", b.id.text()).member("rows", b.rows); }
  void operator()(const cancel_history_import& b) { w_.member("history_import_id", b.id.text()); }

 private:
  void write(const std::vector<rejected_id>& ids) {
    WEIR_ASSERT(!ids.empty() && ids.size() <= most_command_ids, "a command names 1 to 1,000 events");
    w_.key("rejected_ids").begin_array();
    for (const auto& id : ids)
      w_.text(id.text());
    w_.end_array();
  }
  void write(const plan_choice& p) { w_.member("plan", p.plan).member("plan_version", p.version); }

  json_writer& w_;
};

result<std::vector<rejected_id>> read_ids(const json_value& data) {
  const auto list = data.find("rejected_ids");
  if (!list || list->kind() != json_kind::array || list->size() == 0 || list->size() > most_command_ids)
    return malformed("rejected_ids", "one to 1,000 ids are expected");
  std::vector<rejected_id> out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto text = list->item(i).text();
    const auto id = text ? rejected_id::parse(*text) : std::nullopt;
    if (!id) return malformed("rejected_ids/" + std::to_string(i), "not the id of a rejected event");
    out.push_back(*id);
  }
  return out;
}

result<subscription_id> read_subscription(const json_value& data) {
  const auto id = subscription_id::parse(data.text("subscription_id").value_or(""));
  if (!id) return malformed("subscription_id", "not the id of a subscription");
  return *id;
}

result<std::optional<timestamp>> read_time(const json_value& data, std::string_view member) {
  const auto at = data.find(member);
  if (!at || at->is_null()) return std::nullopt;
  auto parsed = parse_rfc3339(at->text().value_or(""));
  if (!parsed) return malformed(member, "not RFC 3339");
  return *parsed;
}

result<plan_choice> read_plan(const json_value& data) {
  plan_choice out{std::string(data.text("plan").value_or(""))};
  if (out.plan.empty()) return malformed("plan", "the id or code of a plan is expected");
  const auto version = data.find("plan_version");
  if (!version || version->is_null()) return out;
  const auto number = version->integer().value_or(0);
  if (number < 1 || number > INT32_MAX) return malformed("plan_version", "a whole number from 1 is expected");
  out.version = static_cast<std::int32_t>(number);
  return out;
}

result<command_body> read_start(const json_value& data) {
  auto plan = read_plan(data);
  if (!plan) return std::unexpected(plan.error());
  auto at = read_time(data, "at");
  if (!at) return std::unexpected(at.error());
  const auto trial = data.find("trial");
  start_subscription out{std::move(*plan), std::string(data.text("currency").value_or("")), *at,
                         !trial || trial->boolean().value_or(true)};
  if (data.find("add_on_to")) {
    out.add_on_to = subscription_id::parse(data.text("add_on_to").value_or(""));
    if (!out.add_on_to) return malformed("add_on_to", "not the id of a subscription");
  }
  return out;
}

result<command_body> read_change(const json_value& data) {
  auto id = read_subscription(data);
  if (!id) return std::unexpected(id.error());
  change_subscription out{*id, std::string(data.text("change").value_or(""))};
  constexpr std::string_view changes[] = {"change_plan", "pause", "resume", "cancel"};
  if (std::ranges::find(changes, out.change) == std::end(changes))
    return malformed("change", "change_plan, pause, resume or cancel is expected");
  if (out.change == changes[0]) {
    auto plan = read_plan(data);
    if (!plan) return std::unexpected(plan.error());
    out.plan = std::move(*plan);
  }
  const auto* when = std::ranges::find(times, data.text("when").value_or("now"));
  if (when == std::end(times)) return malformed("when", "now, period_end or given is expected");
  out.when = static_cast<change_time>(when - std::begin(times));
  auto at = read_time(data, "at");
  if (!at) return std::unexpected(at.error());
  out.at = *at;
  if (out.at.has_value() != (out.when == change_time::given)) return malformed("at", "given goes with an instant");
  return out;
}

result<command_body> read_unschedule(const json_value& data) {
  auto id = read_subscription(data);
  if (!id) return std::unexpected(id.error());
  const auto sequence = data.find("sequence");
  if (!sequence || sequence->integer().value_or(0) < 1)
    return malformed("sequence", "a whole number from 1 is expected");
  return unschedule_subscription_change{*id, *sequence->integer()};
}

result<invoice_id> read_invoice(const json_value& data) {
  const auto id = invoice_id::parse(data.text("invoice_id").value_or(""));
  if (!id) return malformed("invoice_id", "not the id of an invoice");
  return *id;
}

result<command_body> read_invoice_change(const json_value& data) {
  auto id = read_invoice(data);
  if (!id) return std::unexpected(id.error());
  change_invoice out{*id, std::string(data.text("change").value_or(""))};
  constexpr std::string_view changes[] = {"finalize", "void", "give_up"};
  if (std::ranges::find(changes, out.change) == std::end(changes))
    return malformed("change", "finalize, void or give_up is expected");
  return out;
}

result<command_body> read_payment(const json_value& data) {
  auto id = read_invoice(data);
  if (!id) return std::unexpected(id.error());
  auto at = read_time(data, "received_at");
  if (!at) return std::unexpected(at.error());
  record_payment out{*id, std::string(data.text("amount").value_or("")), std::string(data.text("method").value_or("")),
                     std::string(data.text("reference").value_or("")), *at};
  if (out.amount.empty()) return malformed("amount", "an amount is expected");
  if (out.method.empty()) return malformed("method", "how the money came is expected");
  return out;
}

result<command_body> read_release(const json_value&) {
  return release_billing{};
}

result<command_body> read_grant(const json_value& data) {
  const auto coin = billing::currency::find(data.text("currency").value_or(""));
  if (!coin) return malformed("currency", "a currency of ISO 4217 is expected");
  const auto amount = billing::parse_money(data.text("amount").value_or(""), *coin);
  if (!amount || *amount <= billing::money{}) return malformed("amount", "an amount above zero is expected");
  grant_credit out{*coin, *amount};
  const auto priority = data.find("priority");
  const auto rank = priority ? priority->integer().value_or(-1) : out.priority;
  if (rank < 0 || rank > most_credit_priority) return malformed("priority", "0 to 1,000,000 is expected");
  out.priority = static_cast<std::int32_t>(rank);
  auto until = read_time(data, "expires_at");
  if (!until) return std::unexpected(until.error());
  out.expires_at = *until;
  if (const auto paid = data.find("is_paid")) out.is_paid = paid->boolean().value_or(false);
  out.reason = data.text("reason").value_or("");
  return out;
}

result<command_body> read_void(const json_value& data) {
  const auto id = credit_id::parse(data.text("credit_id").value_or(""));
  if (!id) return malformed("credit_id", "not the id of a credit");
  return void_credit{*id};
}

result<command_body> read_apply(const json_value& data) {
  apply_coupon out{std::string(data.text("coupon").value_or(""))};
  if (out.coupon.empty()) return malformed("coupon", "the id or code of a coupon is expected");
  return out;
}

result<command_body> read_remove(const json_value& data) {
  const auto id = tenant_coupon_id::parse(data.text("tenant_coupon_id").value_or(""));
  if (!id) return malformed("tenant_coupon_id", "not the id of a tenant's coupon");
  return remove_coupon{*id};
}

result<command_body> read_history_start(const json_value& data) {
  const auto id = history_import_id::parse(data.text("history_import_id").value_or(""));
  if (!id) return malformed("history_import_id", "not the id of an import");
  const auto rows = data.find("rows") ? data.find("rows")->integer() : std::nullopt;
  if (!rows || *rows < 0) return malformed("rows", "a number of rows is expected");
  return start_history_import{*id, *rows};
}

result<command_body> read_history_cancel(const json_value& data) {
  const auto id = history_import_id::parse(data.text("history_import_id").value_or(""));
  if (!id) return malformed("history_import_id", "not the id of an import");
  return cancel_history_import{*id};
}

template<class Body>
result<command_body> read_rejected(const json_value& data) {
  auto ids = read_ids(data);
  if (!ids) return std::unexpected(ids.error());
  return Body{std::move(*ids)};
}

struct reader {
  std::string_view type;
  result<command_body> (*read)(const json_value& data);
};
constexpr reader readers[] = {
    {redrive_rejected::type, read_rejected<redrive_rejected>},
    {discard_rejected::type, read_rejected<discard_rejected>},
    {start_subscription::type, read_start},
    {change_subscription::type, read_change},
    {unschedule_subscription_change::type, read_unschedule},
    {change_invoice::type, read_invoice_change},
    {record_payment::type, read_payment},
    {release_billing::type, read_release},
    {grant_credit::type, read_grant},
    {void_credit::type, read_void},
    {apply_coupon::type, read_apply},
    {remove_coupon::type, read_remove},
    {start_history_import::type, read_history_start},
    {cancel_history_import::type, read_history_cancel},
};
static_assert(std::size(readers) == std::variant_size_v<command_body>);

}  // namespace

std::string_view type_of(const command_body& body) {
  return std::visit([](const auto& b) { return b.type; }, body);
}

void write_command_data(json_writer& w, const command_body& body) {
  std::visit(data_writer(w), body);
}

result<command_body> read_command_data(std::string_view type, const json_value& command) {
  const auto* found = std::ranges::find(readers, type, &reader::type);
  if (found == std::end(readers))
    return fail(error_code::command_unknown_type, std::string(type.substr(0, 128)), "/type");
  const auto data = command.find("data");
  if (!data || data->kind() != json_kind::object)
    return fail(error_code::record_malformed, "an object is expected", "/data");
  return found->read(*data);
}

}  // namespace weir::contract
