#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/provider_events.hpp>

#include <weir/contract/payment_record.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::provider_event_row;
namespace rows = postgres::provider_events;

constexpr std::string_view place = "provider-events";
constexpr std::size_t most_text = 255;
constexpr std::array<std::string_view, 2> providers{contract::stripe_provider, contract::paypal_provider};
constexpr std::array<std::string_view, 4> states{"pending", "applied", "ignored", "failed"};

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Events of payment providers are the platform's.");
}

void write_event(contract::json_writer& w, const provider_event_row& e) {
  w.member("id", e.id).member("payment_provider_id", e.payment_provider_id).member("provider", e.provider);
  w.member("event_id", e.event_id).member("type", e.type).member("object_id", e.object_id);
  w.member("api_version", e.api_version).member("occurred_at", e.occurred_at).member("received_at", e.received_at);
  w.member("source", e.source).member("state", e.state).member("outcome", e.outcome).member("detail", e.detail);
  w.member("payment_id", e.payment_id).member("command_id", e.command_id).member("attempts", e.attempts);
  w.member("ended_at", e.ended_at);
}

// schemas/json/provider_event.json
std::string event_json(const provider_event_row& e) {
  contract::json_writer w(768);
  w.begin_object();
  write_event(w, e);
  return w.end_object().take();
}

// schemas/json/provider_event_details.json
std::string event_with_body_json(const provider_event_row& e) {
  contract::json_writer w(1024 + e.body.size() + e.body.size() / 8);
  w.begin_object();
  write_event(w, e);
  return w.member("body", e.body).end_object().take();
}

// Empty when the query does not have it.
result<std::string> short_text(const call& c, std::string_view name) {
  const auto given = c.query(name).value_or("");
  if (given.size() > most_text)
    return fail(error_code::query_parameter_invalid, std::string(name) + " has at most 255 bytes.");
  return std::string(given);
}

template<std::size_t N>
result<std::string> one_of(const call& c, std::string_view name, const std::array<std::string_view, N>& words,
                           const char* otherwise) {
  std::string given(c.query(name).value_or(""));
  if (!given.empty() && std::ranges::find(words, given) == words.end())
    return fail(error_code::query_parameter_invalid, otherwise);
  return given;
}

result<rows::filter> wanted_events(const call& c) {
  auto provider = one_of(c, "provider", providers, "provider is stripe or paypal.");
  if (!provider) return std::unexpected(provider.error());
  auto state = one_of(c, "state", states, "state is pending, applied, ignored or failed.");
  if (!state) return std::unexpected(state.error());
  rows::filter out;
  out.provider = std::move(*provider);
  out.state = std::move(*state);
  const std::pair<std::string_view, std::string*> texts[] = {{"payment_provider_id", &out.payment_provider_id},
                                                             {"type", &out.type},
                                                             {"object_id", &out.object_id},
                                                             {"event_id", &out.event_id}};
  for (const auto& [name, at] : texts) {
    auto given = short_text(c, name);
    if (!given) return std::unexpected(given.error());
    *at = std::move(*given);
  }
  if (!out.payment_provider_id.empty() && !payment_provider_id::parse(out.payment_provider_id))
    return fail(error_code::query_parameter_invalid, "payment_provider_id is the id of an account: ppr_…");
  return out;
}

}  // namespace

result<http::response> list_provider_events(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, place);
  if (!after) return std::unexpected(after.error());
  std::int64_t before = 0;
  std::from_chars(after->data(), after->data() + after->size(), before);
  auto wanted = wanted_events(c);
  if (!wanted) return std::unexpected(wanted.error());
  auto found = look(c, [&](executor& in) { return rows::list(in, *wanted, before, *limit + 1); });
  if (!found) return std::unexpected(found.error());
  std::optional<std::string> next;
  if (std::ssize(*found) > *limit) {
    found->pop_back();
    next = make_cursor(c, place, std::to_string(found->back().number));
  }
  contract::json_writer w(found->size() * 640 + 16);
  w.begin_array();
  for (const auto& row : *found)
    w.raw(event_json(row));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> get_provider_event(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("provider_event"));
  auto found = look(c, [&](executor& in) { return rows::find(in, which); });
  if (!found) return std::unexpected(found.error());
  auto out = c.json(200, event_with_body_json(*found));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<http::response> rerun_provider_event(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("provider_event"));
  auto now = change(c, [&](executor& in) -> result<provider_event_row> {
    auto before = rows::find(in, which);
    if (!before) return before;
    auto again = rows::rerun(in, which);
    if (!again) return again;
    auto said = announce(in, c,
                         {contract::event_type::provider_event_rerun, again->id, again->runs, std::nullopt,
                          event_json(*again), event_json(*before)});
    if (!said) return std::unexpected(said.error());
    return again;
  });
  if (!now) return std::unexpected(now.error());
  return c.json(202, event_json(*now));
}

}  // namespace weir::api
