#include <algorithm>

#include <src/postgres/done.hpp>

#include <weir/postgres/payment_providers.hpp>

#define WEIR_PROVIDER_COLUMNS                                                                                  \
  "id, number, slug, provider, name, live, enabled, offered, CASE WHEN isfinite(swept_to) THEN swept_to END, " \
  "sweep_asked_at, version, created_at, updated_at, client_id, push_invoices_from FROM payment_providers "

namespace weir::postgres::payment_providers {
namespace {

// Whoever changes one waits for all who do: being offered moves from one row to another.
const statement provider_queue{"payment_providers.queue",
                               "SELECT pg_advisory_xact_lock(hashtext('payment_providers'), 0)"};

const statement provider_create{"payment_providers.create", R"sql(
INSERT INTO payment_providers (id, slug, provider, name, live, client_id) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (slug) DO NOTHING RETURNING number)sql"};

const statement provider_find{"payment_providers.find", "SELECT " WEIR_PROVIDER_COLUMNS "WHERE id = $1 OR slug = $1"};

const statement provider_by_number{"payment_providers.by_number", "SELECT " WEIR_PROVIDER_COLUMNS "WHERE number = $1"};

const statement provider_offered{"payment_providers.offered", "SELECT " WEIR_PROVIDER_COLUMNS "WHERE offered"};

const statement provider_list{"payment_providers.list",
                              "SELECT " WEIR_PROVIDER_COLUMNS "WHERE number > $1 ORDER BY number LIMIT $2"};

const statement provider_update{"payment_providers.update", R"sql(
UPDATE payment_providers SET name = $2, enabled = $3, offered = $4, client_id = $5, version = version + 1, updated_at = clock_timestamp()
WHERE number = $1)sql"};

const statement provider_push_invoices{"payment_providers.push_invoices", R"sql(
UPDATE payment_providers SET push_invoices_from = CASE WHEN $2 THEN clock_timestamp() END WHERE number = $1)sql"};

const statement provider_ask_for_sweep{"payment_providers.ask_for_sweep", R"sql(
UPDATE payment_providers SET sweep_asked_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp()
WHERE number = $1)sql"};

const statement secret_list{"payment_provider_secrets.list", R"sql(
SELECT id, kind, sealed, created_at, expires_at FROM payment_provider_secrets
WHERE provider_number = $1 AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY kind, expires_at DESC NULLS FIRST, created_at DESC, id DESC)sql"};

const statement secret_add{"payment_provider_secrets.add", R"sql(
INSERT INTO payment_provider_secrets (id, provider_number, kind, sealed) VALUES ($1, $2, $3, $4))sql"};

const statement secret_remove{"payment_provider_secrets.remove",
                              "DELETE FROM payment_provider_secrets WHERE provider_number = $1 AND kind = $2"};

const statement secret_expire{"payment_provider_secrets.expire", R"sql(
UPDATE payment_provider_secrets SET expires_at = clock_timestamp() + make_interval(secs => $2)
WHERE provider_number = $1 AND kind = 'signing' AND expires_at IS NULL)sql"};

const statement secret_sweep{"payment_provider_secrets.sweep", R"sql(
DELETE FROM payment_provider_secrets WHERE provider_number = $1 AND expires_at <= clock_timestamp())sql"};

payment_provider_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  payment_provider_row out;
  out.id = at(0).string();
  out.number = at(1).int4();
  out.slug = at(2).string();
  out.provider = at(3).string();
  out.name = at(4).string();
  out.live = at(5).boolean();
  out.enabled = at(6).boolean();
  out.offered = at(7).boolean();
  out.swept_to = at(8).optional_timestamp();
  out.sweep_asked_at = at(9).optional_timestamp();
  out.version = at(10).int8();
  out.created_at = at(11).timestamp();
  out.updated_at = at(12).timestamp();
  out.client_id = at(13).optional_string();
  out.push_invoices_from = at(14).optional_timestamp();
  return out;
}

result<payment_provider_row> single(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::payment_provider_not_found);
  return read(*r, 0);
}

}  // namespace

result<payment_provider_row> create(executor& in, const payment_provider_row& wanted) {
  auto made =
      in.run(provider_create, wanted.id, wanted.slug, wanted.provider, wanted.name, wanted.live, wanted.client_id);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::payment_provider_slug_taken, "", "/slug");
  return by_number(in, made->at(0, 0).int4());
}

result<payment_provider_row> find(executor& in, const std::string& id_or_slug) {
  return single(in.run(provider_find, id_or_slug));
}

result<payment_provider_row> lock(executor& in, const std::string& id_or_slug) {
  if (auto held = done(in.run(provider_queue)); !held) return std::unexpected(held.error());
  return find(in, id_or_slug);
}

result<payment_provider_row> by_number(executor& in, std::int32_t number) {
  return single(in.run(provider_by_number, number));
}

result<std::optional<payment_provider_row>> offered(executor& in) {
  auto r = in.run(provider_offered);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read(*r, 0);
}

result<std::vector<payment_provider_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  auto r = in.run(provider_list, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<payment_provider_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<payment_provider_row> update(executor& in, const payment_provider_row& locked,
                                    const payment_provider_row& wanted) {
  auto put =
      done(in.run(provider_update, locked.number, wanted.name, wanted.enabled, wanted.offered, wanted.client_id));
  if (!put) return std::unexpected(put.error());
  return by_number(in, locked.number);
}

result<void> push_invoices(executor& in, const payment_provider_row& locked, bool on) {
  return done(in.run(provider_push_invoices, locked.number, on));
}

result<payment_provider_row> ask_for_sweep(executor& in, const payment_provider_row& locked) {
  if (auto put = done(in.run(provider_ask_for_sweep, locked.number)); !put) return std::unexpected(put.error());
  return by_number(in, locked.number);
}

result<std::vector<provider_secret_row>> secrets(executor& in, std::int32_t provider) {
  auto r = in.run(secret_list, provider);
  if (!r) return std::unexpected(r.error());
  std::vector<provider_secret_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string(), r->at(i, 2).bytes(), r->at(i, 3).timestamp(),
                   r->at(i, 4).optional_timestamp()});
  return out;
}

result<void> add_secret(executor& in, const payment_provider_row& of, const provider_secret_row& first) {
  return done(in.run(secret_add, first.id, of.number, first.kind, param::bytes(first.sealed)));
}

result<void> remove_secrets(executor& in, const payment_provider_row& locked, std::string_view kind) {
  return done(in.run(secret_remove, locked.number, kind));
}

result<payment_provider_row> rotate(executor& in, const payment_provider_row& locked, const provider_secret_row& next,
                                    std::int64_t overlap_s) {
  if (auto swept = done(in.run(secret_sweep, locked.number)); !swept) return std::unexpected(swept.error());
  auto there = secrets(in, locked.number);
  if (!there) return std::unexpected(there.error());
  const auto signs = std::ranges::count(*there, signing, &provider_secret_row::kind);
  if (overlap_s > 0 && signs >= most_signing_secrets)
    return fail(error_code::payment_provider_secret_refused,
                "as many as possible count already: rotate without an overlap", "/overlap_seconds");
  if (auto ended = done(in.run(secret_expire, locked.number, overlap_s)); !ended) return std::unexpected(ended.error());
  if (auto put = add_secret(in, locked, next); !put) return std::unexpected(put.error());
  return update(in, locked, locked);
}

}  // namespace weir::postgres::payment_providers
