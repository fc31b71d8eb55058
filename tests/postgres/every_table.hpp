// Tables with a tenant, as the database itself lists them, so that a new one cannot be forgotten, and a row of a tenant
// in each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tests/postgres/scratch_database.hpp>

namespace weir::test {

// The owner is bound by row-level security too; only a superuser may look around it.
std::unique_ptr<postgres::connection> administrator();

// Two tenants, and one row of tenant 1 in every table with a tenant or a person; the rest of the columns is of no
// interest.
void fill_every_table();

// The same of a database that has migrations 0001 to 0006 alone.
void fill_as_of_0006(postgres::connection& in);

struct tenant_table {
  std::string name;
  std::string column;
};

// Row-level security is forced on each: else the test fails.
std::vector<tenant_table> tenant_tables();

}  // namespace weir::test
