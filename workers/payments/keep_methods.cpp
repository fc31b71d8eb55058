#include <utility>

#include <workers/payments/keep_methods.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::payments {
namespace {

using billing::heard;
using billing::method_state;
using contract::event_type;
using postgres::executor;
using postgres::payment_method_row;
namespace methods = postgres::payment_methods;
using methods::customer_fact;

result<void> announce(executor& in, event_type type, const payment_method_row& row, const method_author& by) {
  contract::domain_event e;
  e.type = type;
  e.id = contract::event_id(row.id, row.version, type);
  e.time = by.at;
  e.tenant = tenant_id::parse(row.tenant_id);
  e.subject = row.id;
  e.principal = by.principal;
  e.request = by.request;
  e.address = by.address;
  e.data = method_json(row);
  auto said = postgres::outbox::append(in, e, row.tenant_number);
  if (!said) return std::unexpected(said.error());
  return {};
}

// `fresh`: one that is announced by itself.
result<void> settle(executor& in, const customer_fact& of, const method_author& by, std::string_view fresh = {}) {
  auto changed = methods::settle_default(in, of);
  if (!changed) return std::unexpected(changed.error());
  for (const auto& row : *changed) {
    if (row.reference == fresh) continue;
    if (auto said = announce(in, event_type::payment_method_updated, row, by); !said) return said;
  }
  return {};
}

result<void> add(executor& in, const customer_fact& of, const method_news& said, const method_author& by) {
  payment_method_row row;
  row.id = said.id;
  row.provider_number = of.provider_number;
  row.tenant_number = of.tenant_number;
  row.reference = said.reference;
  row.customer = said.customer;
  row.progress = said.progress;
  row.made_at = said.made_at;
  if (auto added = methods::add(in, row); !added) return added;
  // One that is gone before it was known is nobody's news; what is said of it later finds it gone.
  if (said.progress.state == method_state::detached) return {};
  if (auto settled = settle(in, of, by, said.reference); !settled) return settled;
  auto now = methods::find(in, row.id);
  if (!now) return std::unexpected(now.error());
  return announce(in, event_type::payment_method_attached, *now, by);
}

result<heard> change(executor& in, const customer_fact& of, payment_method_row row,
                     const billing::method_progress& said, const method_author& by) {
  const auto before = row.progress;
  const auto verdict = billing::hear(row.progress, said);
  if (row.progress == before) return verdict;
  if (auto put = methods::update(in, row); !put) return std::unexpected(put.error());
  if (row.progress.state != before.state) {
    if (auto told = announce(in, event_type::payment_method_detached, row, by); !told)
      return std::unexpected(told.error());
    if (auto settled = settle(in, of, by); !settled) return std::unexpected(settled.error());
  } else if (row.progress.details != before.details && row.progress.state == method_state::attached) {
    if (auto told = announce(in, event_type::payment_method_updated, row, by); !told)
      return std::unexpected(told.error());
  }
  return verdict;
}

void write(contract::json_writer& w, const payment_method_row& row) {
  const auto& details = row.progress.details;
  const auto if_any = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  w.member("id", row.id).member("tenant_id", row.tenant_id).member("kind", details.kind);
  w.member("brand", if_any(details.brand)).member("last4", if_any(details.last4));
  w.member("expiry_month", details.expiry_month).member("expiry_year", details.expiry_year);
  w.member("default", row.is_default).member("version", row.version);
}

}  // namespace

result<heard> hear_method(executor& in, const customer_fact& of, const method_news& said, const method_author& by) {
  auto known = methods::find_reference(in, of.provider_number, said.reference);
  if (!known) return std::unexpected(known.error());
  if (*known) return change(in, of, std::move(**known), said.progress, by);
  if (auto added = add(in, of, said, by); !added) return std::unexpected(added.error());
  return heard::news;
}

result<heard> hear_choice(executor& in, customer_fact& of, const billing::method_choice& said,
                          const method_author& by) {
  const auto before = of.chosen;
  const auto verdict = billing::hear(of.chosen, said);
  if (of.chosen == before) return verdict;
  if (auto put = methods::set_chosen(in, of); !put) return std::unexpected(put.error());
  if (auto settled = settle(in, of, by); !settled) return std::unexpected(settled.error());
  return verdict;
}

result<void> detach_method(executor& in, const customer_fact& of, const std::string& reference,
                           const method_author& by) {
  auto known = methods::find_reference(in, of.provider_number, reference);
  if (!known) return std::unexpected(known.error());
  if (!*known) return {};
  auto gone = (*known)->progress;
  gone.state = method_state::detached;
  auto done = change(in, of, std::move(**known), gone, by);
  if (!done) return std::unexpected(done.error());
  return {};
}

result<void> detach_methods(executor& in, const customer_fact& of, const std::string& customer,
                            const method_author& by) {
  auto all = methods::attached_to(in, of.provider_number, customer);
  if (!all) return std::unexpected(all.error());
  for (const auto& row : *all) {
    if (auto gone = detach_method(in, of, row.reference, by); !gone) return gone;
  }
  return {};
}

std::string method_json(const payment_method_row& row) {
  contract::json_writer w(384);
  w.begin_object();
  write(w, row);
  return w.end_object().take();
}

std::string method_view(const payment_method_row& row) {
  contract::json_writer w(384);
  w.begin_object();
  write(w, row);
  return w.member("created_at", row.created_at).member("updated_at", row.updated_at).end_object().take();
}

}  // namespace weir::payments
