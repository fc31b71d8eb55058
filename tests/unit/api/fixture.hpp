// The API without a server, a broker or a database: what is published stands in a log in memory, PostgreSQL is away.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <api/context.hpp>
#include <api/endpoint_table.hpp>

#include <weir/domain/role.hpp>
#include <weir/http/router.hpp>

namespace weir::api::test {

// Accepts at once, or fails as told.
class fake_publisher final : public stream::publisher {
 public:
  void publish(stream::outgoing_record record, delivered done) override {
    if (failure) return done(std::unexpected(*failure));
    stream::position at{record.topic, record.partition, static_cast<stream::offset>(records.size())};
    records.push_back(std::move(record));
    done(at);
  }
  std::vector<stream::outgoing_record> records;
  std::optional<error> failure;
};

class fixture {
 public:
  explicit fixture(settings s = {});
  ~fixture();

  // The answer of the whole router. Header lines as "Name: value".
  http::response ask(std::string_view method, std::string_view target, std::vector<http::header_view> headers = {},
                     std::string_view body = {});

  // Headers of somebody who is signed in as this: members in tenant 7, staff on the platform or, `visiting`, in it.
  std::vector<http::header_view> as(domain::role r, bool visiting = false);
  // The access token of as(), and the claims behind it.
  std::string token(domain::role r, bool visiting = false);
  contract::access_claims claims(domain::role r, bool visiting = false) const;
  static std::string tenant() { return tenant_id{{{1}}}.text(); }

  static constexpr std::string_view tenant_key = "weir_sk_tenant";
  static constexpr std::string_view platform_key = "weir_sk_platform";
  static constexpr std::string_view reading_key = "weir_sk_reading";  // of the platform, scope query

  settings config;
  secret_ring secrets;
  metric_registry registry;
  fake_publisher publisher;
  postgres::pool database;
  kafka::bounded_reader log;
  http::worker_pool workers;
  http::worker_pool passwords;
  http::worker_pool providers;
  http::worker_pool payments;
  services with;
  http::router router;

 private:
  std::deque<std::string> kept_;  // what header views point to
};

}  // namespace weir::api::test
