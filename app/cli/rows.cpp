// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/row_printer.h"
#include "app/cli/saved_view.h"
#include "orm/repository/repository.h"

namespace joinery::cli {

namespace {

/// What a saved view shows, and its related rows that are pruned along.
Query queryOf(const SavedView& view) {
  Query query;
  query.model = view.model;
  query.filter = view.filter.value_or(Json::object());
  query.sorts = view.sorts.value_or(std::vector<std::string>());
  query.joins = view.joins;
  query.prune = view.prune;
  for (const auto& entry : view.prune.items())
    if (std::ranges::find(query.joins, entry.key()) == query.joins.end()) query.joins.push_back(entry.key());
  if (view.columns)
    for (const auto& column : *view.columns) query.attributes.push_back(column.name);
  return query;
}

/// What the options say stands in place of what a view says, but for filters: both have to hold.
Query queryFrom(const Arguments& arguments, Query query) {
  const auto replace = [&](const char* option, std::vector<std::string>& list, std::vector<std::string> given) {
    if (arguments.has(QString::fromLatin1(option))) list = std::move(given);
  };
  const Json filter = arguments.json(QStringLiteral("filter"));
  if (query.filter.empty()) query.filter = filter;
  else if (!filter.empty()) query.filter = {{"$and", Json::array({query.filter, filter})}};
  if (arguments.has(QStringLiteral("prune"))) query.prune = arguments.json(QStringLiteral("prune"));
  replace("sort", query.sorts, arguments.values(QStringLiteral("sort")));
  replace("join", query.joins, arguments.values(QStringLiteral("join")));
  replace("columns", query.attributes, arguments.names(QStringLiteral("columns")));
  query.limit = arguments.number(QStringLiteral("limit"));
  query.offset = arguments.number(QStringLiteral("offset")).value_or(0);
  return query;
}

Json bindsJson(const std::vector<Value>& binds) {
  Json json = Json::array();
  for (const auto& bind : binds) json.push_back(jsonFromValue(bind, ValueType{}));
  return json;
}

/// What was sent after the catalogue was read.
int printStatements(Engine& engine, std::uint64_t after) {
  for (const auto& statement : engine.log().statements(after)) {
    printLine(statement.sql + ";");
    for (const auto& binds : statement.binds)
      if (!binds.empty()) printLine("-- " + compactJson(bindsJson(binds)));
  }
  return kDone;
}

std::uint64_t lastStatement(Engine& engine) {
  const auto statements = engine.log().statements();
  return statements.empty() ? 0 : statements.back().number;
}

int explain(const OpenedDatabase& database, std::uint64_t after) {
  const std::string prefix = database.engine().url().isSqlite() ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
  for (const auto& statement : database.engine().log().statements(after)) {
    printLine(statement.sql + ";");
    auto cursor = database.connection().execute(prefix + statement.sql, statement.binds.empty() ? std::vector<Value>{} : statement.binds[0]);
    const auto plan = fetchAll(*cursor);
    for (std::size_t row = 0; row < plan->rows(); ++row)
      printLine("  " + displayText(plan->at(row, plan->columnCount() - 1), ValueType{}));
  }
  return kDone;
}

Arguments rowsArguments(const QStringList& words, bool hasView) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  std::vector<Arguments::Positional> positionals{{text("URL"), text("the database"), true}};
  if (!hasView) positionals.push_back({text("MODEL"), text("a table's or view's name"), true});
  std::vector<Arguments::Option> options{
      {text("filter"), text("JSON"), text("Only rows that pass this filter document.")},
      {text("prune"), text("JSON"), text("For a joined path, only related rows that pass: {\"Album\": {…}}.")},
      {text("sort"), text("±PATH"), text("+Name, -created_at, +Artist.Name; may be given several times.")},
      {text("join"), text("PATH"), text("Related rows to load along: Album.Track; may be given several times.")},
      {text("columns"), text("a,b"), text("Only these attributes, and the key.")},
      {text("limit"), text("N"), text("At most so many rows.")},
      {text("offset"), text("N"), text("Leaves out the first N.")},
      {text("format"), text("table|json|jsonl|csv"), text("How to print; table if left out.")},
      {text("sql"), {}, text("Prints the statements that were sent, with their binds, instead of rows.")},
      {text("explain"), {}, text("Prints the statements with the engine's plan, instead of rows.")}};
  std::ranges::move(savedViewOptions(), std::back_inserter(options));
  return {text("rows"), text("Prints rows of a model. Filters, sorts and joins are described in the README."), positionals, options, words};
}

}  // namespace

int runRows(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const bool hasView = namesSavedView(words);
  const Arguments arguments = rowsArguments(words, hasView);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const auto format = parseRowFormat(arguments.value(text("format"), "table"));

  const Query query = queryFrom(arguments, hasView ? queryOf(savedView(arguments, arguments.word(0))) : Query{.model = arguments.word(1)});
  OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  database.declare(declarationsFor(arguments, arguments.word(0)));
  const std::uint64_t before = lastStatement(database.engine());
  RecordReader reader(database.connection(), database.dialect(), database.registry(), interruptToken());
  Repository repository(reader, query.model);
  const auto records = repository.fetchAll(query);
  if (arguments.has(text("explain"))) return explain(database, before);
  if (arguments.has(text("sql"))) return printStatements(database.engine(), before);
  printRecords(records, database.registry()->at(query.model), query, format);
  return kDone;
}

}  // namespace joinery::cli
