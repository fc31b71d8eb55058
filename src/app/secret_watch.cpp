#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <src/app/secret_files.hpp>
#include <src/app/secret_watch.hpp>

#include <weir/base/log.hpp>
#include <weir/base/pause.hpp>

namespace weir::app {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::chrono::seconds look_every{1};
constexpr std::chrono::seconds known_everywhere{3};

struct ring {
  std::string current, previous;
  bool operator==(const ring&) const = default;
};

class watch {
 public:
  watch(watched_key key, secret_paths paths)
      : key_(std::move(key)), paths_(std::move(paths)), active_{key_.current, key_.previous} {}

  void look(clock::time_point now) {
    auto seen = read();
    if (!seen) return complain(seen.error());
    complained_ = false;
    if (*seen == active_) {
      // Changed back, or changed nothing.
      if (std::exchange(pending_, std::nullopt)) key_.renew(active_.current, active_.previous);
      return;
    }
    if (!pending_ || pending_->keys != *seen) {
      pending_ = {std::move(*seen), now};
      if (pending_->keys.current != active_.current) return key_.renew(active_.current, pending_->keys.current);
    }
    if (pending_->keys.current != active_.current && now - pending_->since < known_everywhere) return;
    active_ = std::move(pending_->keys);
    pending_.reset();
    key_.renew(active_.current, active_.previous);
    log::info(std::string(key_.what) + " have changed", {{"key_id", key_.key_id(active_.current)}});
  }

 private:
  struct waiting {
    ring keys;
    clock::time_point since;
  };

  result<ring> read() const {
    auto current = read_key(paths_.current);
    if (!current) return std::unexpected(current.error());
    if (current->empty()) return fail(error_code::setting_invalid, paths_.current + " is empty");
    if (paths_.previous.empty()) return ring{std::move(*current), key_.previous};
    auto previous = read_key(paths_.previous);
    if (!previous) return std::unexpected(previous.error());
    return ring{std::move(*current), std::move(*previous)};
  }

  // Once for each reason to.
  void complain(const error& e) {
    if (std::exchange(complained_, true)) return;
    log::warning(std::string(key_.what) + " cannot be read again and stay as they are", {{"error", e}});
  }

  watched_key key_;
  secret_paths paths_;
  ring active_;
  std::optional<waiting> pending_;
  bool complained_ = false;
};

}  // namespace

secret_watch::secret_watch(watched_key key, const environment& variables) {
  auto paths = key_paths(variables, key.setting);
  if (paths.current.empty()) return;
  thread_ = std::jthread([w = watch(std::move(key), std::move(paths))](const std::stop_token& stop) mutable {
    while (!stop.stop_requested()) {
      w.look(clock::now());
      pause(stop, look_every);
    }
  });
}

}  // namespace weir::app
