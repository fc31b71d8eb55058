// Signs how far the chains have come. Each head is locked while it is signed, so several processes may do it; one whose
// head does not fit its chain is not signed, and said.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

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
  // `misfit`: a chain whose newest entry is not what its head says. `secret_key` opens the signing key.
  postgres_checkpoint_signer(postgres::pool& pool, clock_source& clock, std::string secret_key, checkpoint_options o,
                             std::function<void(const std::string& chain)> misfit = {});

  // Signs what is due; returns how many checkpoints. Makes the signing key when there is none. Error besides the
  // database's: audit_key_sealed (the key was sealed under another APP_SECRET_KEY).
  result<std::size_t> sign_due();

 private:
  postgres::pool& pool_;
  clock_source& clock_;
  std::string secret_key_;
  checkpoint_options options_;
  std::function<void(const std::string&)> misfit_;
};

// Makes a key and lets it sign from now on; earlier ones stay known. Under role::worker. Returns its id.
result<std::string> change_audit_key(postgres::executor& in, const std::string& secret_key);

}  // namespace weir::audit
