#include <algorithm>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/payment_providers.hpp>
#include <api/provider_doors.hpp>

#include <weir/contract/payment_record.hpp>
#include <weir/domain/payment_provider.hpp>
#include <weir/domain/paypal_signature.hpp>
#include <weir/domain/stripe_signature.hpp>
#include <weir/postgres/meter_exports.hpp>
#include <weir/postgres/payment_providers.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::meter_export_row;
using postgres::payment_provider_row;
using postgres::provider_secret_row;
namespace rows = postgres::payment_providers;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);
constexpr std::int64_t usual_overlap_s = 86'400;
constexpr std::int32_t most_exports = 1'000;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Payment providers are the platform's.");
}

std::string path_of(const payment_provider_row& of) {
  return "/api/v1/payment-providers/" + of.id;
}

// schemas/json/payment_provider.json
std::string provider_json(const payment_provider_row& of, const std::vector<provider_secret_row>& secrets,
                          const std::vector<meter_export_row>& exports) {
  contract::json_writer w(1024);
  w.begin_object().member("id", of.id).member("slug", of.slug).member("provider", of.provider).member("name", of.name);
  w.member("live", of.live).member("enabled", of.enabled).member("offered", of.offered);
  w.member("client_id", of.client_id);
  w.member("webhook_path", "/api/v1/webhooks/" + of.provider + '/' + of.slug);
  w.key("secrets").begin_array();
  for (const auto& s : secrets) {
    w.begin_object().member("id", s.id).member("kind", s.kind).member("created_at", s.created_at);
    w.member("expires_at", s.expires_at).end_object();
  }
  w.end_array().member("swept_to", of.swept_to).member("sweep_asked_at", of.sweep_asked_at);
  w.key("meter_exports").begin_array();
  for (const auto& e : exports) {
    w.begin_object().member("meter_id", e.meter_id).member("event_name", e.event_name).member("from", e.from);
    w.member("enabled", e.enabled).end_object();
  }
  w.end_array();
  w.member("push_invoices", of.push_invoices_from.has_value()).member("push_invoices_from", of.push_invoices_from);
  w.member("version", of.version).member("created_at", of.created_at).member("updated_at", of.updated_at);
  return w.end_object().take();
}

struct shown_provider {
  payment_provider_row row;
  std::vector<provider_secret_row> secrets;
  std::vector<meter_export_row> exports;
  std::int32_t number = row.number;  // its place in lists

  std::string json() const { return provider_json(row, secrets, exports); }
};

result<shown_provider> show(executor& in, const payment_provider_row& of) {
  auto secrets = rows::secrets(in, of.number);
  if (!secrets) return std::unexpected(secrets.error());
  auto exports = postgres::meter_exports::list(in, of.number, 0, most_exports);
  if (!exports) return std::unexpected(exports.error());
  return shown_provider{of, std::move(*secrets), std::move(*exports)};
}

bool has_key(const shown_provider& of) {
  return std::ranges::find(of.secrets, rows::api_key, &provider_secret_row::kind) != of.secrets.end();
}

// How far its events were read changes without the version that If-Match is about, so no answer is 304.
http::response answer(const call& c, const shown_provider& what) {
  auto out = c.json(200, what.json());
  out.add_header("ETag", etag(what.row.version));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

created made(const shown_provider& what) {
  return created{what.json(), path_of(what.row), etag(what.row.version), {}};
}

result<void> announce_provider(executor& in, const call& c, contract::event_type type, const shown_provider& now,
                               const shown_provider* before = nullptr) {
  return announce(in, c, {type, now.row.id, now.row.version, std::nullopt, now.json(), before ? before->json() : ""});
}

// The version tells the secrets of one kind apart: that of the account with it.
provider_secret_row sealed(const call& c, const std::string& account, std::int64_t version, std::string_view kind,
                           std::string_view secret) {
  provider_secret_row out;
  out.id = account + '_' + std::string(kind) + '_' + std::to_string(version);
  out.kind = kind;
  out.sealed = c.with().secrets.seal(purpose, out.id, secret);
  return out;
}

bool is_paypal(const payment_provider_row& of) {
  return of.provider == contract::paypal_provider;
}

template<class T>
std::optional<error> refusal(const result<T>& fits, std::string_view member) {
  if (fits) return std::nullopt;
  return std::optional<error>(std::in_place, fits.error().code, fits.error().detail, '/' + std::string(member));
}

std::optional<error> refused_key(const call& c, const payment_provider_row& of) {
  const auto key = c.body().text("api_key");
  if (!key) return std::nullopt;
  return refusal(is_paypal(of) ? domain::check_paypal_credential(*key) : domain::check_provider_key(*key, of.live),
                 "api_key");
}

// At Stripe a key is enough.
std::optional<error> refused_client(const call& c, const payment_provider_row& of) {
  const auto client = c.body().text("client_id");
  if (!client) return std::nullopt;
  if (!is_paypal(of)) return error(error_code::validation_failed, "Stripe has no client ids.", "/client_id");
  return refusal(domain::check_paypal_credential(*client), "client_id");
}

std::optional<error> refused_secret(const call& c, std::string_view member, const payment_provider_row& of) {
  const auto secret = c.body().text(member);
  if (!secret) return std::nullopt;
  if (is_paypal(of)) return refusal(domain::check_paypal_webhook_id(*secret), member);
  return refusal(domain::stripe_secret::parse(*secret), member);
}

// What the body says, over what is there. One that is disabled, or that cannot be asked for money, is not offered.
// Error: validation_failed, when that is what the body wants.
result<payment_provider_row> read_wanted(const call& c, const shown_provider& over) {
  const auto body = c.body();
  auto out = over.row;
  if (const auto name = body.text("name")) out.name = *name;
  if (const auto enabled = body.find("enabled")) out.enabled = enabled->boolean().value_or(true);
  if (const auto offered = body.find("offered")) out.offered = offered->boolean().value_or(false);
  if (const auto client = body.find("client_id")) out.client_id = client->text();
  const auto key = body.find("api_key");
  const bool keyed = key ? !key->is_null() : has_key(over);
  const bool can_pay = keyed && (!is_paypal(out) || out.client_id);
  const auto refuse = [](const char* why) { return fail(error_code::validation_failed, why, "/offered"); };
  const bool asked = body.find("offered") && out.offered;
  if (asked && !out.enabled) return refuse("An account that is disabled is not offered.");
  if (asked && !can_pay) return refuse("Without what its API is asked with no payment is made through it.");
  out.offered = out.offered && out.enabled && can_pay;
  return out;
}

bool says_the_same(const payment_provider_row& a, const payment_provider_row& b) {
  return a.name == b.name && a.enabled == b.enabled && a.offered == b.offered && a.client_id == b.client_id;
}

// Whether there was anything to change. Error: validation_failed, where no invoices can be put.
result<bool> change_pushing(executor& in, const call& c, const shown_provider& of, bool keyed) {
  const auto given = c.body().find("push_invoices");
  const bool on = given && given->boolean().value_or(false);
  if (!given || on == of.row.push_invoices_from.has_value()) return false;
  const auto refuse = [](const char* why) { return fail(error_code::validation_failed, why, "/push_invoices"); };
  if (on && is_paypal(of.row)) return refuse("Invoices are put into accounts at Stripe.");
  if (on && !keyed) return refuse("Without a key of its API no invoice is put into it.");
  if (auto put = rows::push_invoices(in, of.row, on); !put) return std::unexpected(put.error());
  return true;
}

// Through one at most are payments made: whichever it was is not any more.
result<void> end_the_other_offer(executor& in, const call& c, const payment_provider_row& in_favor_of) {
  auto other = rows::offered(in);
  if (!other) return std::unexpected(other.error());
  if (!*other || (*other)->number == in_favor_of.number) return {};
  auto before = show(in, **other);
  if (!before) return std::unexpected(before.error());
  auto wanted = before->row;
  wanted.offered = false;
  auto now = rows::update(in, before->row, wanted);
  if (!now) return std::unexpected(now.error());
  return announce_provider(in, c, contract::event_type::payment_provider_updated,
                           {*now, before->secrets, before->exports}, &*before);
}

// Whether there was anything to change. null takes the key away.
result<bool> change_key(executor& in, const call& c, const shown_provider& of) {
  const auto given = c.body().find("api_key");
  if (!given || (given->is_null() && !has_key(of))) return false;
  if (auto gone = rows::remove_secrets(in, of.row, rows::api_key); !gone) return std::unexpected(gone.error());
  if (given->is_null()) return true;
  const auto next = sealed(c, of.row.id, of.row.version + 1, rows::api_key, given->text().value_or(""));
  if (auto put = rows::add_secret(in, of.row, next); !put) return std::unexpected(put.error());
  return true;
}

result<shown_provider> locked_provider(executor& in, const call& c) {
  auto row = rows::lock(in, std::string(c.parameter("payment_provider")));
  if (!row) return std::unexpected(row.error());
  return show(in, *row);
}

result<shown_provider> update_in(executor& in, const call& c, const std::optional<std::int64_t>& expected) {
  auto before = locked_provider(in, c);
  if (!before) return before;
  if (expected && *expected != before->row.version) return fail(error_code::precondition_failed);
  for (auto& refused : {refused_key(c, before->row), refused_client(c, before->row)})
    if (refused) return std::unexpected(*refused);
  auto wanted = read_wanted(c, *before);
  if (!wanted) return std::unexpected(wanted.error());
  if (wanted->offered && !before->row.offered)
    if (auto ended = end_the_other_offer(in, c, *wanted); !ended) return std::unexpected(ended.error());
  auto rekeyed = change_key(in, c, *before);
  if (!rekeyed) return std::unexpected(rekeyed.error());
  const auto key = c.body().find("api_key");
  auto pushing = change_pushing(in, c, *before, key ? !key->is_null() : has_key(*before));
  if (!pushing) return std::unexpected(pushing.error());
  if (!*rekeyed && !*pushing && says_the_same(before->row, *wanted)) return before;
  auto row = rows::update(in, before->row, *wanted);
  if (!row) return std::unexpected(row.error());
  auto now = show(in, *row);
  if (!now) return now;
  auto said = announce_provider(in, c, contract::event_type::payment_provider_updated, *now, &*before);
  if (!said) return std::unexpected(said.error());
  return now;
}

}  // namespace

result<std::string> payment_provider_body(executor& in, const payment_provider_row& of) {
  auto shown = show(in, of);
  if (!shown) return std::unexpected(shown.error());
  return shown->json();
}

result<http::response> list_payment_providers(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto with_secrets = [](executor& in, std::int32_t after,
                               std::int32_t most) -> result<std::vector<shown_provider>> {
    auto found = rows::list(in, after, most);
    if (!found) return std::unexpected(found.error());
    std::vector<shown_provider> out;
    for (const auto& row : *found) {
      auto one = show(in, row);
      if (!one) return std::unexpected(one.error());
      out.push_back(std::move(*one));
    }
    return out;
  };
  return list_by_number(c, "payment-providers", with_secrets, [](const shown_provider& p) { return p.json(); });
}

result<http::response> create_payment_provider(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto body = c.body();
  payment_provider_row wanted;
  wanted.id = payment_provider_id{c.with().ids.next()}.text();
  wanted.slug = body.text("slug").value_or("");
  wanted.provider = body.text("provider").value_or("");
  wanted.name = body.text("name").value_or("");
  const auto live = body.find("live");
  wanted.live = live && live->boolean().value_or(false);
  std::vector<error> refused;
  if (const auto client = body.text("client_id")) wanted.client_id = *client;
  for (auto& one : {refused_secret(c, "signing_secret", wanted), refused_key(c, wanted), refused_client(c, wanted)})
    if (one) refused.push_back(*one);
  if (!refused.empty()) return c.problems(refused);
  return create_once(c, [&](executor& in) -> result<created> {
    auto row = rows::create(in, wanted);
    if (!row) return std::unexpected(row.error());
    for (const auto& [member, kind] : {std::pair("signing_secret", rows::signing), std::pair("api_key", rows::api_key)})
      if (const auto given = body.text(member)) {
        auto put = rows::add_secret(in, *row, sealed(c, row->id, row->version, kind, *given));
        if (!put) return std::unexpected(put.error());
      }
    auto now = show(in, *row);
    if (!now) return std::unexpected(now.error());
    auto said = announce_provider(in, c, contract::event_type::payment_provider_created, *now);
    if (!said) return std::unexpected(said.error());
    return made(*now);
  });
}

result<http::response> get_payment_provider(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto found = look(c, [&](executor& in) -> result<shown_provider> {
    auto row = rows::find(in, std::string(c.parameter("payment_provider")));
    if (!row) return std::unexpected(row.error());
    return show(in, *row);
  });
  if (!found) return std::unexpected(found.error());
  return answer(c, *found);
}

result<http::response> update_payment_provider(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  auto now = change(c, [&](executor& in) { return update_in(in, c, *expected); });
  if (!now) return std::unexpected(now.error());
  c.with().doors->forget(now->row.id);
  return answer(c, *now);
}

result<http::response> rotate_provider_secret(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto overlap = c.body().find("overlap_seconds");
  const auto overlap_s = overlap ? overlap->integer().value_or(usual_overlap_s) : usual_overlap_s;
  std::string id;
  auto rotated = create_once(c, [&](executor& in) -> result<created> {
    auto before = locked_provider(in, c);
    if (!before) return std::unexpected(before.error());
    if (auto refused = refused_secret(c, "secret", before->row)) return std::unexpected(std::move(*refused));
    const auto next =
        sealed(c, before->row.id, before->row.version + 1, rows::signing, c.body().text("secret").value_or(""));
    auto row = rows::rotate(in, before->row, next, overlap_s);
    if (!row) return std::unexpected(row.error());
    auto now = show(in, *row);
    if (!now) return std::unexpected(now.error());
    auto said = announce_provider(in, c, contract::event_type::payment_provider_secret_rotated, *now, &*before);
    if (!said) return std::unexpected(said.error());
    id = row->id;
    return made(*now);
  });
  if (rotated) c.with().doors->forget(id);
  return rotated;
}

result<http::response> sweep_payment_provider(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto now = change(c, [&](executor& in) -> result<shown_provider> {
    auto before = locked_provider(in, c);
    if (!before) return before;
    if (!before->row.enabled) return fail(error_code::payment_provider_disabled);
    if (!has_key(*before))
      return fail(error_code::payment_provider_disabled, "Without a key of its API its list cannot be read.");
    if (before->row.sweep_asked_at) return before;
    auto row = rows::ask_for_sweep(in, before->row);
    if (!row) return std::unexpected(row.error());
    shown_provider asked{*row, before->secrets, before->exports};
    auto said = announce_provider(in, c, contract::event_type::payment_provider_updated, asked, &*before);
    if (!said) return std::unexpected(said.error());
    return asked;
  });
  if (!now) return std::unexpected(now.error());
  return c.json(202, now->json());
}

}  // namespace weir::api
