#include <optional>
#include <span>
#include <utility>

#include <api/announce.hpp>
#include <api/second_factor.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/base/totp.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/second_factor.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::second_factor);
constexpr std::string_view issuer = "Weir";
constexpr std::size_t recovery_key_bytes = 32;

struct kept_secret {
  std::string seed;
  std::string recovery_key;  // of its own, so that sealing it anew leaves the codes good
};

result<kept_secret> open(const call& c, const std::string& user, const std::string& sealed) {
  auto plain = c.with().secrets.open(purpose, user, sealed);
  if (!plain || plain->size() != totp_secret_bytes + recovery_key_bytes) return fail(error_code::mfa_secret_sealed);
  return kept_secret{plain->substr(0, totp_secret_bytes), plain->substr(totp_secret_bytes)};
}

std::string recovery_hash(const kept_secret& kept, std::string_view code) {
  const auto& key = kept.recovery_key;
  const auto hash = hmac_sha256({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, code);
  return {hash.begin(), hash.end()};
}

// Each happens more than once: told apart by its instant.
result<void> announce_factor(postgres::executor& in, const call& c, contract::event_type type,
                             const std::string& user) {
  contract::json_writer data;
  data.begin_object().member("user_id", user).end_object();
  return announce_by(in, c, user, {type, user, c.with().clock.now().ns, std::nullopt, data.take()});
}

result<std::vector<std::string>> make_codes(postgres::executor& in, const std::string& user, const kept_secret& kept) {
  std::vector<std::string> shown, hashes;
  for (std::size_t i = 0; i < domain::recovery_code_count; ++i) {
    shown.push_back(domain::make_recovery_code(random_bytes(domain::recovery_code_bytes)));
    hashes.push_back(recovery_hash(kept, domain::read_code(shown.back())->text));
  }
  if (auto done = postgres::recovery_codes::replace(in, user, hashes); !done) return std::unexpected(done.error());
  return shown;
}

}  // namespace

result<code_verdict> use_code(postgres::executor& in, const call& c, const std::string& user, std::string_view typed) {
  auto row = postgres::user_totp::lock(in, user);
  if (!row) return std::unexpected(row.error());
  if (!*row || !(*row)->confirmed) return code_verdict::not_asked;
  auto kept = open(c, user, (*row)->sealed);
  if (!kept) return std::unexpected(kept.error());
  const auto given = domain::read_code(typed);
  if (!given) return code_verdict::wrong;
  if (!given->recovery) {
    const auto step = totp_match(kept->seed, given->text, c.with().clock.now(), (*row)->last_step);
    if (!step) return code_verdict::wrong;
    if (auto taken = postgres::user_totp::take_step(in, user, *step); !taken) return std::unexpected(taken.error());
    return code_verdict::right;
  }
  auto used = postgres::recovery_codes::use(in, user, recovery_hash(*kept, given->text));
  if (!used) return std::unexpected(used.error());
  if (!*used) return code_verdict::wrong;
  auto said = announce_factor(in, c, contract::event_type::mfa_recovery_used, user);
  if (!said) return std::unexpected(said.error());
  return code_verdict::right;
}

result<begun_totp> begin_second_factor(postgres::executor& in, const call& c, const postgres::user_row& user) {
  const auto seed = random_bytes(totp_secret_bytes);
  const auto sealed = c.with().secrets.seal(purpose, user.id, seed + random_bytes(recovery_key_bytes));
  auto begun = postgres::user_totp::begin(in, user.id, sealed);
  if (!begun) return std::unexpected(begun.error());
  if (!*begun) return fail(error_code::mfa_already_enabled);
  return begun_totp{totp_secret_text(seed), totp_uri(issuer, user.email, seed)};
}

result<std::vector<std::string>> confirm_second_factor(postgres::executor& in, const call& c, const std::string& user,
                                                       std::string_view typed) {
  auto row = postgres::user_totp::lock(in, user);
  if (!row) return std::unexpected(row.error());
  if (!*row) return fail(error_code::mfa_not_begun);
  if ((*row)->confirmed) return fail(error_code::mfa_already_enabled);
  auto kept = open(c, user, (*row)->sealed);
  if (!kept) return std::unexpected(kept.error());
  const auto given = domain::read_code(typed);
  std::optional<std::int64_t> step;
  if (given && !given->recovery) step = totp_match(kept->seed, given->text, c.with().clock.now(), 0);
  if (!step) return fail(error_code::mfa_code_wrong, "", "/code");
  if (auto done = postgres::user_totp::confirm(in, user, *step); !done) return std::unexpected(done.error());
  auto codes = make_codes(in, user, *kept);
  if (!codes) return codes;
  auto said = announce_factor(in, c, contract::event_type::mfa_enabled, user);
  if (!said) return std::unexpected(said.error());
  return codes;
}

result<std::vector<std::string>> replace_recovery_codes_of(postgres::executor& in, const call& c,
                                                           const std::string& user) {
  auto row = postgres::user_totp::lock(in, user);
  if (!row) return std::unexpected(row.error());
  if (!*row || !(*row)->confirmed) return fail(error_code::mfa_not_enabled);
  auto kept = open(c, user, (*row)->sealed);
  if (!kept) return std::unexpected(kept.error());
  auto codes = make_codes(in, user, *kept);
  if (!codes) return codes;
  auto said = announce_factor(in, c, contract::event_type::mfa_recovery_codes_replaced, user);
  if (!said) return std::unexpected(said.error());
  return codes;
}

result<void> announce_device_end(postgres::executor& in, const call& c, const std::string& user,
                                 const std::string& device) {
  contract::json_writer data;
  data.begin_object().member("user_id", user).member("device_id", device).end_object();
  return announce_by(in, c, user, {contract::event_type::device_revoked, device, 2, std::nullopt, data.take()});
}

result<void> revoke_devices(postgres::executor& in, const call& c, const std::string& user) {
  auto devices = postgres::trusted_devices::revoke_all(in, user);
  if (!devices) return std::unexpected(devices.error());
  for (const auto& id : *devices) {
    if (auto said = announce_device_end(in, c, user, id); !said) return said;
  }
  return {};
}

result<void> forget_proofs(postgres::executor& in, const call& c, const std::string& user) {
  if (auto ended = postgres::mfa_challenges::end_all(in, user); !ended) return ended;
  return revoke_devices(in, c, user);
}

}  // namespace weir::api
