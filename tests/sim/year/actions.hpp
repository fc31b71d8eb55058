// What happens to a tenant in a simulated year, as commands.
#pragma once

#include <optional>
#include <string>

#include <tests/sim/random.hpp>
#include <tests/sim/year/installation.hpp>
#include <tests/sim/year/member.hpp>

namespace weir::sim {

class actor {
 public:
  actor(installation& in, member& m, rng& random, bool verbose) : in_(in), m_(m), random_(random), verbose_(verbose) {}

  // Some of what may happen between two visits.
  void act();

 private:
  void subscribe();
  void change_plan_or_state();
  void unschedule();
  void grant_credit();
  void void_credit();
  void apply_coupon();
  void remove_coupon();
  void change_invoice();
  void finalize_drafts();
  void release();

  // Its id; nothing: it was refused.
  std::optional<std::string> carry_out(const contract::command_body& what);
  // What the database has of a subscription now: as many changes as the history made.
  void reload(const std::string& subscription, std::size_t changes);
  timestamp moved(std::int64_t least_hours, std::int64_t most_hours);

  installation& in_;
  member& m_;
  rng& random_;
  bool verbose_;
};

}  // namespace weir::sim
