#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <src/app/secret_files.hpp>
#include <src/app/signing_key_watch.hpp>

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
  watch(contract::access_token_codec& keys, secret_paths paths, ring loaded)
      : keys_(keys), paths_(std::move(paths)), active_(std::move(loaded)) {}

  void look(clock::time_point now) {
    auto seen = read();
    if (!seen) return complain(seen.error());
    complained_ = false;
    if (*seen == active_) {
      // Changed back, or changed nothing.
      if (std::exchange(pending_, std::nullopt)) keys_.renew(active_.current, active_.previous);
      return;
    }
    if (!pending_ || pending_->keys != *seen) {
      pending_ = {std::move(*seen), now};
      if (pending_->keys.current != active_.current) return keys_.renew(active_.current, pending_->keys.current);
    }
    if (pending_->keys.current != active_.current && now - pending_->since < known_everywhere) return;
    active_ = std::move(pending_->keys);
    pending_.reset();
    keys_.renew(active_.current, active_.previous);
    log::info("the keys of access tokens have changed",
              {{"key_id", contract::access_token_codec::key_id(active_.current)}});
  }

 private:
  struct waiting {
    ring keys;
    clock::time_point since;
  };

  result<ring> read() const {
    auto current = read_signing_key(paths_.current);
    if (!current) return std::unexpected(current.error());
    if (current->empty()) return fail(error_code::setting_invalid, paths_.current + " is empty");
    auto previous = read_signing_key(paths_.previous);
    if (!previous) return std::unexpected(previous.error());
    return ring{std::move(*current), std::move(*previous)};
  }

  // Once for each reason to.
  void complain(const error& e) {
    if (std::exchange(complained_, true)) return;
    log::warning("the keys of access tokens cannot be read again and stay as they are", {{"error", e}});
  }

  contract::access_token_codec& keys_;
  secret_paths paths_;
  ring active_;
  std::optional<waiting> pending_;
  bool complained_ = false;
};

}  // namespace

signing_key_watch::signing_key_watch(contract::access_token_codec& keys, const settings& loaded,
                                     const environment& variables) {
  auto paths = signing_key_paths(variables);
  if (paths.current.empty()) return;
  thread_ = std::jthread([w = watch(keys, std::move(paths), {loaded.jwt_secret, loaded.jwt_secret_previous})](
                             const std::stop_token& stop) mutable {
    while (!stop.stop_requested()) {
      w.look(clock::now());
      pause(stop, look_every);
    }
  });
}

}  // namespace weir::app
