#include <algorithm>

#include <fmt/format.h>
#include <src/app/archive_runtime.hpp>
#include <src/app/audit_runtime.hpp>
#include <src/app/notify_runtime.hpp>
#include <src/app/operations_runtime.hpp>
#include <src/app/payments_runtime.hpp>
#include <src/app/relay_runtime.hpp>
#include <src/app/usage_runtime.hpp>
#include <src/app/webhooks_runtime.hpp>
#include <src/app/worker_set.hpp>

#include <weir/base/log.hpp>

namespace weir::app {

struct worker_set::parts {
  std::unique_ptr<usage_runtime> usage;
  std::unique_ptr<operations_runtime> operations;
  std::unique_ptr<relay_runtime> relay;
  std::unique_ptr<audit_runtime> audit;
  std::unique_ptr<notify_runtime> notify;
  std::unique_ptr<archive_runtime> archive;
  std::unique_ptr<webhooks_runtime> webhooks;
  std::unique_ptr<payments_runtime> payments;
};

std::span<const std::string_view> worker_set::names() {
  static constexpr std::string_view all[] = {"usage",  "operations", "relay",    "audit",
                                             "notify", "archive",    "webhooks", "payments"};
  return all;
}

result<std::unique_ptr<worker_set>> worker_set::start(const program& p, postgres::pool& pool, std::int32_t partitions,
                                                      std::span<const std::string> names,
                                                      std::function<void(const error&)> ended) {
  auto made = std::make_unique<parts>();
  const auto place = [](auto started, auto& where) -> result<void> {
    if (!started) return std::unexpected(started.error());
    where = std::move(*started);
    return {};
  };
  for (const auto& name : names) {
    result<void> done = fail(error_code::validation_failed, "there is no worker " + name);
    if (name == "usage") done = place(usage_runtime::start(p, pool, partitions, ended), made->usage);
    if (name == "operations") done = place(operations_runtime::start(p, pool, partitions, ended), made->operations);
    if (name == "relay") done = place(relay_runtime::start(p, ended), made->relay);
    if (name == "audit") done = place(audit_runtime::start(p, pool, ended), made->audit);
    if (name == "notify") done = place(notify_runtime::start(p, pool, ended), made->notify);
    if (name == "archive") done = place(archive_runtime::start(p, pool, partitions, ended), made->archive);
    if (name == "webhooks") done = place(webhooks_runtime::start(p, pool, ended), made->webhooks);
    if (name == "payments") done = place(payments_runtime::start(p, pool, partitions, ended), made->payments);
    if (!done) return std::unexpected(done.error());
    log::info("worker runs", {{"worker", name}, {"partitions", partitions}});
  }
  return std::unique_ptr<worker_set>(new worker_set(std::move(made)));
}

worker_set::worker_set(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
worker_set::~worker_set() = default;

}  // namespace weir::app
