#include <algorithm>
#include <limits>

#include <src/contract/varint.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/receipt.hpp>
#include <weir/contract/topics.hpp>

namespace weir::contract {
namespace {

constexpr char version = 1;
constexpr std::size_t tag_bytes = 8;
constexpr std::size_t most_token = 64;

void append_tag(std::string& out, const bytes16& key, std::string_view payload) {
  const auto mac = short_mac(key, payload);
  for (int shift = 56; shift >= 0; shift -= 8)
    out += static_cast<char>((mac >> shift) & 0xff);
}

std::vector<bytes16> keys_of(std::string_view current, std::string_view previous) {
  std::vector<bytes16> out;
  for (auto secret : {current, previous}) {
    if (!out.empty() && secret.empty()) break;
    const auto derived = derive_key(secret, "receipt");
    std::copy_n(derived.begin(), sizeof(bytes16), out.emplace_back().begin());
  }
  return out;
}

bool is_genuine(const std::vector<bytes16>& keys, std::string_view payload, std::string_view tag) {
  return std::ranges::any_of(keys, [&](const auto& key) {
    std::string right;
    append_tag(right, key, payload);
    return equal_in_constant_time(tag, right);
  });
}

}  // namespace

receipt_codec::receipt_codec(std::string_view app_secret_key, std::string_view previous)
    : keys_(keys_of(app_secret_key, previous)) {}

void receipt_codec::renew(std::string_view app_secret_key, std::string_view previous) {
  keys_.set(keys_of(app_secret_key, previous));
}

std::string receipt_codec::token(const receipt& r) const {
  std::string out;
  append_token(out, r);
  return out;
}

void receipt_codec::append_token(std::string& out, const receipt& r) const {
  const auto topic = topic_number(r.position.topic);
  WEIR_ASSERT(topic.has_value(), "a receipt is about one of Weir's topics");
  WEIR_ASSERT(r.position.partition >= 0 && r.position.offset >= 0, "a receipt names a written record");
  std::string payload(1, version);
  put_varint(payload, *topic);
  put_varint(payload, static_cast<std::uint64_t>(r.position.partition));
  put_varint(payload, static_cast<std::uint64_t>(r.position.offset));
  put_varint(payload, r.index);
  append_tag(payload, keys_.get().front(), payload);
  append_base64url(out, payload);
}

result<receipt> receipt_codec::parse(std::string_view token) const {
  const auto invalid = [] { return fail(error_code::receipt_invalid); };
  if (token.size() > most_token) return invalid();
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() <= tag_bytes + 1) return invalid();
  auto payload = std::string_view(*bytes).substr(0, bytes->size() - tag_bytes);
  const auto tag = std::string_view(*bytes).substr(bytes->size() - tag_bytes);
  if (!is_genuine(keys_.get(), payload, tag) || payload.front() != version) return invalid();
  payload.remove_prefix(1);
  const auto topic = take_varint(payload);
  const auto partition = take_varint(payload);
  const auto offset = take_varint(payload);
  const auto index = take_varint(payload);
  if (!topic || *topic >= topic_contracts().size() || !partition || *partition > INT32_MAX || !offset ||
      *offset > INT64_MAX || !index || *index > UINT32_MAX || !payload.empty()) {
    return invalid();
  }
  return receipt{{std::string(topic_contracts()[*topic].name), static_cast<stream::partition_number>(*partition),
                  static_cast<stream::offset>(*offset)},
                 static_cast<std::uint32_t>(*index)};
}

result<std::vector<receipt>> receipt_codec::parse_list(std::string_view tokens) const {
  std::vector<receipt> out;
  while (true) {
    const auto comma = tokens.find(',');
    auto parsed = parse(tokens.substr(0, comma));
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    if (out.size() == most_after) return fail(error_code::receipt_invalid, "at most 64 receipts are accepted");
    out.push_back(std::move(*parsed));
    if (comma == std::string_view::npos) return out;
    tokens.remove_prefix(comma + 1);
  }
}

}  // namespace weir::contract
