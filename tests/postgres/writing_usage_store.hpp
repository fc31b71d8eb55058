// What the usage worker's processor writes by, for tests that hand it records themselves.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <tests/postgres/as_role.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

namespace weir::test {

// Hands everything to the real store, but writes on a connection of the test.
class writing_usage_store final : public usage::usage_store {
 public:
  writing_usage_store() : real_(connections(), shared_database().options(), "usage"), c_(shared_database().connect()) {}
  result<keyed_hash::key_type> claim_key() override { return real_.claim_key(); }
  result<usage::definitions_snapshot> load_definitions() override { return real_.load_definitions(); }
  result<std::optional<usage::tenant_facts>> find_tenant(tenant_id id) override { return real_.find_tenant(id); }
  result<std::optional<usage::history_facts>> find_history_import(history_import_id id) override {
    return real_.find_history_import(id);
  }
  result<usage::claim_sums> load_claims(stream::partition_number p, usage::arrival_day since, stream::offset at,
                                        const usage::take_claim& take) override {
    return real_.load_claims(p, since, at, take);
  }
  result<usage::arrival_day> claims_since() override { return real_.claims_since(); }
  result<std::optional<std::int64_t>> last_version(stream::partition_number p, stream::offset next) override {
    return real_.last_version(p, next);
  }
  result<void> write(stream::transaction&, const usage::usage_effects& effects) override {
    must(*c_, "BEGIN; SET LOCAL ROLE weir_worker");
    auto done = usage::postgres_usage_writer(*c_, "usage", frontier_, merger_).write(effects);
    must(*c_, done ? "COMMIT" : "ROLLBACK");
    return done;
  }

 private:
  usage::postgres_usage_store real_;
  std::unique_ptr<connection> c_;
  usage::cell_frontier frontier_;
  usage::postgres_claim_merger merger_;
};

class no_transaction final : public stream::transaction {
 public:
  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress>) override {
    return std::vector<stream::partition_number>{};
  }
  stream::commit_outcome commit() override { return stream::commit_outcome::committed; }
  void roll_back() override {}
};

}  // namespace weir::test
