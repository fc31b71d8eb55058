#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/tax_rates.hpp>

#include <weir/contract/billing_documents.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/tax_rates.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::tax_rate_row;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Tax rates are the platform's.");
}

// schemas/json/tax_rate.json
std::string tax_rate_json(const tax_rate_row& row) {
  contract::json_writer w;
  w.begin_object().member("id", row.id);
  contract::write_tax_rate(w, row.rate);
  return w.member("created_at", row.created_at).member("archived_at", row.archived_at).end_object().take();
}

result<void> announce_tax_rate(executor& in, const call& c, contract::event_type type, const tax_rate_row& row) {
  return announce(in, c, {type, row.id, row.version, std::nullopt, tax_rate_json(row), ""});
}

}  // namespace

result<http::response> list_tax_rates(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  return list_by_number(c, "tax_rates", postgres::tax_rates::list, tax_rate_json);
}

result<http::response> create_tax_rate(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto wanted = billing::make_tax_rate(contract::read_tax_rate_draft(c.body()));
  if (!wanted) return c.problems(wanted.error());
  return create_once(c, [&](executor& in) -> result<created> {
    auto row = postgres::tax_rates::create(in, tax_rate_id{c.with().ids.next()}.text(), *wanted);
    if (!row) return std::unexpected(row.error());
    auto said = announce_tax_rate(in, c, contract::event_type::tax_rate_created, *row);
    if (!said) return std::unexpected(said.error());
    return created{tax_rate_json(*row), "/api/v1/tax-rates/" + row->id, etag(row->version), {}};
  });
}

result<http::response> get_tax_rate(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("tax_rate"));
  auto row = look(c, [&](executor& in) { return postgres::tax_rates::find(in, which); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, tax_rate_json(*row), row->version);
}

result<http::response> archive_tax_rate(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("tax_rate"));
  return archive_row(
      c, [&](executor& in) { return postgres::tax_rates::lock(in, which); },
      [&](executor& in, const tax_rate_row& row) -> result<void> {
        auto now = postgres::tax_rates::archive(in, row);
        if (!now) return std::unexpected(now.error());
        return announce_tax_rate(in, c, contract::event_type::tax_rate_archived, *now);
      });
}

}  // namespace weir::api
