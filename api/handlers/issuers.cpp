#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/issuers.hpp>

#include <weir/contract/billing_documents.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/issuers.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::issuer_row;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Issuers are the platform's.");
}

// schemas/json/issuer.json
std::string issuer_json(const issuer_row& row) {
  contract::json_writer w(768);
  w.begin_object().member("id", row.id);
  contract::write_issuer(w, row);
  return w.member("created_at", row.created_at).member("updated_at", row.updated_at).end_object().take();
}

result<void> announce_issuer(executor& in, const call& c, contract::event_type type, const issuer_row& row,
                             const issuer_row* before = nullptr) {
  return announce(in, c,
                  {type, row.id, row.version, std::nullopt, issuer_json(row), before ? issuer_json(*before) : ""});
}

}  // namespace

result<http::response> list_issuers(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  return list_by_number(c, "issuers", postgres::issuers::list, issuer_json);
}

result<http::response> create_issuer(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto wanted = contract::read_issuer(c.body());
  if (auto problems = billing::check_issuer(wanted); !problems.empty()) return c.problems(problems);
  return create_once(c, [&](executor& in) -> result<created> {
    auto row = postgres::issuers::create(in, issuer_id{c.with().ids.next()}.text(), wanted);
    if (!row) return std::unexpected(row.error());
    auto said = announce_issuer(in, c, contract::event_type::issuer_created, *row);
    if (!said) return std::unexpected(said.error());
    return created{issuer_json(*row), "/api/v1/issuers/" + row->id, etag(row->version), {}};
  });
}

result<http::response> get_issuer(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("issuer"));
  auto row = look(c, [&](executor& in) { return postgres::issuers::find(in, which); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, issuer_json(*row), row->version);
}

result<http::response> put_issuer(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("issuer"));
  auto wanted = contract::read_issuer(c.body());
  std::vector<error> refused;
  auto row = change(c, [&](executor& in) -> result<issuer_row> {
    auto before = postgres::issuers::lock(in, which);
    if (!before) return before;
    if (*expected && **expected != before->version) return fail(error_code::precondition_failed);
    wanted.code = before->code;
    wanted.invoice_prefix = before->invoice_prefix;
    wanted.credit_note_prefix = before->credit_note_prefix;
    refused = billing::check_issuer(wanted);
    if (!refused.empty()) return fail(error_code::validation_failed);
    auto now = postgres::issuers::update(in, *before, wanted);
    if (!now) return now;
    auto said = announce_issuer(in, c, contract::event_type::issuer_updated, *now, &*before);
    if (!said) return std::unexpected(said.error());
    return now;
  });
  if (!refused.empty()) return c.problems(refused);
  if (!row) return std::unexpected(row.error());
  return with_etag(c, issuer_json(*row), row->version);
}

}  // namespace weir::api
