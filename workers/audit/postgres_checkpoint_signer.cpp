#include <algorithm>

#include <workers/audit/postgres_checkpoint_signer.hpp>

#include <weir/base/random.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::audit {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::audit_key);

bytes32 seed_of(std::string_view bytes) {
  bytes32 out{};
  std::copy_n(bytes.begin(), std::min(out.size(), bytes.size()), out.begin());
  return out;
}

rows::key_row new_key(const secret_ring& secrets) {
  const auto seed = random_bytes(32);
  rows::key_row out;
  out.public_key = signing_public_key(seed_of(seed));
  out.id = domain::audit_key_id(out.public_key);
  out.sealed_seed = secrets.seal(purpose, out.id, seed);
  return out;
}

// The key that signs. Of two processes that make the first one at once, one waits and finds the other's.
result<bytes32> signing_seed(executor& in, const secret_ring& secrets) {
  auto found = rows::signing_key(in);
  if (found && !*found) {
    auto made = rows::add_key(in, new_key(secrets));
    if (!made) return std::unexpected(made.error());
    found = rows::signing_key(in);
  }
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::database_conflict, "another process makes the signing key");
  const auto seed = secrets.open(purpose, (*found)->id, (*found)->sealed_seed);
  if (!seed || signing_public_key(seed_of(*seed)) != (*found)->public_key) {
    return fail(error_code::audit_key_sealed, (*found)->id);
  }
  return seed_of(*seed);
}

}  // namespace

postgres_checkpoint_signer::postgres_checkpoint_signer(postgres::pool& pool, clock_source& clock,
                                                       const secret_ring& secrets, checkpoint_options o,
                                                       std::function<void(const std::string& chain)> misfit)
    : pool_(pool), clock_(clock), secrets_(secrets), options_(o), misfit_(std::move(misfit)) {}

result<std::size_t> postgres_checkpoint_signer::sign_due() {
  std::vector<std::string> misfits;
  auto done = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                     [&](executor& in) -> result<std::size_t> {
                                       misfits.clear();
                                       auto due = rows::lock_due(in, options_.entries, options_.seconds, options_.most);
                                       if (!due) return std::unexpected(due.error());
                                       if (due->empty()) return 0;
                                       auto seed = signing_seed(in, secrets_);
                                       if (!seed) return std::unexpected(seed.error());
                                       std::size_t count = 0;
                                       for (const auto& d : *due) {
                                         if (d.newest_hash != d.head.hash) {
                                           misfits.push_back(d.chain);
                                           continue;
                                         }
                                         domain::audit_checkpoint c;
                                         c.chain = d.chain;
                                         c.number = d.checkpoint_number + 1;
                                         c.sequence = d.head.sequence;
                                         c.head = d.head.hash;
                                         c.previous = d.checkpoint_hash;
                                         c.signed_at = clock_.now();
                                         domain::sign_checkpoint(c, *seed);
                                         if (auto added = rows::add(in, d.tenant_number, c); !added)
                                           return std::unexpected(added.error());
                                         ++count;
                                       }
                                       return count;
                                     });
  if (misfit_) {
    for (const auto& chain : misfits)
      misfit_(chain);
  }
  return done;
}

result<std::string> change_audit_key(executor& in, const secret_ring& secrets) {
  if (auto retired = rows::retire_keys(in); !retired) return std::unexpected(retired.error());
  const auto key = new_key(secrets);
  auto made = rows::add_key(in, key);
  if (!made) return std::unexpected(made.error());
  if (!*made) return fail(error_code::database_conflict, "another process makes the signing key");
  return key.id;
}

}  // namespace weir::audit
