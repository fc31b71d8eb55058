// Signs how far the chains have come. Each head is locked while it is signed, so several processes may do it; one whose
// head does not fit its chain is not signed, and said.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::audit {

struct checkpoint_options {
  std::int64_t entries = 100;   // that may stand unsigned
  std::int64_t seconds = 3600;  // that one may stand unsigned
  std::int32_t most = 200;      // chains of one transaction
};

class postgres_checkpoint_signer {
 public:
  // `misfit`: a chain whose newest entry is not what its head says. `secrets` opens the signing key.
  postgres_checkpoint_signer(postgres::pool& pool, clock_source& clock, const secret_ring& secrets,
                             checkpoint_options o, std::function<void(const std::string& chain)> misfit = {});

  // Signs what is due; returns how many checkpoints. Makes the signing key when there is none. Error besides the
  // database's: audit_key_sealed (the key was sealed under neither APP_SECRET_KEY nor the
  // previous one).
  result<std::size_t> sign_due();

 private:
  postgres::pool& pool_;
  clock_source& clock_;
  const secret_ring& secrets_;
  checkpoint_options options_;
  std::function<void(const std::string&)> misfit_;
};

}  // namespace weir::audit
