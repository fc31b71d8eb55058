// APP_SECRET_KEY and the one before it: what is sealed is sealed under the current one, and opened under either, so
// that the key can be changed while the program runs. What the previous one sealed is sealed anew by `weir secrets
// reseal`.
//
// Sealed bytes begin with a mark, which names their key: which rows are still under another one is seen without opening
// any. Bytes without a mark are of a program before there was one, and are tried with both.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

class secret_ring {
 public:
  static constexpr std::size_t mark_bytes = 12;

  // Without a previous one: empty.
  explicit secret_ring(std::string_view current, std::string_view previous = {});

  // Other keys, for every later call. Any thread.
  void renew(std::string_view current, std::string_view previous);

  // As weir::seal(), behind the current key's mark.
  std::string seal(std::string_view purpose, std::string_view context, std::string_view plain) const;

  struct opened {
    std::string plain;
    bool by_current = true;
  };
  // Nothing when it was sealed under neither key, for another purpose or context, or was altered.
  std::optional<opened> look(std::string_view purpose, std::string_view context, std::string_view sealed) const;
  std::optional<std::string> open(std::string_view purpose, std::string_view context, std::string_view sealed) const;

  // What seal() begins with.
  std::string mark() const;

  // For people and announcements; tells nothing of the key.
  std::string key_id() const;
  static std::string key_id(std::string_view secret_key);

  bool has_previous() const;

 private:
  struct key {
    std::string secret;
    std::string mark;  // empty: there is no such key
  };
  using ring = std::array<key, 2>;  // current, previous
  static std::shared_ptr<const ring> make(std::string_view current, std::string_view previous);

  std::atomic<std::shared_ptr<const ring>> keys_;
};

}  // namespace weir
