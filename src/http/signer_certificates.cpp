#include <weir/base/log.hpp>
#include <weir/http/client.hpp>
#include <weir/http/signer_certificates.hpp>

namespace weir::http {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} * 1024;
constexpr std::size_t most_known = 256;
constexpr std::int64_t refused_for_ms = 60'000;
constexpr std::int64_t away_for_ms = 1'000;
constexpr int ok = 200;
constexpr int first_server_error = 500;
constexpr int too_many_requests = 429;

std::unexpected<error> unavailable(std::string why) {
  return fail(error_code::webhook_certificate_unavailable, std::move(why));
}

std::unexpected<error> refused(std::string why) {
  return fail(error_code::webhook_certificate_refused, std::move(why));
}

}  // namespace

signer_certificates::signer_certificates(signer_certificate_options options, clock_source& clock)
    : options_(std::move(options)), clock_(clock) {}

signer_certificates::~signer_certificates() = default;

signer_certificates::signer_ptr signer_certificates::peek(const std::string& url) {
  auto there = find(url);
  return there ? there->one : nullptr;
}

// What has ended is forgotten.
std::optional<signer_certificates::known> signer_certificates::find(const std::string& url) {
  const std::scoped_lock lock(mutex_);
  const auto at = known_.find(url);
  if (at == known_.end()) return std::nullopt;
  const bool stands =
      at->second.one ? at->second.one->valid_until() > clock_.now() : at->second.until_ms > clock_.monotonic_ms();
  if (stands) return at->second;
  known_.erase(at);
  return std::nullopt;
}

// Failures go first: whoever makes up URLs throws out no certificate.
void signer_certificates::keep(const std::string& url, known what) {
  const std::scoped_lock lock(mutex_);
  if (known_.size() >= most_known) std::erase_if(known_, [](const auto& one) { return !one.second.one; });
  if (known_.size() >= most_known) known_.clear();
  known_.insert_or_assign(url, std::move(what));
}

result<signer_certificates::signer_ptr> signer_certificates::load(const std::string& url) {
  if (auto fits = options_.check_url(url); !fits) return std::unexpected(fits.error());
  const std::scoped_lock lock(reading_);
  if (const auto there = find(url)) {
    if (there->one) return there->one;
    return std::unexpected(*there->failure);
  }
  auto got = read(url);
  if (got) {
    keep(url, {.one = *got});
  } else {
    const auto stands_ms = got.error().retryable() ? away_for_ms : refused_for_ms;
    keep(url, {.failure = got.error(), .until_ms = clock_.monotonic_ms() + stands_ms});
  }
  return got;
}

result<signer_certificates::signer_ptr> signer_certificates::read(const std::string& url) {
  if (!trusted_) {
    auto loaded = trusted_certificates::load(options_.ca_file);
    if (!loaded) {
      log::error("certificates of signers are checked against nobody", {{"reason", loaded.error()}});
      return unavailable("Nobody is trusted here.");
    }
    trusted_ = std::move(*loaded);
  }
  client by({.ca_file = options_.ca_file, .most_body_bytes = most_bytes, .connect_timeout = options_.timeout});
  const auto answer = by.send({.url = url, .headers = {}, .body = {}, .timeout = options_.timeout});
  if (!answer && answer.error().code == error_code::body_too_large) return refused("It is larger than 64 KiB.");
  if (!answer) return unavailable(answer.error().detail);
  if (answer->status >= first_server_error || answer->status == too_many_requests)
    return unavailable("Its host answers " + std::to_string(answer->status) + ".");
  if (answer->status != ok) return refused("Its host answers " + std::to_string(answer->status) + ".");
  auto checked = trusted_->check(answer->body, clock_.now());
  if (!checked) return refused(checked.error());
  if (!options_.is_signer(checked->names())) return refused("It is of somebody else.");
  return std::make_shared<const signer>(std::move(*checked));
}

}  // namespace weir::http
