// Objects of one bucket of an S3-compatible store. Addresses are path style (endpoint/bucket/key), which all of them
// know; requests are signed with their payload's digest, so that the store refuses what arrives altered. One thread.
//
// Errors: archive_unavailable for whatever the store refuses or does not answer, archive_corrupt where said.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/http/client.hpp>
#include <weir/http/request_signature.hpp>

namespace weir::http {

struct s3_bucket {
  std::string endpoint;  // https://host or http://host:port
  std::string bucket;
  signing_key key;
  std::string ca_file{};
};

struct s3_page {
  std::vector<std::string> keys;
  std::string next;  // continuation token; empty at the end
};

class s3_client {
 public:
  s3_client(s3_bucket where, clock_source& clock);

  // What makes no endpoint or bucket: setting_invalid.
  static result<void> check(const s3_bucket& where);

  result<void> put(const std::string& key, std::string_view bytes);
  // Nothing when there is none. archive_corrupt when it is larger than `most`.
  result<std::optional<std::string>> get(const std::string& key, std::size_t most);
  // ListObjectsV2: up to 1,000 keys that begin with `prefix`.
  result<s3_page> list(const std::string& prefix, const std::string& continuation);
  result<void> remove(const std::string& key);

 private:
  using parameters = std::vector<std::pair<std::string, std::string>>;
  result<client_response> send(const char* method, const std::string& key, parameters query, std::string body);

  s3_bucket where_;
  std::string host_;  // as curl says it
  clock_source& clock_;
  client client_;
};

// Of a ListObjectsV2 answer. Error: archive_unavailable when it is none.
result<s3_page> read_s3_page(std::string_view xml);

}  // namespace weir::http
