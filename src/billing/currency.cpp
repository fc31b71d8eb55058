#include <algorithm>

#include <weir/billing/currency.hpp>

namespace weir::billing {
namespace {

// ISO 4217:2015, list one, with its amendments up to 180 (2025).
constexpr std::string_view two_digits =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
    "CVE "
    "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS "
    "KHR "
    "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD "
    "PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY "
    "TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
constexpr std::string_view no_digits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view three_digits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four_digits = "CLF UYW";

bool has(std::string_view list, std::string_view code) {
  for (std::size_t at = 0; at < list.size(); at += 4) {
    if (list.substr(at, 3) == code) return true;
  }
  return false;
}

}  // namespace

std::optional<currency> currency::find(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  std::array<char, 3> text{};
  std::ranges::copy(code, text.begin());
  if (has(two_digits, code)) return currency(text, 2);
  if (has(no_digits, code)) return currency(text, 0);
  if (has(three_digits, code)) return currency(text, 3);
  if (has(four_digits, code)) return currency(text, 4);
  return std::nullopt;
}

}  // namespace weir::billing
