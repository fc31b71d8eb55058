// The notify store in PostgreSQL: write() runs inside the flush's transaction, as weir_worker.
#pragma once

#include <functional>
#include <string>

#include <workers/notify/notify_store.hpp>

#include <weir/base/time.hpp>

namespace weir::notify {

// What seals the token of a mail in its row, by the mail's id.
inline constexpr std::string_view mail_seal_purpose = "mail token";

class postgres_notify_store final : public notify_store {
 public:
  // `secret_key` seals tokens; `random`: 32 fresh bytes at each call.
  postgres_notify_store(clock_source& clock, std::string secret_key, std::function<std::string()> random)
      : clock_(clock), secret_key_(std::move(secret_key)), random_(std::move(random)) {}

  result<std::vector<outcome>> write(stream::transaction& tx, const std::vector<notice>& notices) override;

 private:
  clock_source& clock_;
  std::string secret_key_;
  std::function<std::string()> random_;
};

}  // namespace weir::notify
