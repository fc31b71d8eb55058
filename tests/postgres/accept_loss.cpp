// A halted partition that an operator lets go on: what is lost is counted, what was counted stays known.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/partitions.hpp>

using namespace weir;
using namespace weir::test;

namespace {

void halted_at(const char* consumer, std::int64_t next) {
  auto c = shared_database().connect();
  must(*c, "SET ROLE weir_worker");
  must(*c, std::string(
               "INSERT INTO leases (consumer, topic, partition, epoch, next_offset, last_fingerprint, attempts, halt) "
               "VALUES ('") +
               consumer + "', 'weir.usage', 3, 7, " + std::to_string(next) +
               ", 99, 2, '{\"code\": \"log_truncated\", \"explanation\": \"why\", \"expected\": 5, \"log_start\": 1, "
               "\"high_watermark\": 4}')");
}

result<std::int64_t> accept(const postgres::partitions::row& seen, std::int64_t next, const std::string& reason = "r") {
  return worker(
      [&](executor& in) { return postgres::partitions::accept_loss(in, {seen, next, reason, "operator:x"}); });
}

postgres::partitions::row look(const char* consumer = "usage") {
  return worker([&](executor& in) { return postgres::partitions::find(in, consumer, "weir.usage", 3); }).value();
}

}  // namespace

TEST_CASE("offsets that are given up are counted as lost, and the partition is free under a new epoch") {
  empty_tables();
  halted_at("usage", 100);
  const auto seen = look();
  REQUIRE(seen.halt.has_value());
  CHECK(seen.halt->code == "log_truncated");
  CHECK(seen.halt->explanation == "why");
  CHECK(seen.halt->high_watermark == 4);
  CHECK(accept(seen, 150) == 50);
  const auto after = look();
  CHECK_FALSE(after.halt.has_value());
  CHECK(after.next_offset == 150);
  CHECK(after.epoch == 8);
  CHECK(after.attempts == 0);
  auto c = shared_database().connect_as_administrator();
  CHECK(one(*c, "SELECT last_fingerprint IS NULL FROM leases WHERE partition = 3") == "t");
  CHECK(one(*c,
            "SELECT from_offset || ' ' || next_offset || ' ' || code || ' ' || reason || ' ' || accepted_by FROM "
            "accepted_losses") == "100 150 log_truncated r operator:x");
  CHECK(one(*c,
            "SELECT events || ' ' || lost || ' ' || tenant_number || ' ' || first_offset || ' ' || last_offset FROM "
            "usage_conservation") == "50 50 0 100 149");
}

TEST_CASE("a partition that is not halted, or not as it was seen, is left alone") {
  empty_tables();
  halted_at("usage", 100);
  auto seen = look();
  seen.epoch = 6;
  CHECK(accept(seen, 150).error().code == error_code::precondition_failed);
  seen.epoch = 7;
  seen.next_offset = 99;
  CHECK(accept(seen, 150).error().code == error_code::precondition_failed);
  const auto right = look();
  CHECK(accept(right, 150).has_value());
  CHECK(accept(right, 150).error().code == error_code::partition_halted);
  auto c = shared_database().connect_as_administrator();
  CHECK(one(*c, "SELECT count(*) FROM accepted_losses") == "1");
}

TEST_CASE("where a partition goes back, claims of the old log move below every offset and keep their distances") {
  empty_tables();
  halted_at("usage", 100);
  {
    auto c = shared_database().connect();
    must(*c, "BEGIN; SET LOCAL ROLE weir_worker");
    must(*c, "SELECT ensure_claim_day('2026-11-23')");
    must(*c,
         "INSERT INTO usage_claim_runs (scope, partition, day, first_offset, last_offset, digest, entries) VALUES "
         "(0, 3, '2026-11-23', 2, 9, 0, ''), (0, 3, '2026-11-23', 10, 19, 0, ''), (0, 3, '2026-11-23', 20, 99, 0, ''), "
         "(0, 4, '2026-11-23', 0, 99, 0, '')");
    must(*c, "COMMIT");
  }
  CHECK(accept(look(), 15) == 0);
  auto c = shared_database().connect_as_administrator();
  const std::string runs =
      "SELECT string_agg(partition || ':' || first_offset || '-' || last_offset, ' ' ORDER BY partition, first_offset) "
      "FROM usage_claim_runs";
  CHECK(one(*c, runs) == "3:-90--81 3:-80--1 3:2-9 4:0-99");
  CHECK(one(*c, "SELECT count(*) FROM usage_conservation") == "0");

  // Cut again, and again: they never meet.
  must(*c, "UPDATE leases SET halt = '{\"code\": \"log_truncated\"}' WHERE partition = 3");
  CHECK(accept(look(), 0) == 0);
  CHECK(one(*c, runs) == "3:-98--91 3:-90--81 3:-80--1 4:0-99");
  must(*c, "UPDATE leases SET halt = '{\"code\": \"log_truncated\"}' WHERE partition = 3");
  CHECK(accept(look(), 0, "again").has_value());
  CHECK(one(*c, "SELECT count(*) FROM accepted_losses") == "3");
}

TEST_CASE("the same place given up twice keeps both reasons, and another consumer has no conservation") {
  empty_tables();
  halted_at("operations", 100);
  CHECK(accept(look("operations"), 110, "one").has_value());
  auto c = shared_database().connect_as_administrator();
  must(*c, "UPDATE leases SET halt = '{\"code\": \"log_truncated\"}', next_offset = 100");
  CHECK(accept(look("operations"), 120, "two").has_value());
  CHECK(one(*c, "SELECT reason || ' ' || next_offset FROM accepted_losses") == "one; two 120");
  CHECK(one(*c, "SELECT count(*) FROM usage_conservation") == "0");
}
