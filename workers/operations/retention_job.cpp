#include <workers/operations/retention_job.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::operations {

jobs::handler retention_job(retention_store& store, retention_options o) {
  return [&store, o](jobs::context& job) -> result<std::string> {
    contract::json_writer out;
    out.begin_object();
    std::int64_t all = 0;
    for (const auto& name : store.classes()) {
      std::int64_t deleted = 0;
      for (bool more = true; more;) {
        if (job.canceled()) return fail(error_code::lease_lost);
        auto some = store.purge(name, o.chunk);
        if (!some) return std::unexpected(some.error());
        deleted += static_cast<std::int64_t>(*some);
        all += static_cast<std::int64_t>(*some);
        job.progress(all, std::nullopt);
        more = *some >= static_cast<std::uint64_t>(o.chunk);
      }
      out.member(name, deleted);
    }
    return out.end_object().take();
  };
}

}  // namespace weir::operations
