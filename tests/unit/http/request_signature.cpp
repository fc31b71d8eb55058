// Signatures that AWS has published, to the last digit; and lists of objects as stores answer them.
#include <doctest/doctest.h>

#include <weir/base/crypto.hpp>
#include <weir/http/request_signature.hpp>
#include <weir/http/s3_client.hpp>

using namespace weir;
using namespace weir::http;

namespace {

// Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single
// Chunk".
const signing_key documented{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"};
const std::string of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const auto documented_at = parse_rfc3339("2013-05-24T00:00:00Z").value();

unsigned_request s3(std::string method, std::string path, std::string payload_sha256) {
  unsigned_request r{std::move(method), std::move(path), {}, {}, payload_sha256};
  r.headers = {{"Host", "examplebucket.s3.amazonaws.com"},
               {"x-amz-content-sha256", payload_sha256},
               {"x-amz-date", amz_date(documented_at)}};
  return r;
}

std::string signature_of(const std::string& authorization) {
  return authorization.substr(authorization.find("Signature=") + 10);
}

// The General Reference's test suite, aws4_testsuite.
const signing_key suite{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service"};
const auto suite_at = parse_rfc3339("2015-08-30T12:36:00Z").value();

unsigned_request of_suite(std::string method) {
  unsigned_request r{std::move(method), "/", {}, {}, of_nothing};
  r.headers = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}};
  return r;
}

}  // namespace

TEST_CASE("requests are signed as the S3 reference signs them") {
  auto get = s3("GET", "/test.txt", of_nothing);
  get.headers.emplace_back("Range", "bytes=0-9");
  CHECK(sign_request(get, documented, documented_at) ==
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

  auto put = s3("PUT", "/test%24file.text", hex(sha256("Welcome to Amazon S3.")));
  CHECK(put.payload_sha256 == "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
  put.headers.emplace_back("Date", "Fri, 24 May 2013 00:00:00 GMT");
  put.headers.emplace_back("x-amz-storage-class", "REDUCED_REDUNDANCY");
  CHECK(signature_of(sign_request(put, documented, documented_at)) ==
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

  auto lifecycle = s3("GET", "/", of_nothing);
  lifecycle.query = {{"lifecycle", ""}};
  CHECK(signature_of(sign_request(lifecycle, documented, documented_at)) ==
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

  auto list = s3("GET", "/", of_nothing);
  list.query = {{"prefix", "J"}, {"max-keys", "2"}};
  CHECK(signature_of(sign_request(list, documented, documented_at)) ==
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("requests are signed as the test suite of Signature Version 4 signs them") {
  CHECK(signature_of(sign_request(of_suite("GET"), suite, suite_at)) ==
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  CHECK(signature_of(sign_request(of_suite("POST"), suite, suite_at)) ==
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  auto ordered = of_suite("GET");
  ordered.query = {{"Param2", "value2"}, {"Param1", "value1"}};
  CHECK(signature_of(sign_request(ordered, suite, suite_at)) ==
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
}

TEST_CASE("a query is sorted and encoded") {
  CHECK(canonical_query({{"b", "a b"}, {"a", "/+="}, {"a", "&"}}) == "a=%26&a=%2F%2B%3D&b=a%20b");
  CHECK(canonical_query({}).empty());
}

TEST_CASE("lists of objects are read page by page") {
  const auto page = read_s3_page(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
      "<IsTruncated>true</IsTruncated><NextContinuationToken>1ueGc&amp;x=</NextContinuationToken>"
      "<Contents><Key>a/b.json</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified><ETag>&quot;fba9&quot;</ETag>"
      "<Size>434234</Size></Contents><Contents><Key>a/&lt;c&gt;</Key><LastModified>2009-10-12T17:50:30.000Z"
      "</LastModified><Size>0</Size></Contents></ListBucketResult>");
  REQUIRE(page.has_value());
  CHECK(page->keys == std::vector<std::string>{"a/b.json", "a/<c>"});
  CHECK(page->next == "1ueGc&x=");
  CHECK_FALSE(read_s3_page("<html>a proxy's page</html>").has_value());
  CHECK_FALSE(read_s3_page("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>").has_value());
  CHECK(read_s3_page("<ListBucketResult/>").value().keys.empty());
}

TEST_CASE("an endpoint is a scheme and a host") {
  const auto good = [](std::string endpoint) {
    return s3_client::check({std::move(endpoint), "bucket", documented}).has_value();
  };
  CHECK(good("https://s3.us-east-1.amazonaws.com"));
  CHECK(good("http://127.0.0.1:9000"));
  CHECK_FALSE(good("127.0.0.1:9000"));
  CHECK_FALSE(good("https://host/path"));
  CHECK_FALSE(good("https://"));
  CHECK_FALSE(s3_client::check({"https://host", "", documented}).has_value());
}
