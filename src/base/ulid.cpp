#include <algorithm>
#include <mutex>

#include <sodium.h>

#include <weir/base/assert.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>

namespace weir {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

constexpr auto digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    auto upper = static_cast<unsigned char>(alphabet[i]);
    values[upper] = static_cast<std::int8_t>(i);
    if (upper >= 'A') values[static_cast<std::size_t>(upper - 'A' + 'a')] = static_cast<std::int8_t>(i);
  }
  return values;
}();

// Monotonic within one millisecond and when the clock steps back: the random part counts up instead.
class system_id_source final : public id_source {
 public:
  ulid next() override {
    std::scoped_lock lock(mutex_);
    auto now_ms = std::max(system_clock().now().ms(), last_ms_);
    if (now_ms == last_ms_) {
      increment();
    } else {
      last_ms_ = now_ms;
      randombytes_buf(randomness_.data(), randomness_.size());
      randomness_[0] &= 0x7f;  // room for 2⁷⁹ increments before the part could overflow
    }
    return ulid::make(last_ms_, randomness_);
  }

 private:
  void increment() {
    for (auto i = randomness_.size(); i-- > 0;) {
      if (++randomness_[i] != 0) return;
    }
  }

  std::mutex mutex_;
  std::int64_t last_ms_ = 0;
  std::array<std::uint8_t, 10> randomness_{};
};

}  // namespace

std::string ulid::text() const {
  std::string out(text_size, '0');
  // 130 bits of text for 128 bits of value: the first digit carries three bits only.
  unsigned accumulator = 0;
  int bits = 2;
  std::size_t position = 0;
  for (auto byte : bytes) {
    accumulator = (accumulator << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out[position++] = alphabet[(accumulator >> bits) & 31];
    }
    accumulator &= (1u << bits) - 1;
  }
  return out;
}

std::optional<ulid> ulid::parse(std::string_view text) {
  if (text.size() != text_size || text[0] < '0' || text[0] > '7') return std::nullopt;
  ulid out;
  unsigned accumulator = 0;
  int bits = -2;
  std::size_t position = 0;
  for (char c : text) {
    auto value = digit_values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    accumulator = (accumulator << 5) | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.bytes[position++] = static_cast<std::uint8_t>(accumulator >> bits);
      accumulator &= (1u << bits) - 1;
    }
  }
  return out;
}

ulid ulid::make(std::int64_t unix_ms, std::span<const std::uint8_t, 10> randomness) {
  WEIR_ASSERT(unix_ms >= 0 && unix_ms < (std::int64_t{1} << 48), "a ULID's time has 48 bits");
  ulid out;
  for (std::size_t i = 0; i < 6; ++i)
    out.bytes[i] = static_cast<std::uint8_t>(unix_ms >> (8 * (5 - i)));
  std::copy(randomness.begin(), randomness.end(), out.bytes.begin() + 6);
  return out;
}

id_source& system_ids() {
  static system_id_source source;
  return source;
}

}  // namespace weir
