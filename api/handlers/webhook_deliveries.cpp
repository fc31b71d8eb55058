#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/webhook_deliveries.hpp>
#include <api/handlers/webhook_endpoints.hpp>

#include <weir/postgres/webhook_deliveries.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::webhook_delivery_row;
using postgres::webhook_endpoint_row;

constexpr std::int32_t most_attempts_shown = 100;
constexpr std::size_t most_text = 64;
constexpr std::array<std::string_view, 3> states{"waiting", "delivered", "failed"};

void write_delivery(contract::json_writer& w, const webhook_delivery_row& d) {
  w.member("id", d.id).member("message_id", d.message_id).member("type", d.type).member("state", d.state);
  w.member("failed_reason", d.failed_reason).member("attempts", d.attempts).member("last_status", d.last_status);
  w.member("created_at", d.created_at).member("next_attempt_at", d.due_at).member("ended_at", d.ended_at);
}

std::string delivery_json(const webhook_delivery_row& d) {
  contract::json_writer w(512);
  w.begin_object();
  write_delivery(w, d);
  return w.end_object().take();
}

std::string delivery_json(const webhook_delivery_row& d, const std::vector<postgres::webhook_attempt_row>& attempts) {
  contract::json_writer w(1024 + d.body.size() + attempts.size() * 512);
  w.begin_object();
  write_delivery(w, d);
  w.member("body", d.body).key("attempt_log").begin_array();
  for (const auto& a : attempts) {
    w.begin_object().member("attempt", a.attempt).member("started_at", a.started_at);
    w.member("duration_ms", a.duration_ms).member("status", a.status);
    w.member("response", a.response).member("error", a.error).end_object();
  }
  return w.end_array().end_object().take();
}

result<webhook_delivery_row> delivery_of_path(executor& in, const call& c, const webhook_endpoint_row& of) {
  return postgres::webhook_deliveries::find(in, of.number, std::string(c.parameter("webhook_delivery")));
}

// `data`: a JSON object that is open still.
result<void> announce_resent(executor& in, const call& c, const webhook_endpoint_row& of, contract::json_writer& data) {
  auto asked = postgres::webhook_endpoints::count_asked(in, of.id);
  if (!asked) return std::unexpected(asked.error());
  return announce(in, c,
                  {contract::event_type::webhook_endpoint_resent, of.id, *asked, c.who().tenant,
                   data.member("endpoint_id", of.id).member("url", of.url).end_object().take()});
}

// Empty when the query does not have it.
result<std::string> short_text(const call& c, std::string_view name) {
  const auto given = c.query(name).value_or("");
  if (given.size() > most_text)
    return fail(error_code::query_parameter_invalid, std::string(name) + " has at most 64 characters.");
  return std::string(given);
}

result<postgres::webhook_deliveries::filter> wanted_deliveries(const call& c) {
  std::string state(c.query("state").value_or(""));
  if (!state.empty() && std::ranges::find(states, state) == states.end())
    return fail(error_code::query_parameter_invalid, "state is waiting, delivered or failed.");
  auto type = short_text(c, "type");
  if (!type) return std::unexpected(type.error());
  auto message = short_text(c, "message_id");
  if (!message) return std::unexpected(message.error());
  return postgres::webhook_deliveries::filter{std::move(state), std::move(*type), std::move(*message)};
}

}  // namespace

result<http::response> list_webhook_deliveries(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const auto place = "webhook-deliveries/" + std::string(c.parameter("webhook_endpoint"));
  auto after = cursor_text(c, place);
  if (!after) return std::unexpected(after.error());
  std::int64_t before = 0;
  std::from_chars(after->data(), after->data() + after->size(), before);
  auto wanted = wanted_deliveries(c);
  if (!wanted) return std::unexpected(wanted.error());
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto of = webhook_endpoint_of_path(in, c);
    if (!of) return std::unexpected(of.error());
    auto rows = postgres::webhook_deliveries::list(in, of->number, *wanted, before, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (std::ssize(*rows) > *limit) {
      rows->pop_back();
      next = make_cursor(c, place, std::to_string(rows->back().number));
    }
    contract::json_writer w(rows->size() * 384 + 16);
    w.begin_array();
    for (const auto& row : *rows)
      w.raw(delivery_json(row));
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> get_webhook_delivery(const call& c) {
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto of = webhook_endpoint_of_path(in, c);
    if (!of) return std::unexpected(of.error());
    auto found = delivery_of_path(in, c, *of);
    if (!found) return std::unexpected(found.error());
    auto attempts = postgres::webhook_deliveries::attempts(in, found->number, most_attempts_shown);
    if (!attempts) return std::unexpected(attempts.error());
    return delivery_json(*found, *attempts);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

result<http::response> resend_webhook_delivery(const call& c) {
  auto body = change(c, [&](executor& in) -> result<std::string> {
    auto of = lock_enabled_webhook_endpoint(in, c);
    if (!of) return std::unexpected(of.error());
    auto found = delivery_of_path(in, c, *of);
    if (!found) return std::unexpected(found.error());
    if (auto put = postgres::webhook_deliveries::resend(in, of->number, found->id); !put)
      return std::unexpected(put.error());
    contract::json_writer data;
    data.begin_object().member("delivery_id", found->id).member("message_id", found->message_id);
    if (auto said = announce_resent(in, c, *of, data); !said) return std::unexpected(said.error());
    auto now = delivery_of_path(in, c, *of);
    if (!now) return std::unexpected(now.error());
    return delivery_json(*now);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(202, std::move(*body));
}

result<http::response> resend_failed_webhooks(const call& c) {
  auto since = parse_rfc3339(c.body().text("since").value_or(""));
  if (!since) return fail(error_code::validation_failed, since.error().detail, "/since");
  auto count = change(c, [&](executor& in) -> result<std::int64_t> {
    auto of = lock_enabled_webhook_endpoint(in, c);
    if (!of) return std::unexpected(of.error());
    auto resent = postgres::webhook_deliveries::resend_failed(in, of->number, *since);
    if (!resent || *resent == 0) return resent;
    contract::json_writer data;
    data.begin_object().member("since", *since).member("count", *resent);
    if (auto said = announce_resent(in, c, *of, data); !said) return std::unexpected(said.error());
    return resent;
  });
  if (!count) return std::unexpected(count.error());
  contract::json_writer w;
  return c.json(200, w.begin_object().member("count", *count).end_object().take());
}

}  // namespace weir::api
