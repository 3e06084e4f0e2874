// SPDX-License-Identifier: GPL-3.0-or-later
// The engine without the ORM: a worker runs jobs on its connection, and each gives a future.
#include "awaited.h"
#include "example.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/schema_creation.h"
#include "orm/engine/transaction.h"
#include "orm/sql/insert.h"
#include "orm/sql/select.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// "1,some name 1; 2,some name 2"
std::string textOf(const RowBatch& batch) {
  std::string text;
  for (std::size_t row = 0; row < batch.rows(); ++row)
    text += (row > 0 ? "; " : "") + std::to_string(batch.at(row, 0).toInteger()) + "," + std::string(batch.at(row, 1).bytes());
  return text;
}

/// Tables and rows in one transaction.
Done fill(Worker::Context& context, const schema::MetaData& metadata) {
  Transaction transaction(context.connection, context.dialect, Transaction::Mode::Write);
  createAll(context.connection, context.dialect, metadata);
  sql::Insert insert;
  insert.table = QualifiedName("t1");
  insert.columns = {"name"};
  insert.rows = {{sql::bind(Value::text("some name 1"))}};
  const std::string statement = context.dialect.compile(insert).sql;
  context.connection.executeMany(statement, std::vector<std::vector<Value>>{{Value::text("some name 1")}, {Value::text("some name 2")}});
  transaction.commit();
  return {};
}

CompiledStatement selection(const Dialect& dialect) {
  const sql::FromItem t1 = sql::table(QualifiedName("t1"));
  return dialect.compile(sql::Select({t1.column("id"), t1.column("name")}).from(t1).orderBy({{t1.column("id")}}));
}

/// Row by row, as they come.
std::vector<std::string> stream(Worker::Context& context) {
  std::vector<std::string> rows;
  const auto cursor = execute(context.connection, selection(context.dialect));
  for (auto row = cursor->fetch(1); row->rows() > 0; row = cursor->fetch(1)) rows.push_back(textOf(*row));
  return rows;
}

void useTheEngine(Example& example) {
  schema::MetaData metadata;
  metadata.add(table("t1", {example.key("id"), text("name")}, {"id"}));
  Worker worker(example.engine(), Engine::Access::Write, "main");
  awaited(worker.run([&metadata](Worker::Context& context) { return fill(context, metadata); }));
  std::vector<std::string> sent;
  std::size_t sets = 0;
  for (const LoggedStatement& each : example.engine()->log().statements()) {
    const std::string verb = each.sql.substr(0, each.sql.find(' '));
    if (verb == "BEGIN" || verb == "CREATE" || verb == "INSERT" || verb == "COMMIT") sent.push_back(verb);
    if (verb == "INSERT") sets = each.bindSets;
  }
  example.expect("G", "one transaction", sent == std::vector<std::string>{"BEGIN", "CREATE", "INSERT", "COMMIT"}, true);
  example.expect("G", "rows of the one INSERT", sets, std::size_t{2});
  example.counts();
  const auto all = awaited(worker.run([](Worker::Context& context) { return fetchAll(context.connection, selection(context.dialect)); }));
  example.expect("G", "rows fetched", textOf(*all), "1,some name 1; 2,some name 2");
  example.expect("G", "SELECT", example.counts().selects, 1);
  const std::vector<std::string> rows = awaited(worker.run(stream));
  for (const std::string& row : rows) std::cout << row << '\n';
  example.expect("G", "rows streamed one by one", rows == std::vector<std::string>{"1,some name 1", "2,some name 2"}, true);
  example.expect("G", "SELECT", example.counts().selects, 1);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, useTheEngine); }
