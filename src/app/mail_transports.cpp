#include <src/app/mail_transports.hpp>

#include <weir/base/log.hpp>
#include <weir/base/settings_loader.hpp>
#include <weir/http/smtp_client.hpp>

namespace weir::app {
namespace {

// For a machine without mail: whoever reads the log follows the link. Links are secrets, so other profiles keep them
// out of their logs, and with them what the mail was for.
class log_transport final : public notify::mail_transport {
 public:
  explicit log_transport(bool with_links) : with_links_(with_links) {}

  result<void> deliver(const notify::outgoing_mail& m) override {
    if (with_links_) {
      log::info("mail, not sent: EMAIL_MODE=log",
                {{"kind", m.kind}, {"to", m.recipient}, {"subject", m.subject}, {"link", m.link}});
    } else {
      log::warning("mail, not sent: EMAIL_MODE=log", {{"kind", m.kind}, {"to", m.recipient}});
    }
    return {};
  }

 private:
  bool with_links_;
};

class smtp_transport final : public notify::mail_transport {
 public:
  explicit smtp_transport(http::smtp_server server) : client_(std::move(server)) {}

  result<void> deliver(const notify::outgoing_mail& m) override { return client_.send(m.sender, m.recipient, m.bytes); }

 private:
  http::smtp_client client_;
};

result<http::smtp_server> smtp_server_of(const settings& s, const notify::mailbox& from) {
  http::smtp_server out;
  out.host = s.smtp_host;
  out.port = static_cast<int>(s.smtp_port);
  out.user = s.smtp_user;
  out.password = s.smtp_password;
  out.ca_file = s.smtp_ca_file;
  out.ehlo_name = from.host();
  if (s.smtp_tls == "tls") out.security = http::smtp_security::tls;
  if (s.smtp_tls == "none") out.security = http::smtp_security::none;
  return s.smtp_url.empty() ? result<http::smtp_server>(std::move(out))
                            : http::read_smtp_url(s.smtp_url, std::move(out));
}

result<notify::mailbox> mailbox_of(const char* setting, const std::string& text) {
  auto read = notify::read_mailbox(text);
  if (!read) return fail(error_code::setting_invalid, std::string(setting) + ": " + read.error().detail);
  return read;
}

}  // namespace

result<mail_setup> set_up_mail(const settings& s) {
  mail_setup out;
  auto from = mailbox_of("EMAIL_FROM", s.email_from);
  if (!from) return std::unexpected(from.error());
  out.options.from = std::move(*from);
  out.options.public_url = public_url(s);
  const auto mode = email_mode(s);
  if (mode == "redirect") {
    auto to = mailbox_of("EMAIL_REDIRECT_TO", s.email_redirect_to);
    if (!to) return std::unexpected(to.error());
    out.options.redirect_to = std::move(to->address);
  }
  if (mode == "log") {
    out.transport = std::make_unique<log_transport>(s.app_env == "development");
    return out;
  }
  auto server = smtp_server_of(s, out.options.from);
  if (!server) return std::unexpected(server.error());
  out.transport = std::make_unique<smtp_transport>(std::move(*server));
  return out;
}

}  // namespace weir::app
