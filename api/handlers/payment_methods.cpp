#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

#include <api/charge_ports.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/payment_methods.hpp>
#include <api/handlers/reads.hpp>
#include <api/payment_customers.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/settings_loader.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/http/url.hpp>
#include <weir/postgres/payment_methods.hpp>

namespace weir::api {
namespace {

using billing::method_state;
using postgres::executor;
using postgres::payment_method_row;
namespace methods = postgres::payment_methods;

constexpr std::string_view place = "payment-methods";
constexpr int most_steps = 2;  // with another customer, when the first one is not known any more

struct setup {
  payer who;
  postgres::payments::customer customer;
};

result<setup> begin_setup(const call& c, const payment_account& account, std::int32_t tenant) {
  return change(c, [&](executor& in) -> result<setup> {
    auto who = payer_of(in, tenant);
    if (!who) return std::unexpected(who.error());
    auto customer = postgres::payments::customer_of(in, account.number, tenant);
    if (!customer) return std::unexpected(customer.error());
    return setup{std::move(*who), std::move(*customer)};
  });
}

// A request that is repeated with its key gets the same page.
result<std::string> key_of_setup(const call& c, const std::string& customer) {
  auto key = idempotency_key(c);
  if (!key) return std::unexpected(key.error());
  if (!*key) return "setup_" + c.with().ids.next().text();
  const auto asked = sha256(c.who().id + '\n' + customer + '\n' + **key);
  return "setup_" + hex(std::span(asked).first(16));
}

// Whose payment methods the page shows: of the tenant's money.
std::string currency_of(const payer& who) {
  const auto c = billing::currency::find(who.currency);
  return c ? billing::stripe_currency(*c) : "usd";
}

std::string setup_json(const contract::session_answer& page) {
  contract::json_writer w(512);
  return w.begin_object().member("url", page.url).member("url_expires_at", page.expires_at).end_object().take();
}

result<http::response> set_up(const call& c) {
  auto tenant = look(c, [&](executor& in) { return one_tenant(in, c); });
  if (!tenant) return std::unexpected(tenant.error());
  auto account = offered_account(c.with());
  if (!account) return std::unexpected(account.error());
  for (int step = 1;; ++step) {
    auto begun = begin_setup(c, *account, tenant->number);
    if (!begun) return std::unexpected(begun.error());
    auto customer = customer_at(c, *account, begun->who, begun->customer);
    if (!customer) return std::unexpected(customer.error().what);
    auto key = key_of_setup(c, *customer);
    if (!key) return std::unexpected(key.error());
    const auto home = public_url(c.with().config) + "/app/invoices/methods?tenant=" + http::percent_encode(tenant->key);
    auto made = c.with().stripe->create_setup_session(
        account->at, {.key = std::move(*key),
                      .currency = currency_of(begun->who),
                      .customer = *customer,
                      .success_url = home + "&kept=yes",
                      .cancel_url = home,
                      .marks = {.installation = account->installation, .tenant = begun->who.tenant_id}});
    if (made && made->url) return unstored(c.json(201, setup_json(*made)));
    // With the key of a request that was answered before, the page of then.
    if (made) return fail(error_code::payment_state_refused, "Its page was used, or is not open any more.");
    if (step == most_steps || !is_unknown_customer(made.error(), *customer)) return std::unexpected(made.error().what);
    auto gone = change(c, [&](executor& in) { return forget_customer(in, c, *account, tenant->number, *customer); });
    if (!gone) return std::unexpected(gone.error());
  }
}

result<payment_method_row> find_method(executor& in, const call& c) {
  const std::string id(c.parameter("payment_method"));
  if (!payment_method_id::parse(id)) return fail(error_code::payment_method_not_found);
  return methods::find(in, id);
}

// True: it is nobody's at the provider, as of now or from before.
result<bool> detach_there(const call& c, const payment_account& account, const payment_method_row& row) {
  auto& stripe = *c.with().stripe;
  auto done = stripe.detach_method(account.at, row.reference);
  if (done) return true;
  if (done.error().what.code != error_code::payment_provider_refused) return std::unexpected(done.error().what);
  auto now = stripe.retrieve_method(account.at, row.reference);
  if (now) return now->customer.empty() ? result<bool>(true) : std::unexpected(done.error().what);
  if (now.error().code == "resource_missing") return true;
  return std::unexpected(now.error().what);
}

result<http::response> removed(const call& c) {
  auto row = look(c, [&](executor& in) { return find_method(in, c); });
  if (!row) return std::unexpected(row.error());
  if (row->progress.state == method_state::detached) return c.no_content();
  auto account = account_of_payment(c.with(), row->provider_number);
  if (!account) return std::unexpected(account.error());
  if (auto gone = detach_there(c, *account, *row); !gone) return std::unexpected(gone.error());
  auto done = change(c, [&](executor& in) -> result<void> {
    auto of = methods::lock_customer_of(in, row->provider_number, row->tenant_number);
    if (!of) return std::unexpected(of.error());
    if (!*of) return {};
    return payments::detach_method(in, **of, row->reference, method_author_of(c));
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace

result<http::response> list_payment_methods(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const auto endpoint = std::string(place) + '/' + text_of(c, "tenant").value_or("");
  auto cursor = cursor_text(c, endpoint);
  if (!cursor) return std::unexpected(cursor.error());
  std::int64_t before = 0;
  std::from_chars(cursor->data(), cursor->data() + cursor->size(), before);
  auto found = look(c, [&](executor& in) -> result<std::vector<payment_method_row>> {
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    return methods::list(in, *tenant ? std::optional((*tenant)->number) : std::nullopt, before, *limit + 1);
  });
  if (!found) return std::unexpected(found.error());
  std::optional<std::string> next;
  if (std::ssize(*found) > *limit) {
    found->pop_back();
    next = make_cursor(c, endpoint, std::to_string(found->back().number));
  }
  contract::json_writer w(found->size() * 384 + 16);
  w.begin_array();
  for (const auto& row : *found)
    w.raw(payments::method_view(row));
  return c.json(200, page(w.end_array().take(), next));
}

// The body says {"default": true}: nothing else of it is Weir's to change.
result<http::response> update_payment_method(const call& c) {
  auto body = change(c, [&](executor& in) -> result<std::string> {
    auto row = find_method(in, c);
    if (!row) return std::unexpected(row.error());
    auto of = methods::lock_customer_of(in, row->provider_number, row->tenant_number);
    if (!of) return std::unexpected(of.error());
    row = find_method(in, c);
    if (!row) return std::unexpected(row.error());
    if (!*of || row->progress.state == method_state::detached) return fail(error_code::payment_method_not_found);
    // Later than what was chosen before, whatever the clocks say.
    const auto at = std::max(c.with().clock.now(), timestamp::from_ms((*of)->chosen.at.ms() + 1));
    auto heard = payments::hear_choice(in, **of, {row->reference, at}, method_author_of(c));
    if (!heard) return std::unexpected(heard.error());
    row = find_method(in, c);
    if (!row) return std::unexpected(row.error());
    return payments::method_view(*row);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void create_payment_method_setup(call c, http::responder respond) {
  auto& pool = c.with().payments;
  in_pool(pool, std::move(c), std::move(respond), set_up);
}

void delete_payment_method(call c, http::responder respond) {
  auto& pool = c.with().payments;
  in_pool(pool, std::move(c), std::move(respond), removed);
}

}  // namespace weir::api
