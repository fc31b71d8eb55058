// Sends the mails that are due, one at a time. Several processes may do it: a mail is leased while it is sent.
//
// A mail leaves at least once: the server's answer and the row's update are two systems. Who is killed between them
// sends it again when the lease has run out, with the same Message-ID.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <workers/notify/mail_transport.hpp>
#include <workers/notify/mime_message.hpp>

#include <weir/base/error.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/postgres/mail_queue.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::notify {

struct sender_options {
  std::string public_url;  // links begin with it; no slash at its end
  mailbox from;
  std::string redirect_to;  // who gets every mail instead; empty: who it is for
  std::string claim_key{};  // of the installation: makes the tokens of unsubscribe links
  std::int64_t lease_s = 60;
};

enum class sending : std::uint8_t { sent, postponed, given_up };

class mail_sender {
 public:
  using observer = std::function<void(std::string_view kind, sending what)>;

  // `secrets` opens the tokens.
  mail_sender(postgres::pool& pool, mail_transport& transport, const secret_ring& secrets, sender_options o,
              observer ended = {});

  // Takes the mail that waits longest and tries it. False: none is due. Errors: the database's.
  result<bool> send_next();

  // Looks whose the addresses are that new passwords were asked for, and announces those that are somebody's: their
  // mail follows from that like any other. Returns how many requests were there. Errors: the database's.
  result<std::size_t> answer_requests();

  result<std::int64_t> count_queued();

 private:
  using due_mail = postgres::mail_queue::due_mail;

  result<outgoing_mail> prepare(const due_mail& m) const;
  result<void> note(const due_mail& m, const result<void>& done);

  postgres::pool& pool_;
  mail_transport& transport_;
  const secret_ring& secrets_;
  sender_options options_;
  observer observer_;
};

}  // namespace weir::notify
