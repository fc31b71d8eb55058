// The notify worker and the sender of its mails, put together and running on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class notify_runtime {
 public:
  // As usage_runtime::start. Error besides: setting_invalid, of SMTP_URL, EMAIL_FROM or EMAIL_REDIRECT_TO.
  static result<std::unique_ptr<notify_runtime>> start(const program& p, postgres::pool& pool,
                                                       std::function<void(const error&)> ended);
  // Flushes what is open, ends the mail that is being sent, gives the partitions back.
  ~notify_runtime();

 private:
  struct parts;
  explicit notify_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
