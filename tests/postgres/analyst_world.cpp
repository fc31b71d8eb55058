#include <atomic>

#include <tests/postgres/analyst_world.hpp>
#include <unistd.h>

#include <weir/base/ulid.hpp>

namespace weir::test {
namespace {

constexpr const char* password = "analyst";

constexpr const char* both_tenants = R"sql(
UPDATE tenants SET name = 'secret of one' WHERE number = 1;
INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES ('i', '', 2, sha256('k'));
INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, '2026-11-20Z'), ('usage', 'weir.usage', 1, '2026-11-21Z');
INSERT INTO meters (id, slug, name, event_type, aggregation, value_property) VALUES ('mtr_00000000000000000000000001', 'm', 'M', 'e', 'SUM', '$.v');
DELETE FROM usage_cells; DELETE FROM usage_unique_values; DELETE FROM usage_conservation;
INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum, sum)
  VALUES (1, 1, 1, '2026-11-19Z', 'secret subject', '{"secret":"x"}', 1, 0, 0, 0, 1), (2, 1, 1, '2026-11-19Z', 's', '{}', 1, 0, 0, 0, 2);
INSERT INTO usage_unique_values SELECT tenant_number, 1, 1, hour, subject, dimensions, gen_random_uuid() FROM usage_cells;
INSERT INTO usage_conservation SELECT 0, t, '2026-11-19Z', 0, 0, 1, 1, 0, 0, 0, 0, 0, 0 FROM generate_series(0, 2) AS t;
ANALYZE
)sql";

std::atomic<int> made = 0;

}  // namespace

test_login::test_login(bool analyst) : name_(shared_database().name() + "_login_" + std::to_string(++made)) {
  auto c = administrator();
  must(*c, "CREATE ROLE " + name_ + " LOGIN PASSWORD '" + password + "'");
  if (analyst) must(*c, "GRANT weir_analyst TO " + name_);
}

test_login::~test_login() {
  auto c = administrator();
  (void)c->execute(("DROP OWNED BY " + name_ + "; DROP ROLE " + name_).c_str());
}

std::unique_ptr<postgres::connection> test_login::connect() const {
  return shared_database().connect_as(name_, password);
}

void fill_two_tenants() {
  fill_every_table();
  must(*administrator(), both_tenants);
}

void let_see(const test_login& login, const std::string& tenant_number) {
  must(*administrator(), "INSERT INTO analyst_logins (id, login, tenant_number, granted_by) VALUES ('" +
                             analyst_id{system_ids().next()}.text() + "', '" + login.name() + "', " + tenant_number +
                             ", 'test')");
}

std::string tenants_seen(postgres::executor& in, const std::string& relation) {
  const auto column = relation == "tenants" ? "number" : "tenant_number";
  const std::string numbers = relation.starts_with("analytics.")
                                  ? "right(tenant_id, 1)::int AS n FROM " + relation +
                                        " WHERE tenant_id IS NOT NULL UNION SELECT 0 FROM " + relation +
                                        " WHERE tenant_id IS NULL"
                                  : std::string(column) + " AS n FROM " + relation;
  return one(in, "SELECT coalesce(array_agg(DISTINCT n ORDER BY n), '{}') FROM (SELECT " + numbers + ") AS seen");
}

}  // namespace weir::test
