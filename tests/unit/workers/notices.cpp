// Which announcements become notices, and that each record moves its partition whether one follows or not.
#include <doctest/doctest.h>
#include <workers/notify/notify_processor.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>

using namespace weir;
using namespace weir::notify;

namespace {

struct held_record {
  std::string value;
  std::string frame = "1";
  std::vector<stream::header> headers{};

  stream::record at(stream::offset offset, stream::partition_number partition = 3) {
    headers = {{contract::frame_header, frame}};
    return {partition, offset, 1'700'000'000'000, "0", value, headers};
  }
};

contract::domain_event event(contract::event_type type,
                             std::string data = R"({"user_id":"usr_1","sessions_ended":2,"devices":["a"]})") {
  contract::domain_event e;
  e.id = "evt_1";
  e.type = type;
  e.time = *parse_rfc3339("2026-11-20T10:00:00Z");
  e.subject = "usr_1";
  e.principal = "usr_1";
  e.address = "192.0.2.1";
  e.data = std::move(data);
  return e;
}

std::string record_of(contract::event_type type) {
  return contract::encode_domain_event(event(type));
}

class counting_store final : public notify_store {
 public:
  result<std::vector<mail_outcome>> write(stream::transaction&, const std::vector<notice>& notices) override {
    std::vector<mail_outcome> out;
    for (const auto& n : notices) {
      written.push_back(n.event_id + "/" + std::string(n.rule->kind));
      out.push_back({n.rule->kind, outcome::queued});
    }
    return out;
  }
  std::vector<std::string> written;
};

class no_transaction final : public stream::transaction {
 public:
  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress>) override { return {}; }
  stream::commit_outcome commit() override { return stream::commit_outcome::committed; }
  void roll_back() override {}
};

}  // namespace

TEST_CASE("of what is done about an unpaid invoice its payers hear when they are reminded") {
  const auto of = [](std::string data) {
    held_record r{contract::encode_domain_event(event(contract::event_type::collection_step_taken, std::move(data)))};
    return read_notice(r.at(7));
  };
  const auto n = of(R"({"act":"remind","result":"done","invoice_number":"INV-1","amount_due":"49.00"})");
  REQUIRE(n);
  CHECK(n->rule->kind == "payment_reminder");
  CHECK(n->data.at("amount_due") == "49.00");
  CHECK_FALSE(of(R"({"act":"remind","result":"skipped"})"));
  CHECK_FALSE(of(R"({"act":"charge","result":"done"})"));
  CHECK_FALSE(of("{}"));
}

TEST_CASE("an announcement with a rule becomes a notice with its texts") {
  held_record r{record_of(contract::event_type::password_changed)};
  const auto n = read_notice(r.at(7));
  REQUIRE(n);
  CHECK(n->rule->kind == "password_changed");
  CHECK(n->event_id == "evt_1");
  CHECK(n->subject == "usr_1");
  CHECK(n->address == "192.0.2.1");
  CHECK(n->data.at("user_id") == "usr_1");
  CHECK(n->data.at("sessions_ended") == "2");
  CHECK_FALSE(n->data.contains("devices"));
}

TEST_CASE("what has no rule, another frame, or makes no sense becomes none") {
  held_record other{record_of(contract::event_type::meter_created)};
  CHECK_FALSE(read_notice(other.at(1)));
  held_record framed{record_of(contract::event_type::password_changed), "2"};
  CHECK_FALSE(read_notice(framed.at(1)));
  for (std::string_view wrong : {"", "{}", "[]", "nonsense", R"({"specversion":"1.0","type":"password.changed"})"}) {
    CAPTURE(wrong);
    held_record bad{std::string(wrong)};
    CHECK_FALSE(read_notice(bad.at(1)));
  }
}

TEST_CASE("every record counts, notices are written once, and a closed partition takes its own away") {
  counting_store store;
  std::vector<std::string> seen;
  notify_processor p(store, [&](const mail_outcome& o) { seen.emplace_back(o.kind); });
  for (stream::partition_number partition : {3, 4}) {
    stream::lease l;
    l.partition = partition;
    REQUIRE(p.open(l, [] {}));
  }
  held_record mail{record_of(contract::event_type::password_changed)};
  held_record none{record_of(contract::event_type::meter_created)};
  REQUIRE(p.absorb(mail.at(0)));
  REQUIRE(p.absorb(none.at(1)));
  REQUIRE(p.quarantine(mail.at(2)));
  REQUIRE(p.absorb(mail.at(0, 4)));
  CHECK(p.weight().events == 4);
  p.close(4);
  CHECK(p.weight().events == 3);
  auto batch = p.seal();
  CHECK(p.weight().events == 0);
  no_transaction tx;
  REQUIRE(batch->write(tx));
  REQUIRE(batch->write(tx));  // after a rollback
  CHECK(seen.empty());
  p.committed(*batch);
  CHECK(seen == std::vector<std::string>{"password_changed"});
  CHECK(store.written.size() == 2);
  REQUIRE(p.absorb(mail.at(3)));
  auto dropped = p.seal();
  dropped->drop(3);
  REQUIRE(dropped->write(tx));
  CHECK(store.written.size() == 2);
}
