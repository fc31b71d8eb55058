// Every test executable has a database of its own on the server that WEIR_TEST_DATABASE_URL names, migrated, owned by a
// role without superuser rights, and dropped at the end. Without that variable the tests fail: they are never skipped.
#pragma once

#include <memory>
#include <string>

#include <weir/postgres/connection.hpp>

namespace weir::test {

class scratch_database {
 public:
  // `migrated`: with the program's own migrations applied. Throws when there is no server: doctest reports a failure.
  explicit scratch_database(bool migrated = true);
  ~scratch_database();
  scratch_database(const scratch_database&) = delete;

  // As the owner, who is what a DATABASE_URL names in production.
  const std::string& url() const { return url_; }
  postgres::connection_options options() const;
  std::unique_ptr<postgres::connection> connect() const;
  // As whatever WEIR_TEST_DATABASE_URL logs in as.
  std::unique_ptr<postgres::connection> connect_as_administrator() const;
  // As another role that logs in with a password.
  std::unique_ptr<postgres::connection> connect_as(const std::string& user, const std::string& password) const;

  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string url_;
  std::string administrator_url_;
};

// One migrated database for all cases of an executable.
scratch_database& shared_database();

// Empties every table that a test may have written.
void empty_tables();

// The only field of the only row.
std::string one(postgres::executor& in, const std::string& sql);
void must(postgres::connection& in, const std::string& sql);

}  // namespace weir::test
