// Currencies of ISO 4217 and how many digits their minor unit has. Codes of metals, funds and testing are none.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::billing {

class currency {
 public:
  static std::optional<currency> find(std::string_view code);  // "EUR", exactly spelled

  std::string_view code() const { return {code_.data(), code_.size()}; }
  int digits() const { return digits_; }  // 0 (JPY), 2, 3 (KWD) or 4 (CLF)

  auto operator<=>(const currency&) const = default;

 private:
  currency(std::array<char, 3> code, std::uint8_t digits) : code_(code), digits_(digits) {}

  std::array<char, 3> code_;
  std::uint8_t digits_;
};

}  // namespace weir::billing
