#include <algorithm>
#include <utility>

#include <workers/payments/account_troubles.hpp>
#include <workers/payments/export_usage_rules.hpp>

#include <weir/base/log.hpp>

namespace weir::payments {

std::vector<std::string> account_troubles::held() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> out;
  for (const auto& [account, at] : states_)
    if (clock_.monotonic_ms() < at.until_ms) out.push_back(account);
  return out;
}

std::optional<account_troubles::trouble> account_troubles::of(const std::string& account) const {
  const std::scoped_lock lock(mutex_);
  const auto found = states_.find(account);
  if (found == states_.end()) return std::nullopt;
  const auto wait_ms = found->second.until_ms - clock_.monotonic_ms();
  if (wait_ms <= 0) return std::nullopt;
  return trouble{found->second.code, found->second.message, wait_ms};
}

bool account_troubles::is_second(const std::string& account, const std::string& thing) {
  const std::scoped_lock lock(mutex_);
  auto& at = states_[account];
  if (at.failed.empty()) at.failed = thing;
  return at.failed != thing;
}

void account_troubles::end(const std::string& account) {
  const std::scoped_lock lock(mutex_);
  states_.erase(account);
}

account_troubles::trouble account_troubles::begin(const std::string& account, std::string code, std::string message,
                                                  std::chrono::seconds retry_after) {
  const std::scoped_lock lock(mutex_);
  auto& at = states_[account];
  if (clock_.monotonic_ms() >= at.until_ms) ++at.failures;
  const auto wait_ms = pause_of_account(at.failures, retry_after).count();
  at.until_ms = std::max(at.until_ms, clock_.monotonic_ms() + wait_ms);
  at.code = std::move(code);
  at.message = std::move(message);
  log::warning(what_, {{"payment_provider", account}, {"code", at.code}, {"wait_ms", wait_ms}});
  return {at.code, at.message, wait_ms};
}

}  // namespace weir::payments
