#include <utility>

#include <weir/base/crypto.hpp>
#include <weir/base/sealing.hpp>
#include <weir/base/secret_ring.hpp>

namespace weir {
namespace {

// A nonce of old begins with it once in four thousand million times, and is opened all the same.
constexpr std::string_view magic = "wsk1";
constexpr std::size_t id_bytes = secret_ring::mark_bytes - magic.size();

std::string id_of(std::string_view secret_key) {
  const auto derived = derive_key(secret_key, "seal key id");
  return {reinterpret_cast<const char*>(derived.data()), id_bytes};
}

}  // namespace

secret_ring::secret_ring(std::string_view current, std::string_view previous) : keys_(make(current, previous)) {}

std::shared_ptr<const secret_ring::ring> secret_ring::make(std::string_view current, std::string_view previous) {
  ring keys;
  keys[0] = {std::string(current), std::string(magic) + id_of(current)};
  if (!previous.empty() && previous != current) keys[1] = {std::string(previous), std::string(magic) + id_of(previous)};
  return std::make_shared<const ring>(std::move(keys));
}

void secret_ring::renew(std::string_view current, std::string_view previous) {
  keys_.store(make(current, previous));
}

std::string secret_ring::seal(std::string_view purpose, std::string_view context, std::string_view plain) const {
  const auto keys = keys_.load();
  const auto& [secret, mark] = keys->front();
  return mark + weir::seal(secret, purpose, context, plain);
}

std::optional<secret_ring::opened> secret_ring::look(std::string_view purpose, std::string_view context,
                                                     std::string_view sealed) const {
  const auto keys = keys_.load();
  const auto attempt = [&](const key& k, std::string_view bytes) -> std::optional<opened> {
    auto plain = unseal(k.secret, purpose, context, bytes);
    if (!plain) return std::nullopt;
    return opened{std::move(*plain), &k == &keys->front()};
  };
  for (const auto& k : *keys) {
    if (k.mark.empty() || !sealed.starts_with(k.mark)) continue;
    if (auto found = attempt(k, sealed.substr(k.mark.size()))) return found;
  }
  for (const auto& k : *keys) {
    if (k.mark.empty()) continue;
    if (auto found = attempt(k, sealed)) return found;
  }
  return std::nullopt;
}

std::optional<std::string> secret_ring::open(std::string_view purpose, std::string_view context,
                                             std::string_view sealed) const {
  auto found = look(purpose, context, sealed);
  if (!found) return std::nullopt;
  return std::move(found->plain);
}

std::string secret_ring::mark() const {
  return keys_.load()->front().mark;
}

std::string secret_ring::key_id() const {
  return key_id(keys_.load()->front().secret);
}

std::string secret_ring::key_id(std::string_view secret_key) {
  return base64url(id_of(secret_key));
}

bool secret_ring::has_previous() const {
  return !keys_.load()->back().mark.empty();
}

}  // namespace weir
