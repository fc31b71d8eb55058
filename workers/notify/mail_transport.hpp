// Where finished mails go: an SMTP server, or the log.
#pragma once

#include <string>

#include <weir/base/error.hpp>

namespace weir::notify {

struct outgoing_mail {
  std::string sender;     // of the envelope
  std::string recipient;  // of the envelope
  std::string bytes;      // compose()
  // For a log:
  std::string kind;
  std::string subject;
  std::string link;  // with its token: a secret
};

class mail_transport {
 public:
  virtual ~mail_transport() = default;

  // Waits. Once this returns, whoever is behind it answers for the mail. Errors: mail_refused (this mail, for good), or
  // a retryable one.
  virtual result<void> deliver(const outgoing_mail& m) = 0;
};

}  // namespace weir::notify
