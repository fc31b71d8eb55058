#include <algorithm>
#include <charconv>

#include <api/audit_export.hpp>
#include <api/handlers/audit.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>

#include <weir/contract/audit_lines.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

namespace rows = postgres::audit;

constexpr std::int32_t export_usual = 1000;
constexpr std::int32_t export_most = 5000;

template<class Number>
bool number(std::string_view text, Number& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && problem == std::errc{} && end == text.data() + text.size();
}

struct audit_page {
  std::vector<rows::row> entries;
  std::vector<rows::personal_row> personal;
};

result<rows::filter> filter_of(postgres::executor& in, const call& c) {
  rows::filter f{.type = text_of(c, "type"), .actor = text_of(c, "actor"), .subject = text_of(c, "subject")};
  auto from = instant_of(c, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant_of(c, "to");
  if (!to) return std::unexpected(to.error());
  if (*from && *to && **to <= **from) return fail(error_code::query_range_invalid);
  f.from = *from;
  f.to = *to;
  auto tenant = asked_tenant(in, c);
  if (!tenant) return std::unexpected(tenant.error());
  if (*tenant) f.tenant_number = (*tenant)->number;
  return f;
}

// One side of the change as it was announced, with what was not erased.
void side(contract::json_writer& w, const char* which, const std::optional<std::string>& kept,
          std::span<const rows::personal_row> beside) {
  w.key(which);
  if (!kept) {
    w.null();
    return;
  }
  auto object = *kept;
  const auto prefix = std::string(which) + ".";
  for (const auto& p : beside) {
    if (p.name == which) object = p.value;
    if (p.name.starts_with(prefix)) object = contract::with_member(object, p.name.substr(prefix.size()), p.value);
  }
  w.raw(object);
}

result<std::optional<rows::time_cursor>> place_of(const call& c) {
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  if (!*at) return std::optional<rows::time_cursor>{};
  rows::time_cursor out;
  if (!number((*at)->get("at"), out.occurred_at.ns) || !number((*at)->get("chain"), out.tenant_number) ||
      !number((*at)->get("sequence"), out.sequence)) {
    return fail(error_code::cursor_invalid);
  }
  return std::optional(out);
}

result<export_place> export_place_of(const call& c) {
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  export_place out;
  if (!*at) return out;
  out.section = (*at)->get("section");
  if (!number((*at)->get("chain"), out.after.tenant_number) || !number((*at)->get("number"), out.after.number)) {
    return fail(error_code::cursor_invalid);
  }
  return out;
}

}  // namespace

void write_audit_entry(contract::json_writer& w, const rows::row& r, std::span<const rows::personal_row> beside) {
  const auto& e = r.entry;
  const auto optional = [&](std::string_view key, const std::optional<std::string>& text) {
    w.key(key);
    if (text && !text->empty()) {
      w.text(*text);
    } else {
      w.null();
    }
  };
  const auto address = std::ranges::find(beside, "address", &rows::personal_row::name);
  w.begin_object().member("id", e.event_id).member("chain", e.chain).member("sequence", e.sequence);
  w.member("type", e.type).member("actor", e.actor).member("subject", e.subject);
  optional("tenant_id", e.tenant);
  w.member("occurred_at", e.occurred_at);
  optional("request_id", e.request);
  optional("address", address == beside.end() ? std::nullopt : std::optional(address->value));
  side(w, "before", e.before, beside);
  side(w, "after", e.after, beside);
  w.key("erased").begin_array();
  for (const auto& p : e.personal) {
    if (std::ranges::find(beside, p.name, &rows::personal_row::name) == beside.end()) w.text(p.name);
  }
  w.end_array().member("hash", hex(e.hash)).end_object();
}

result<http::response> list_audit(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = place_of(c);
  if (!after) return std::unexpected(after.error());
  auto got = look(c, [&](postgres::executor& in) -> result<audit_page> {
    auto f = filter_of(in, c);
    if (!f) return std::unexpected(f.error());
    auto entries = rows::list(in, *f, *after, *limit + 1);
    if (!entries) return std::unexpected(entries.error());
    auto personal = rows::personal_of(in, *entries);
    if (!personal) return std::unexpected(personal.error());
    return audit_page{std::move(*entries), std::move(*personal)};
  });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->entries.size() > static_cast<std::size_t>(*limit)) {
    got->entries.pop_back();
    const auto& last = got->entries.back();
    next = token_of(c, contract::cursor{}
                           .set("at", std::to_string(last.entry.occurred_at.ns))
                           .set("chain", std::to_string(last.tenant_number))
                           .set("sequence", std::to_string(last.entry.sequence)));
  }
  contract::json_writer w(4096);
  w.begin_array();
  for (const auto& r : got->entries) {
    const auto key = std::pair(r.tenant_number, r.entry.sequence);
    const auto beside = std::ranges::equal_range(
        got->personal, key, {}, [](const rows::personal_row& p) { return std::pair(p.tenant_number, p.sequence); });
    write_audit_entry(w, r, beside);
  }
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> export_audit(const call& c) {
  auto limit = c.limit(export_usual, export_most);
  if (!limit) return std::unexpected(limit.error());
  auto from = export_place_of(c);
  if (!from) return std::unexpected(from.error());
  auto got = look(c, [&](postgres::executor& in) -> result<export_page> {
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    std::optional<std::int32_t> which;
    if (*tenant) which = (*tenant)->number;
    return read_export(in, which, *from, *limit);
  });
  if (!got) return std::unexpected(got.error());
  contract::audit_end_line end;
  if (got->next) {
    end.next_cursor = token_of(c, contract::cursor{}
                                      .set("section", got->next->section)
                                      .set("chain", std::to_string(got->next->after.tenant_number))
                                      .set("number", std::to_string(got->next->after.number)));
  }
  auto out = http::response::of(200, "application/x-ndjson", got->lines + contract::write_audit_line(end));
  out.add_header("Cache-Control", "no-store");
  return out;
}

result<http::response> audit_keys(const call& c) {
  auto got = look(c, [](postgres::executor& in) { return rows::list_keys(in); });
  if (!got) return std::unexpected(got.error());
  std::vector<contract::audit_key_line> keys;
  for (const auto& k : *got)
    keys.push_back({{k.id, k.public_key}, k.created_at, k.retired_at});
  auto out = c.json(200, contract::write_audit_keys(keys));
  out.add_header("Cache-Control", "public, max-age=300");
  return out;
}

}  // namespace weir::api
