// A receipt says where a write stands in the log: topic, partition, offset, and the place inside the record. Clients
// get it as a short opaque token (about 22 characters of A-Z a-z 0-9 - _) and hand it back in ?after=. Forged ones are
// refused: the token is authenticated with a key derived from APP_SECRET_KEY; those of APP_SECRET_KEY_PREVIOUS are
// taken as well. Nothing in it is secret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/crypto.hpp>
#include <weir/base/error.hpp>
#include <weir/base/swapped.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::contract {

struct receipt {
  stream::position position;  // the topic without its prefix, one of topics.hpp
  std::uint32_t index = 0;    // of the event in its record

  bool operator==(const receipt&) const = default;
};

// Any thread.
class receipt_codec {
 public:
  static constexpr std::size_t most_after = 64;  // tokens of one ?after=

  explicit receipt_codec(std::string_view app_secret_key, std::string_view previous = {});

  // Other keys, for every later call. Any thread.
  void renew(std::string_view app_secret_key, std::string_view previous);

  std::string token(const receipt& r) const;
  void append_token(std::string& out, const receipt& r) const;

  // Error: receipt_invalid.
  result<receipt> parse(std::string_view token) const;

  // ?after=<token>[,<token>…]. Error: receipt_invalid, also for an empty list and for more than 64.
  result<std::vector<receipt>> parse_list(std::string_view tokens) const;

 private:
  swapped<std::vector<bytes16>> keys_;  // current, previous
};

}  // namespace weir::contract
