#include <algorithm>
#include <array>
#include <ranges>

#include <api/webhook_wishes.hpp>

#include <weir/base/random.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/domain/webhook_events.hpp>
#include <weir/domain/webhook_headers.hpp>
#include <weir/domain/webhook_signature.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using domain::event_filter;
using domain::webhook_header;
using postgres::executor;
using postgres::webhook_endpoint_row;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::webhook_part);

error wrong(std::string why, std::string pointer) {
  return {error_code::validation_failed, std::move(why), std::move(pointer)};
}

// What would never be told is refused, so that nobody waits for it.
std::optional<error> check_event_type(std::string_view pattern, bool of_tenant, std::string pointer) {
  if (!domain::is_event_pattern(pattern))
    return wrong("It is no event type, no family as invoice.* and not *.", std::move(pointer));
  // Providers have types that this program does not know, and more next month.
  if (domain::is_of_provider(pattern) && !of_tenant) return std::nullopt;
  const auto fits = [&](std::string_view type) { return domain::fits_event_pattern(pattern, type); };
  const auto is_told = [&](std::string_view type) { return !of_tenant || domain::is_told_to_tenants(type); };
  if (std::ranges::none_of(contract::event_type_names(), fits))
    return wrong("There is no such event type.", std::move(pointer));
  if (std::ranges::none_of(contract::event_type_names(),
                           [&](std::string_view type) { return fits(type) && is_told(type); }))
    return wrong("Tenants are not told of such events.", std::move(pointer));
  return std::nullopt;
}

void read_event_types(const contract::json_value& types, webhook_endpoint_row& over, std::vector<error>& refused) {
  over.event_types.clear();
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto pattern = types.item(i).text().value_or("");
    auto bad = check_event_type(pattern, over.tenant_number.has_value(), "/event_types/" + std::to_string(i));
    if (bad) refused.push_back(std::move(*bad));
    over.event_types.emplace_back(pattern);
  }
}

void read_filters(const contract::json_value& filters, webhook_endpoint_row& over, std::vector<error>& refused) {
  over.filters.clear();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const auto pointer = "/filters/" + std::to_string(i);
    const auto one = filters.item(i);
    event_filter f{std::string(one.text("path").value_or("")), {}};
    const auto values = one.find("in");
    for (std::size_t n = 0; values && n < values->size(); ++n)
      f.any_of.emplace_back(values->item(n).text().value_or(""));
    if (!domain::is_filter_path(f.path))
      refused.push_back(wrong("It is neither tenant_id nor subject, nor data. and members of it.", pointer + "/path"));
    if (std::ranges::find(over.filters, f.path, &event_filter::path) != over.filters.end())
      refused.push_back(wrong("There is a filter of this path already: it takes several values.", pointer + "/path"));
    over.filters.push_back(std::move(f));
  }
}

// A header without a value keeps the one that it has.
std::vector<wanted_header> read_headers(const contract::json_value& headers, webhook_endpoint_row& over,
                                        std::vector<error>& refused) {
  std::vector<wanted_header> out;
  const auto is_there = [&](const std::string& name) {
    return std::ranges::any_of(over.header_names, [&](const auto& had) { return domain::is_same_header(had, name); });
  };
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const auto pointer = "/headers/" + std::to_string(i);
    const auto one = headers.item(i);
    wanted_header h{std::string(one.text("name").value_or(""))};
    if (const auto value = one.text("value")) h.value = *value;
    if (!domain::is_webhook_header_name(h.name))
      refused.push_back(
          wrong("It is no name of a header, or one that is not an endpoint's to choose.", pointer + "/name"));
    if (std::ranges::any_of(out, [&](const wanted_header& o) { return domain::is_same_header(o.name, h.name); }))
      refused.push_back(wrong("This header is there already.", pointer + "/name"));
    if (!h.value && !is_there(h.name)) refused.push_back(wrong("A new header needs a value.", pointer + "/value"));
    if (h.value && !domain::is_webhook_header_value(*h.value))
      refused.push_back(wrong("A value is visible ASCII with blanks inside only.", pointer + "/value"));
    out.push_back(std::move(h));
  }
  over.header_names.clear();
  for (const auto& h : out)
    over.header_names.push_back(h.name);
  return out;
}

// Nothing when they cannot be opened any more.
std::optional<std::vector<webhook_header>> open_headers(const call& c, const webhook_endpoint_row& of,
                                                        const std::string& sealed) {
  if (sealed.empty()) return std::vector<webhook_header>{};
  const auto plain = c.with().secrets.open(purpose, postgres::webhook_parts::headers_id(of), sealed);
  return plain ? domain::unpack_webhook_headers(*plain) : std::nullopt;
}

}  // namespace

std::expected<webhook_wishes, std::vector<error>> read_webhook_wishes(const call& c, webhook_endpoint_row over) {
  const auto body = c.body();
  std::vector<error> refused;
  webhook_wishes out;
  if (const auto url = body.text("url")) {
    over.url = *url;
    if (auto allowed = c.with().webhooks.read(over.url); !allowed)
      refused.emplace_back(allowed.error().code, allowed.error().detail, "/url");
  }
  if (const auto description = body.text("description")) over.description = *description;
  if (const auto types = body.find("event_types")) read_event_types(*types, over, refused);
  if (const auto filters = body.find("filters")) read_filters(*filters, over, refused);
  if (const auto headers = body.find("headers")) out.headers = read_headers(*headers, over, refused);
  if (const auto rate = body.find("deliveries_per_second")) {
    const auto given = rate->integer();
    over.rate = given ? std::optional(static_cast<std::int32_t>(*given)) : std::nullopt;
  }
  if (const auto ordered = body.find("ordered")) over.ordered = ordered->boolean().value_or(false);
  if (const auto ed25519 = body.find("ed25519")) over.ed25519 = ed25519->boolean().value_or(false);
  if (const auto enabled = body.find("enabled")) {
    if (enabled->boolean().value_or(true)) {
      over.disabled_reason.reset();
    } else if (!over.disabled_reason) {
      over.disabled_reason = "person";
    }
  }
  if (!refused.empty()) return std::unexpected(std::move(refused));
  out.row = std::move(over);
  return out;
}

result<bool> put_webhook_headers(executor& in, const call& c, const webhook_endpoint_row& of,
                                 const std::vector<wanted_header>& wanted) {
  auto sealed = postgres::webhook_parts::headers(in, of);
  if (!sealed) return std::unexpected(sealed.error());
  const auto before = open_headers(c, of, *sealed);
  std::vector<webhook_header> now;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [name, value] = wanted[i];
    if (value) {
      now.push_back({name, *value});
      continue;
    }
    const auto had = before
                         ? std::ranges::find_if(
                               *before, [&](const webhook_header& h) { return domain::is_same_header(h.name, name); })
                         : std::vector<webhook_header>::const_iterator{};
    if (!before || had == before->end())
      return std::unexpected(wrong("No key of this installation opens its value: it is to be given once more.",
                                   "/headers/" + std::to_string(i) + "/value"));
    now.push_back({name, had->value});
  }
  if (before == now) return false;
  const auto packed = domain::pack_webhook_headers(now);
  const auto id = postgres::webhook_parts::headers_id(of);
  auto put = postgres::webhook_parts::put_headers(
      in, of, packed.empty() ? std::string() : c.with().secrets.seal(purpose, id, packed));
  if (!put) return std::unexpected(put.error());
  return true;
}

result<void> put_webhook_key(executor& in, const call& c, const webhook_endpoint_row& of, std::int64_t version,
                             std::int64_t overlap_s) {
  const auto key = domain::webhook_key::of_bytes(random_bytes(std::tuple_size_v<bytes32>));
  WEIR_ASSERT(key.has_value(), "a seed has 32 bytes");
  postgres::webhook_key_row next;
  next.id = of.id + "_key_" + std::to_string(version);
  next.sealed = c.with().secrets.seal(purpose, next.id, key->bytes());
  next.public_key = key->public_bytes();
  return postgres::webhook_parts::put_key(in, of, next, overlap_s);
}

}  // namespace weir::api
