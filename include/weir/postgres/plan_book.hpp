// The versions of plans that some subscriptions name, read once.
#pragma once

#include <map>
#include <span>

#include <weir/billing/charge.hpp>
#include <weir/billing/plan.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::postgres {

class plan_book {
 public:
  // What is not known yet of the plans that these name.
  result<void> read(executor& in, std::span<const subscription_row> of);

  void add(billing::plan p);

  // Valid while this lives and is not moved.
  billing::plan_lookup lookup() const;

 private:
  std::map<billing::plan_ref, billing::plan> plans_;
};

// As the rules of billing see it. The changes of a stored subscription fit one another.
billing::subscription subscription_of(const subscription_row& row);
billing::subscription_change change_of(const subscription_change_row& row);

// The same of one that is not stored yet; of an add-on, beside what it is added to. Error: subscription_change_refused.
result<std::vector<billing::segment>> segments_of(const subscription_row& row);

}  // namespace weir::postgres
