// AWS Signature Version 4 in the Authorization header, the payload in one piece: "Authenticating Requests" of the
// Amazon S3 API reference, and the General Reference's "Signature Version 4". Every S3-compatible store understands it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/time.hpp>

namespace weir::http {

struct signing_key {
  std::string key_id;
  std::string secret;
  std::string region;
  std::string service = "s3";
};

struct unsigned_request {
  std::string method;
  std::string path;                                          // percent-encoded, as it is sent
  std::vector<std::pair<std::string, std::string>> query;    // decoded
  std::vector<std::pair<std::string, std::string>> headers;  // all that are signed; host among them
  std::string payload_sha256;                                // in hex
};

// "20130524T000000Z": what the header x-amz-date says, which must be among the headers.
std::string amz_date(timestamp at);

// The query in the order and encoding that is signed, and must be sent.
std::string canonical_query(std::vector<std::pair<std::string, std::string>> query);

// The value of Authorization.
std::string sign_request(const unsigned_request& r, const signing_key& key, timestamp at);

}  // namespace weir::http
