// Webhooks over TLS: whose certificate is believed, and whose is not.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <weir/http/webhook_client.hpp>

using namespace weir;
using namespace weir::http;

namespace {

constexpr long a_day_s = 86'400;

// A receiver whose certificate it has signed itself; `names`: whose it is, "IP:127.0.0.1".
class tls_receiver {
 public:
  explicit tls_receiver(const char* names) : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")) {
    std::signal(SIGPIPE, SIG_IGN);  // as the program does: OpenSSL writes to who has gone
    sign(names);
    context_ = SSL_CTX_new(TLS_server_method());
    REQUIRE(SSL_CTX_use_certificate(context_, certificate_) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey(context_, key_) == 1);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }

  ~tls_receiver() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
    X509_free(certificate_);
    EVP_PKEY_free(key_);
    std::filesystem::remove(ca_file());
  }
  tls_receiver(const tls_receiver&) = delete;
  tls_receiver& operator=(const tls_receiver&) = delete;

  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(port_) + "/";
  }
  std::string ca_file() const {
    return (std::filesystem::temp_directory_path() / ("weir-webhook-" + std::to_string(::getpid()) + ".pem")).string();
  }

 private:
  void sign(const char* names) {
    certificate_ = X509_new();
    X509_set_version(certificate_, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), -a_day_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), a_day_s);
    X509_set_pubkey(certificate_, key_);
    auto* subject = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate_, subject);
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
    X509_add_ext(certificate_, extension, -1);
    X509_EXTENSION_free(extension);
    REQUIRE(X509_sign(certificate_, key_, EVP_sha256()) > 0);
    auto* file = std::fopen(ca_file().c_str(), "w");
    REQUIRE(file != nullptr);
    PEM_write_X509(file, certificate_);
    std::fclose(file);
  }

  void serve() const {
    for (;;) {
      const int s = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (s < 0) return;
      auto* tls = SSL_new(context_);
      SSL_set_fd(tls, s);
      if (SSL_accept(tls) == 1) {
        std::string got;
        char bytes[4096];
        while (!got.ends_with("\r\n\r\n{}")) {
          const int count = SSL_read(tls, bytes, sizeof bytes);
          if (count <= 0) break;
          got.append(bytes, static_cast<std::size_t>(count));
        }
        constexpr std::string_view answer = "HTTP/1.1 202 So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
        SSL_shutdown(tls);
      }
      SSL_free(tls);
      ::close(s);
    }
  }

  EVP_PKEY* key_;
  X509* certificate_ = nullptr;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

webhook_reply post(const std::string& url, const std::string& ca_file) {
  webhook_client c(webhook_rules::parse("any", "127.0.0.1").value(), {.ca_file = ca_file});
  std::promise<webhook_reply> came;
  auto reply = came.get_future();
  c.post({url, {}, "{}"}, [&](webhook_reply r) { came.set_value(std::move(r)); });
  REQUIRE(reply.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  return reply.get();
}

}  // namespace

TEST_CASE("a certificate that fits its host and comes from whom the operator believes") {
  const tls_receiver to("IP:127.0.0.1,DNS:localhost");
  const auto r = post(to.url(), to.ca_file());
  CHECK(r.status == 202);
  CHECK(r.error.empty());
  CHECK(post(to.url("localhost"), to.ca_file()).status == 202);
}

TEST_CASE("a certificate from nobody known, and one of another host") {
  {
    const tls_receiver unknown("IP:127.0.0.1");
    const auto r = post(unknown.url(), "");
    CHECK(r.status == 0);
    CHECK(r.error.contains("certificate"));
  }
  const tls_receiver other("DNS:example.com");
  const auto r = post(other.url(), other.ca_file());
  CHECK(r.status == 0);
  CHECK_FALSE(r.error.empty());
}
