// Idempotency-Key: the first request with a key is done, its answer is repeated for every later one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::idempotency {

struct request {
  std::string principal;
  std::string key;
  std::optional<std::int32_t> tenant_number{};
  std::string hash;        // of method, path and body
  std::string command_id;  // made for this request; used only if it is the first one
  std::string resource_id;
};

enum class verdict : std::uint8_t {
  fresh,          // do it, with `command_id` and `resource_id`, then finish()
  replay,         // repeat `status` and `body`
  in_progress,    // another request is doing it at this moment
  other_request,  // the key was used for something else
};

struct answer {
  verdict what = verdict::fresh;
  std::string command_id;  // the ids of the first request, for fresh and in_progress
  std::string resource_id;
  std::int32_t status = 0;
  std::string body;
};

// A request in progress for longer than `abandoned_after` is taken over with its own ids: its server has died.
result<answer> begin(executor& in, const request& r, std::chrono::milliseconds abandoned_after);

// Stores the answer. Only answers that are final belong here: 2xx and permanent 4xx.
result<void> finish(executor& in, const std::string& principal, const std::string& key, std::int32_t status,
                    const std::string& body);

// The request failed in a way that may be tried again: the key is free.
result<void> forget(executor& in, const std::string& principal, const std::string& key);

}  // namespace weir::postgres::idempotency
