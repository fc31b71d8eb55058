#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>

namespace weir::sim {

void give_clock(const test::scratch_database& database) {
  const auto c = database.connect_as_administrator();
  // pg_catalog comes first unless it is named. The clock is a sequence because its value is no part of a transaction.
  test::must(*c, fmt::format(R"sql(
CREATE SCHEMA sim;
CREATE SEQUENCE sim.clock_ms;
CREATE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT timestamptz 'epoch' + last_value * interval '1 millisecond' FROM sim.clock_ms $$;
CREATE FUNCTION sim.transaction_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT sim.clock_timestamp() $$;
GRANT USAGE ON SCHEMA sim TO PUBLIC;
GRANT SELECT ON SEQUENCE sim.clock_ms TO PUBLIC;
ALTER DATABASE {0} SET search_path = sim, pg_catalog, public;
ALTER DATABASE {0} SET synchronous_commit = off;)sql",
                             database.name()));
}

void set_clock(postgres::connection& administrator, timestamp now) {
  test::must(administrator, fmt::format("SELECT setval('sim.clock_ms', {})", now.ms()));
}

}  // namespace weir::sim
