#include <weir/postgres/issuers.hpp>

#define WEIR_ISSUER_COLUMNS                                                                                     \
  "i.number, i.id, i.code, i.legal_name, i.line1, i.line2, i.city, i.region, i.postal_code, i.country, "        \
  "i.tax_id, i.email, i.payment_terms_days, i.note, i.version, i.created_at, i.updated_at, s.prefix, c.prefix " \
  "FROM issuers AS i JOIN issuer_series AS s ON s.issuer_number = i.number AND s.kind = 'invoice' "             \
  "JOIN issuer_series AS c ON c.issuer_number = i.number AND c.kind = 'credit_note' "

namespace weir::postgres::issuers {
namespace {

const statement issuer_create{"issuers.create", R"sql(
INSERT INTO issuers (id, code, legal_name, line1, line2, city, region, postal_code, country, tax_id, email, payment_terms_days, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (code) DO NOTHING RETURNING number)sql"};

const statement issuer_add_series{"issuers.add_series", R"sql(
INSERT INTO issuer_series (prefix, issuer_number, kind) VALUES ($1, $2, $3) ON CONFLICT (prefix) DO NOTHING RETURNING kind)sql"};

const statement issuer_find{"issuers.find", "SELECT " WEIR_ISSUER_COLUMNS "WHERE i.id = $1 OR i.code = $1"};

const statement issuer_by_number{"issuers.by_number", "SELECT " WEIR_ISSUER_COLUMNS "WHERE i.number = $1"};

const statement issuer_list{"issuers.list",
                            "SELECT " WEIR_ISSUER_COLUMNS "WHERE i.number > $1 ORDER BY i.number LIMIT $2"};

const statement issuer_lock{"issuers.lock", "SELECT number FROM issuers WHERE id = $1 OR code = $1 FOR UPDATE"};

const statement issuer_update{"issuers.update", R"sql(
UPDATE issuers SET legal_name = $2, line1 = $3, line2 = $4, city = $5, region = $6, postal_code = $7, country = $8, tax_id = $9,
  email = $10, payment_terms_days = $11, note = $12, version = version + 1, updated_at = clock_timestamp()
WHERE number = $1)sql"};

issuer_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  issuer_row out;
  out.number = at(0).int4();
  out.id = at(1).string();
  out.code = at(2).string();
  out.identity = {at(3).string(),
                  {at(4).string(), at(5).string(), at(6).string(), at(7).string(), at(8).string(), at(9).string()},
                  at(10).string(),
                  at(11).string()};
  out.payment_terms_days = at(12).int4();
  out.note = at(13).string();
  out.version = at(14).int8();
  out.created_at = at(15).timestamp();
  out.updated_at = at(16).timestamp();
  out.invoice_prefix = at(17).string();
  out.credit_note_prefix = at(18).string();
  return out;
}

result<issuer_row> single(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::issuer_not_found);
  return read(*r, 0);
}

result<std::vector<issuer_row>> several(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<issuer_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<void> add_series(executor& in, std::int32_t issuer, const std::string& prefix, const char* kind) {
  auto made = in.run(issuer_add_series, prefix, issuer, kind);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::issuer_prefix_taken, "", "/" + std::string(kind) + "_prefix");
  return {};
}

}  // namespace

result<issuer_row> create(executor& in, const std::string& id, const billing::issuer& wanted) {
  const auto& [name, a, tax_id, email] = wanted.identity;
  auto made = in.run(issuer_create, id, wanted.code, name, a.line1, a.line2, a.city, a.region, a.postal_code, a.country,
                     tax_id, email, wanted.payment_terms_days, wanted.note);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::issuer_code_taken);
  const auto number = made->at(0, 0).int4();
  if (auto s = add_series(in, number, wanted.invoice_prefix, "invoice"); !s) return std::unexpected(s.error());
  if (auto s = add_series(in, number, wanted.credit_note_prefix, "credit_note"); !s) return std::unexpected(s.error());
  return by_number(in, number);
}

result<issuer_row> find(executor& in, const std::string& id_or_code) {
  return single(in.run(issuer_find, id_or_code));
}

result<issuer_row> by_number(executor& in, std::int32_t number) {
  return single(in.run(issuer_by_number, number));
}

result<std::optional<issuer_row>> first(executor& in) {
  auto found = list(in, 0, 1);
  if (!found) return std::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

result<issuer_row> lock(executor& in, const std::string& id_or_code) {
  auto locked = in.run(issuer_lock, id_or_code);
  if (!locked) return std::unexpected(locked.error());
  return find(in, id_or_code);
}

result<issuer_row> update(executor& in, const issuer_row& locked, const billing::issuer& wanted) {
  const auto& [name, a, tax_id, email] = wanted.identity;
  auto done = in.run(issuer_update, locked.number, name, a.line1, a.line2, a.city, a.region, a.postal_code, a.country,
                     tax_id, email, wanted.payment_terms_days, wanted.note);
  if (!done) return std::unexpected(done.error());
  return by_number(in, locked.number);
}

result<std::vector<issuer_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  return several(in.run(issuer_list, after, limit));
}

}  // namespace weir::postgres::issuers
