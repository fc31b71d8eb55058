// How PayPal signs its webhooks (developer.paypal.com/api/rest/webhooks/rest): RSA with SHA-256 over
// "<transmission id>|<transmission time>|<webhook id>|<CRC-32 of the body, decimal>", by the key of the certificate
// that a header names. What is signed stands here; certificates are base/certificates.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::domain {

// The id of a webhook at PayPal, which is what its signatures are of: "8PT597110X687430L". Error:
// payment_provider_secret_refused. Its detail never says what was there.
result<void> check_paypal_webhook_id(std::string_view text);

// What the client id and the secret of PayPal's API look like. Error: payment_provider_key_refused; its detail never
// says what was there.
result<void> check_paypal_credential(std::string_view text);

struct paypal_headers {
  std::string_view id, time, signature, certificate_url, algorithm;  // empty: absent
};

inline constexpr std::string_view paypal_id_header = "PAYPAL-TRANSMISSION-ID";
inline constexpr std::string_view paypal_time_header = "PAYPAL-TRANSMISSION-TIME";
inline constexpr std::string_view paypal_signature_header = "PAYPAL-TRANSMISSION-SIG";
inline constexpr std::string_view paypal_certificate_header = "PAYPAL-CERT-URL";
inline constexpr std::string_view paypal_algorithm_header = "PAYPAL-AUTH-ALGO";

struct paypal_transmission {
  std::string id;
  std::string time;  // as it was signed
  timestamp sent_at;
  std::string signature;  // bytes
  std::string certificate_url;
};

// Errors: webhook_signature_missing (a header is not there), webhook_signature_malformed (it cannot be read, or is of
// another algorithm than SHA256withRSA).
result<paypal_transmission> read_paypal_transmission(const paypal_headers& headers);

// PayPal sends for three days what was not answered, and does not say whether a repetition has a time of its own; its
// own libraries look at no time at all. So the age is that of three days and some minutes: what comes twice is known by
// its event's id.
inline constexpr std::int64_t paypal_oldest_s = (3 * 86'400) + 300;
inline constexpr std::int64_t paypal_ahead_s = 300;
// Error: webhook_signature_expired (older, or of a later time than there is).
result<void> check_paypal_age(timestamp sent_at, timestamp received_at);

std::uint32_t crc32(std::string_view bytes);  // ISO 3309, as zlib's

std::string paypal_signed_text(const paypal_transmission& t, std::string_view webhook_id, std::uint32_t body_crc);

// https at one of the hosts and the usual port, without credentials, a fragment or anything that parsers read
// differently. Error: webhook_certificate_refused; its detail repeats nothing of the URL.
result<void> check_certificate_url(std::string_view url, std::span<const std::string> hosts);

// Whether a URL that check_certificate_url lets through is of the sandbox, which signs nothing that moves money.
bool is_paypal_sandbox(std::string_view url);

// "api.paypal.com, api.sandbox.paypal.com" as lower case names.
std::vector<std::string> read_host_list(std::string_view text);

// Whether one of the names is PayPal's: below paypal.com, as its own libraries have it.
bool is_paypal_signer(std::span<const std::string> names);

}  // namespace weir::domain
