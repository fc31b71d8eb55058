// Two tenants with usage, and logins of the cluster that are analysts, or nearly.
#pragma once

#include <string>

#include <tests/postgres/every_table.hpp>

namespace weir::test {

// A role that logs in, a member of weir_analyst unless said otherwise; it ends with the object.
class test_login {
 public:
  explicit test_login(bool analyst = true);
  ~test_login();
  test_login(const test_login&) = delete;

  const std::string& name() const { return name_; }
  std::unique_ptr<postgres::connection> connect() const;

 private:
  std::string name_;
};

// Tenants 1 (key `one`, as in fill_every_table) and 2 (key `two`), a meter, and rows of both in whatever analysts may
// read. Texts of tenant 1 begin with `secret`.
void fill_two_tenants();

// As administrator, around the program: nothing for all tenants.
void let_see(const test_login& login, const std::string& tenant_number);

// The numbers of tenants whose rows a connection sees in the table or view, as {1,2}.
std::string tenants_seen(postgres::executor& in, const std::string& relation);

}  // namespace weir::test
