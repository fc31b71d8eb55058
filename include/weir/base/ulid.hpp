// ULIDs (github.com/ulid/spec): 48 bits of milliseconds, 80 bits of randomness, 26 characters of Crockford base 32,
// sortable as bytes and as text. Typed ids are a prefix and a ULID: tenant_id is "ten_01J…".
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir {

struct ulid {
  std::array<std::uint8_t, 16> bytes{};

  static constexpr std::size_t text_size = 26;

  auto operator<=>(const ulid&) const = default;

  std::string text() const;                                 // upper case, always 26 characters
  static std::optional<ulid> parse(std::string_view text);  // either case; nothing else than a canonical ULID
  static ulid make(std::int64_t unix_ms, std::span<const std::uint8_t, 10> randomness);
};

template<std::size_t N>
struct id_prefix {
  char text[N]{};
  constexpr id_prefix(const char (&s)[N]) {  // NOLINT: implicit by design, used as a template argument
    for (std::size_t i = 0; i < N; ++i)
      text[i] = s[i];
  }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

// id<"ten_">: not interchangeable with an id of another prefix, nor with text.
template<id_prefix Prefix>
struct id {
  ulid value;

  static constexpr std::string_view prefix() { return Prefix.view(); }
  auto operator<=>(const id&) const = default;

  std::string text() const { return std::string(prefix()) + value.text(); }

  static std::optional<id> parse(std::string_view text) {
    if (!text.starts_with(prefix())) return std::nullopt;
    auto parsed = ulid::parse(text.substr(prefix().size()));
    if (!parsed) return std::nullopt;
    return id{*parsed};
  }
};

using tenant_id = id<"ten_">;
using meter_id = id<"mtr_">;
using key_id = id<"key_">;
using command_id = id<"cmd_">;
using job_id = id<"job_">;
using request_id = id<"req_">;
using rejected_id = id<"rej_">;
using user_id = id<"usr_">;
using session_id = id<"ses_">;
using device_id = id<"dev_">;
using invitation_id = id<"ivt_">;
using identity_id = id<"idn_">;
using plan_id = id<"pln_">;
using subscription_id = id<"sub_">;
using invoice_id = id<"inv_">;
using issuer_id = id<"iss_">;
using tax_rate_id = id<"txr_">;
using coupon_id = id<"cpn_">;
using tenant_coupon_id = id<"tcp_">;
using credit_id = id<"crg_">;
using analyst_id = id<"anl_">;
using budget_id = id<"bdg_">;
using history_import_id = id<"him_">;
using webhook_endpoint_id = id<"whe_">;
using webhook_delivery_id = id<"whd_">;
using payment_provider_id = id<"ppr_">;
using provider_event_id = id<"pve_">;
using payment_id = id<"pay_">;
using refund_id = id<"rfd_">;
using dispute_id = id<"dsp_">;
using payment_method_id = id<"pmt_">;

// Where new ids come from. Injected, so that a simulation repeats: no id is made anywhere else.
class id_source {
 public:
  virtual ~id_source() = default;
  virtual ulid next() = 0;  // later calls give greater ids within one source; any thread
};

// The system clock and the operating system's randomness.
id_source& system_ids();

}  // namespace weir
