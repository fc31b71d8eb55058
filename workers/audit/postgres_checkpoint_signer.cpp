#include <workers/audit/postgres_checkpoint_signer.hpp>
#include <workers/audit/postgres_signing_key.hpp>

#include <weir/postgres/audit.hpp>

namespace weir::audit {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

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

}  // namespace weir::audit
