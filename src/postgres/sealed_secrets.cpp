#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::postgres::sealed_secrets {
namespace {

// Each kind under the role that may read and change its column. What has the mark of the current key is passed over by
// the database itself.
const statement factors_count{"sealed.second_factors.count", "SELECT count(*) FROM user_totp"};
const statement factors_others{"sealed.second_factors.others", R"sql(
SELECT user_id, sealed FROM user_totp WHERE user_id > $1 AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY user_id LIMIT $3)sql"};
const statement factors_lock{"sealed.second_factors.lock", R"sql(
SELECT user_id, sealed FROM user_totp WHERE user_id > $1 AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY user_id LIMIT $3 FOR UPDATE)sql"};
const statement factors_replace{"sealed.second_factors.replace", "UPDATE user_totp SET sealed = $2 WHERE user_id = $1"};

const statement keys_count{"sealed.audit_keys.count", "SELECT count(*) FROM audit_keys"};
const statement keys_others{"sealed.audit_keys.others", R"sql(
SELECT id, sealed_seed FROM audit_keys WHERE id > $1 AND substr(sealed_seed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY id LIMIT $3)sql"};
const statement keys_lock{"sealed.audit_keys.lock", R"sql(
SELECT id, sealed_seed FROM audit_keys WHERE id > $1 AND substr(sealed_seed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY id LIMIT $3 FOR UPDATE)sql"};
const statement keys_replace{"sealed.audit_keys.replace", "UPDATE audit_keys SET sealed_seed = $2 WHERE id = $1"};

const statement mails_count{"sealed.mails.count", "SELECT count(*) FROM mails WHERE sealed IS NOT NULL"};
const statement mails_others{"sealed.mails.others", R"sql(
SELECT message_id, sealed FROM mails WHERE message_id > $1 AND state = 'queued'
  AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY message_id LIMIT $3)sql"};
const statement mails_lock{"sealed.mails.lock", R"sql(
SELECT message_id, sealed FROM mails WHERE message_id > $1 AND state = 'queued'
  AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea
ORDER BY message_id LIMIT $3 FOR UPDATE)sql"};
const statement mails_replace{"sealed.mails.replace", R"sql(
UPDATE mails SET sealed = $2 WHERE message_id = $1 AND state = 'queued')sql"};

// Those of tables whose columns are `id` and `sealed`.
#define WEIR_SEALED_TABLE(as, table)                                                                        \
  const statement as##_count{"sealed." table ".count", "SELECT count(*) FROM " table};                      \
  const statement as##_others{"sealed." table ".others",                                                    \
                              "SELECT id, sealed FROM " table                                               \
                              " WHERE id > $1 AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea " \
                              "ORDER BY id LIMIT $3"};                                                      \
  const statement as##_lock{"sealed." table ".lock",                                                        \
                            "SELECT id, sealed FROM " table                                                 \
                            " WHERE id > $1 AND substr(sealed, 1, octet_length($2::bytea)) <> $2::bytea "   \
                            "ORDER BY id LIMIT $3 FOR UPDATE"};                                             \
  const statement as##_replace{"sealed." table ".replace", "UPDATE " table " SET sealed = $2 WHERE id = $1"}

WEIR_SEALED_TABLE(hooks, "webhook_secrets");
WEIR_SEALED_TABLE(providers, "payment_provider_secrets");
WEIR_SEALED_TABLE(parts, "webhook_sealed_parts");

#undef WEIR_SEALED_TABLE

struct place {
  role as;
  const statement& count;
  const statement& others;
  const statement& lock;
  const statement& replace;
};

const place& place_of(what kind) {
  static const place all[] = {
      {role::login, factors_count, factors_others, factors_lock, factors_replace},
      {role::owner, keys_count, keys_others, keys_lock, keys_replace},
      {role::worker, mails_count, mails_others, mails_lock, mails_replace},
      {role::worker, hooks_count, hooks_others, hooks_lock, hooks_replace},
      {role::worker, providers_count, providers_others, providers_lock, providers_replace},
      {role::worker, parts_count, parts_others, parts_lock, parts_replace},
  };
  return all[static_cast<std::size_t>(kind)];
}

struct row {
  std::string id;
  std::string sealed;
};

result<std::vector<row>> read(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).bytes()});
  return out;
}

constexpr std::int32_t most_looked_at = 1000;

}  // namespace

std::string_view name(what kind) {
  switch (kind) {
    case what::second_factor:
      return "second_factors";
    case what::audit_key:
      return "audit_keys";
    case what::mail_token:
      return "mail_tokens";
    case what::webhook_secret:
      return "webhook_secrets";
    case what::provider_secret:
      return "provider_secrets";
    case what::webhook_part:
      return "webhook_parts";
  }
  WEIR_ASSERT(false, "every kind has a name");
}

result<tally> count(pool& database, const secret_ring& ring, what kind) {
  const auto& at = place_of(kind);
  tally out;
  std::string after;
  while (true) {
    auto page = database.read(at.as, tenant_scope::platform(), [&](executor& in) -> result<std::vector<row>> {
      if (after.empty()) {
        auto all = in.run(at.count);
        if (!all) return std::unexpected(all.error());
        out.all = all->at(0, 0).int8();
      }
      return read(in.run(at.others, after, param::bytes(ring.mark()), most_looked_at));
    });
    if (!page) return std::unexpected(page.error());
    for (const auto& r : *page) {
      const auto found = ring.look(purpose(kind), r.id, r.sealed);
      ++(!found ? out.unknown : found->by_current ? out.unmarked : out.previous);
    }
    if (page->size() < static_cast<std::size_t>(most_looked_at)) return out;
    after = page->back().id;
  }
}

result<resealed> reseal(pool& database, const secret_ring& ring, what kind,
                        const std::function<void(std::int64_t done)>& progress, std::int32_t batch) {
  const auto& at = place_of(kind);
  resealed out;
  std::string after;
  while (true) {
    auto step = database.with_transaction(
        at.as, tenant_scope::platform(), [&](executor& in) -> result<std::pair<resealed, std::size_t>> {
          resealed now;
          auto page = read(in.run(at.lock, after, param::bytes(ring.mark()), batch));
          if (!page) return std::unexpected(page.error());
          for (const auto& r : *page) {
            const auto plain = ring.open(purpose(kind), r.id, r.sealed);
            if (!plain) {
              ++now.unknown;
              continue;
            }
            auto put = in.run(at.replace, r.id, param::bytes(ring.seal(purpose(kind), r.id, *plain)));
            if (!put) return std::unexpected(put.error());
            ++now.done;
          }
          if (!page->empty()) after = page->back().id;
          return std::pair(now, page->size());
        });
    if (!step) return std::unexpected(step.error());
    out.done += step->first.done;
    out.unknown += step->first.unknown;
    if (progress && step->first.done > 0) progress(out.done);
    WEIR_FAILPOINT("reseal.after_batch");
    if (step->second < static_cast<std::size_t>(batch)) return out;
  }
}

}  // namespace weir::postgres::sealed_secrets
