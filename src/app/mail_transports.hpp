// Where this program's mails go, by EMAIL_MODE.
#pragma once

#include <memory>

#include <workers/notify/mail_sender.hpp>

#include <weir/base/error.hpp>
#include <weir/catalogue/settings.hpp>

namespace weir::app {

struct mail_setup {
  std::unique_ptr<notify::mail_transport> transport;
  notify::sender_options options;
};

// Error: setting_invalid, which says what is wrong with which setting.
result<mail_setup> set_up_mail(const settings& s);

}  // namespace weir::app
