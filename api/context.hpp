// What handlers get: the services of the process, and one call.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <api/portal_files.hpp>
#include <api/principal.hpp>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/catalogue/settings.hpp>
#include <weir/contract/access_token.hpp>
#include <weir/contract/cursor.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/receipt.hpp>
#include <weir/http/message.hpp>
#include <weir/http/openid_provider.hpp>
#include <weir/http/responder.hpp>
#include <weir/http/stripe_client.hpp>
#include <weir/http/webhook_url.hpp>
#include <weir/http/worker_pool.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::http {
class paypal_client;
class signer_certificates;
}  // namespace weir::http

namespace weir::api {

struct endpoint;
class key_cache;
class session_cache;
class subject_cache;
class active_types;
class feature_flags;
class refresher;
class usage_streams;
class feed_waits;
struct ingest_state;
class after_waiter;
class rate_limiter;
class provider_doors;

// What a composition root hands over. Everything referred to outlives the services.
struct dependencies {
  const settings& config;
  clock_source& clock;
  id_source& ids;
  metric_registry& metrics;
  postgres::pool& database;
  stream::publisher& publisher;
  kafka::bounded_reader& log;
  secret_ring& secrets;          // of APP_SECRET_KEY
  http::worker_pool& workers;    // for handlers that wait: databases, the bounded reader
  http::worker_pool& passwords;  // for hashing passwords, which is slow on purpose: sign-ins starve nothing else
  http::worker_pool& providers;  // for asking the sign-in service, which may be slow: it starves nothing else
  http::worker_pool& payments;   // for asking payment providers, likewise
  http::webhook_rules webhooks;  // where they may be sent
  std::int32_t partitions = 1;   // of weir.usage and weir.commands, as recorded in the database
  std::string version = "0.1.0";
  std::string commit = "unknown";
  std::function<bool()> broker_refuses{};  // whether the producer refuses records now; quick, any thread; may be empty
};

// Made once, before the server starts; destroyed after the server and the worker pool have ended.
class services : public dependencies {
 public:
  explicit services(dependencies d);
  ~services();
  services(const services&) = delete;
  services& operator=(const services&) = delete;

  // Begins to keep the caches fresh, each second, on a thread of its own.
  void start();
  // Whether PostgreSQL has not answered for some seconds: what is cached is served as it is, whatever its age.
  bool database_away() const;

  contract::receipt_codec receipts;
  contract::cursor_codec cursors;
  contract::access_token_codec access_tokens;
  const std::unique_ptr<http::openid_provider> openid;  // nothing without AUTH_SERVICE_URL
  const std::unique_ptr<http::stripe_client> stripe;
  const std::unique_ptr<http::paypal_client> paypal;
  const std::unique_ptr<http::signer_certificates> paypal_certificates;  // of its webhooks
  const std::unique_ptr<key_cache> keys;                                 // SHA-256 of a key → principal
  const std::unique_ptr<session_cache> sessions;                         // session and tenant → person
  const std::unique_ptr<subject_cache> subjects;                         // subject under a platform key → tenant
  const std::unique_ptr<active_types> types;                             // event types that a meter wants
  const std::unique_ptr<feature_flags> flags;
  const std::unique_ptr<ingest_state> ingest;
  const std::unique_ptr<after_waiter> after;     // ?after=<receipt>
  const std::unique_ptr<usage_streams> streams;  // who is told of new usage
  const std::unique_ptr<feed_waits> feed;        // who waits for events
  const std::unique_ptr<rate_limiter> limits;
  const std::unique_ptr<provider_doors> doors;  // of payment providers' webhooks
  const result<portal_files> portal;            // of PORTAL_DIR; the error says why there is none

  std::atomic<bool> draining{false};  // readiness first: /readyz answers 503 from here on

 private:
  std::unique_ptr<refresher> refresher_;  // last: ends first
};

// One request that was authenticated, allowed and whose query parameters are known ones. Copies are cheap; any thread.
class call {
 public:
  call(services& with, const endpoint& at, http::request request, std::shared_ptr<const principal> who)
      : with_(&with), endpoint_(&at), request_(std::move(request)), who_(std::move(who)) {}

  services& with() const { return *with_; }
  const api::endpoint& endpoint() const { return *endpoint_; }
  const http::request& request() const { return request_; }
  const principal& who() const { return *who_; }

  std::string_view parameter(std::string_view name) const { return request_.parameter(name); }  // of the path
  std::optional<std::string_view> query(std::string_view name) const { return request_.query().find(name); }

  // ?limit= within 1 to `most`, or `usual` when absent. Error: query_parameter_invalid.
  result<std::int32_t> limit(std::int32_t usual = 50, std::int32_t most = 100) const;

  // The checked body of an endpoint with a schema.
  contract::json_value body() const;

  // If-Match as the version of an ETag that etag() made; nothing when absent or "*". Error: precondition_failed for
  // another form.
  result<std::optional<std::int64_t>> if_match() const;

  // Answers. They can be built on any thread.
  http::response json(int status, std::string body) const { return http::response::json(status, std::move(body)); }
  http::response no_content() const { return http::response::empty(204); }
  http::response problem(const error& e) const;
  // One problem document over several, each with its pointer: the code that all of them have, else validation_failed.
  http::response problems(const std::vector<error>& errors) const;

 private:
  friend class dispatcher;
  services* with_;
  const api::endpoint* endpoint_;
  http::request request_;
  std::shared_ptr<const principal> who_;
  std::shared_ptr<const contract::json_document> body_;
};

std::string etag(std::int64_t version);  // "\"3\""

// Of what shows a secret, or whose answer is nobody else's: no cache keeps it.
http::response unstored(http::response answer);

// {"items":[…],"next_cursor":…}: the shape of every list. `items` is the JSON array.
std::string page(std::string_view items_json, const std::optional<std::string>& next_cursor);

}  // namespace weir::api
