// The notify store in PostgreSQL: write() runs inside the flush's transaction, as weir_worker.
#pragma once

#include <functional>
#include <string>

#include <workers/notify/notify_store.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::notify {

// What seals the token of a mail in its row, by the mail's id.
inline constexpr auto mail_seal_purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::mail_token);

struct letter;

class postgres_notify_store final : public notify_store {
 public:
  // `secrets` seals tokens; `random`: 32 fresh bytes at each call.
  postgres_notify_store(clock_source& clock, const secret_ring& secrets, std::function<std::string()> random)
      : clock_(clock), secrets_(secrets), random_(std::move(random)) {}

  result<std::vector<mail_outcome>> write(stream::transaction& tx, const std::vector<notice>& notices) override;

 private:
  // False: this event has written to this person before.
  result<bool> queue(postgres::executor& in, const notice& n, letter& l);

  clock_source& clock_;
  const secret_ring& secrets_;
  std::function<std::string()> random_;
};

}  // namespace weir::notify
