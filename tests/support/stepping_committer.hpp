// A committer for histories: one step of the flush for each look at the outcome, on the caller's thread, so that a
// crash may be anywhere in between.
#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include <weir/stream/committer.hpp>

namespace weir::test {

struct crash {};

class stepping_committer final : public stream::committer {
 public:
  void start(std::unique_ptr<stream::flush> f) override { running_ = std::move(f); }
  bool busy() const override { return running_ != nullptr; }
  std::unique_ptr<stream::flush> take(std::chrono::milliseconds) override {
    if (running_ && !running_->done()) (void)running_->step();
    return running_ && running_->done() ? std::move(running_) : nullptr;
  }

 private:
  std::unique_ptr<stream::flush> running_;
};

}  // namespace weir::test
