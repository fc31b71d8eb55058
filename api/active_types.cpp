#include <api/active_types.hpp>

#include <weir/postgres/meters.hpp>

namespace weir::api {

const active_types::set* active_types::snapshot() const {
  struct copy {
    const active_types* of = nullptr;
    std::uint64_t edition = 0;
    std::shared_ptr<const set> types;
  };
  thread_local copy mine;
  const auto edition = edition_.load(std::memory_order_acquire);
  if (edition == 0) return nullptr;
  if (mine.of != this || mine.edition != edition) {
    std::scoped_lock lock(mutex_);
    mine = {this, edition_.load(std::memory_order_relaxed), current_};
  }
  return mine.types.get();
}

void active_types::publish(std::shared_ptr<const set> s) {
  std::scoped_lock lock(mutex_);
  current_ = std::move(s);
  edition_.fetch_add(1, std::memory_order_release);
}

void active_types::add(std::string_view type) {
  const auto* now = snapshot();
  if (now == nullptr) return;
  auto next = std::make_shared<set>(*now);
  next->emplace(type);
  publish(std::move(next));
}

result<void> active_types::refresh() {
  auto read = [&](postgres::executor& in) { return postgres::meters::definitions_version(in); };
  auto version = database_.read(postgres::role::api, postgres::tenant_scope::platform(), read);
  if (!version) return std::unexpected(version.error());
  if (*version == version_) return {};
  auto load = [&](postgres::executor& in) { return postgres::meters::load_definitions(in); };
  auto all = database_.read(postgres::role::api, postgres::tenant_scope::platform(), load);
  if (!all) return std::unexpected(all.error());
  auto types = std::make_shared<set>();
  for (const auto& m : all->meters)
    types->insert(m.event_type);
  version_ = all->version;
  publish(std::move(types));
  return {};
}

}  // namespace weir::api
