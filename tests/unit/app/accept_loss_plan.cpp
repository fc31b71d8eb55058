#include <doctest/doctest.h>
#include <src/app/accept_loss_plan.hpp>

using weir::app::plan_loss;

TEST_CASE("records that retention took: on from the start of the log, and every offset between is lost") {
  const auto plan = plan_loss("log_retention_passed", 100, {150, 900}, {}).value();
  CHECK(plan.next == 150);
  CHECK(plan.lost == 50);
  CHECK(plan.explanation.find("100 to 149") != std::string::npos);
  CHECK(plan_loss("log_retention_passed", 100, {150, 900}, 200)->lost == 100);
}

TEST_CASE("a log that has what is expected by now goes on without a loss") {
  const auto plan = plan_loss("log_retention_passed", 100, {50, 900}, {}).value();
  CHECK(plan.next == 100);
  CHECK(plan.lost == 0);
}

TEST_CASE("another log than was read: the operator says where, and may go back") {
  for (const char* code : {"log_truncated", "log_fingerprint_mismatch"}) {
    CHECK_FALSE(plan_loss(code, 100, {0, 40}, {}).has_value());
    CHECK(plan_loss(code, 100, {0, 40}, 0)->next == 0);
    CHECK(plan_loss(code, 100, {0, 40}, 0)->lost == 0);
    CHECK(plan_loss(code, 100, {0, 40}, 40)->next == 40);
    CHECK_FALSE(plan_loss(code, 100, {0, 40}, 41).has_value());
    CHECK_FALSE(plan_loss(code, 100, {5, 40}, 4).has_value());
  }
}

TEST_CASE("the same log is never read twice, and a gap needs to be told its end") {
  CHECK_FALSE(plan_loss("log_retention_passed", 100, {50, 900}, 99).has_value());
  CHECK_FALSE(plan_loss("log_gap", 100, {50, 900}, {}).has_value());
  CHECK(plan_loss("log_gap", 100, {50, 900}, 120)->lost == 20);
}
