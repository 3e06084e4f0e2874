// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/transfer_arguments.h"
#include "orm/transfer/row_export.h"

namespace joinery::cli {

namespace {

QString said(const char* utf8) { return QString::fromUtf8(utf8); }

Arguments exportArguments(const QStringList& words) {
  std::vector<Arguments::Option> options{{said("query"), said("SELECT"), said("The rows of a statement; then there is no MODEL.")},
                                         {said("filter"), said("JSON"), said("Only rows that pass this filter document.")},
                                         {said("sort"), said("±PATH"), said("+Name, -created_at, +Artist.Name; may be given several times.")},
                                         {said("columns"), said("a,b"), said("Only these attributes, in this order.")},
                                         {said("limit"), said("N"), said("At most so many rows.")},
                                         {said("table"), said("NAME"), said("SQL: the table that the INSERTs name; the model's if left out.")},
                                         {said("line-end"), said("crlf|lf"), said("CSV and TSV: how rows end; crlf for CSV and lf for TSV if left out.")},
                                         {said("escape-formulas"), {}, said("CSV and TSV: texts that a spreadsheet takes for formulas get a ' before them.")}};
  for (auto& option : transferOptions()) options.push_back(std::move(option));
  return Arguments(said("export"), said("Writes rows of a model, or of a statement, into a file: whole or not at all. NULL is an empty cell of CSV and \"\" an empty text; blobs are x'…' in CSV and base64 in JSON."),
                   {{said("URL"), said("the database"), true}, {said("MODEL"), said("a table's or view's name; not with --query"), true}, {said("FILE"), said("the file; - is standard output"), false}},
                   options, words);
}

/// Of a model or of a statement: which one, and the file.
struct ExportWords {
  bool isQuery;
  std::string model, file;
};

ExportWords wordsFrom(const Arguments& arguments) {
  const bool isQuery = arguments.has(said("query"));
  if (isQuery == arguments.word(2).empty()) return isQuery ? ExportWords{true, {}, arguments.word(1)} : ExportWords{false, arguments.word(1), arguments.word(2)};
  throw DbError(ErrorKind::Argument, isQuery ? "With --query there is no MODEL: give the FILE alone" : "FILE is missing");
}

ExportedRows rowsFrom(const Arguments& arguments, const std::string& model) {
  ExportedRows rows{.model = model};
  rows.filter = arguments.json(said("filter"));
  rows.sorts = arguments.values(said("sort"));
  rows.attributes = arguments.names(said("columns"));
  rows.limit = arguments.number(said("limit"));
  return rows;
}

void refuseForQuery(const Arguments& arguments) {
  for (const char* option : {"filter", "sort", "columns", "limit"})
    if (arguments.has(said(option))) throw DbError(ErrorKind::Argument, "--" + std::string(option) + " is of a model; write it into the statement of --query");
}

QualifiedName tableNamed(const std::string& name) {
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? QualifiedName(name) : QualifiedName(name.substr(0, dot), name.substr(dot + 1));
}

RowFormatOptions formatFrom(const Arguments& arguments, const std::string& file) {
  RowFormatOptions options;
  options.format = transferFormatFrom(arguments, file);
  options.delimited = delimitedOptionsFrom(arguments, options.format);
  options.delimited.escapesFormulas = arguments.has(said("escape-formulas"));
  const std::string end = arguments.value(said("line-end"));
  if (!end.empty() && end != "crlf" && end != "lf") throw DbError(ErrorKind::Argument, "'" + end + "' is no end of a line; there are crlf and lf");
  if (!end.empty()) options.delimited.lineEnd = end == "lf" ? "\n" : "\r\n";
  if (arguments.has(said("table"))) options.table = tableNamed(arguments.value(said("table")));
  if (options.format == TransferFormat::Sql && arguments.has(said("query")) && options.table.isEmpty())
    throw DbError(ErrorKind::Argument, "SQL of a statement needs --table NAME, the table that the INSERTs fill");
  return options;
}

bool makesIdentities(const Model& model) {
  return std::ranges::any_of(model.attributes, [](const Attribute& each) { return each.column.generation == schema::Generation::IdentityAlways; });
}

void nameTable(RowFormatOptions& options, const Model& model) {
  if (options.table.isEmpty()) options.table = model.table->name;
  options.overridesIdentity = makesIdentities(model);
}

TransferProgress exportTo(const std::string& file, const RowExport& rows, Connection& connection, const CompiledStatement& statement) {
  if (file == "-") return rows.run(connection, statement, [](std::string_view bytes) { print(bytes); });
  return rows.runTo(file, connection, statement);
}

}  // namespace

int runExport(const QStringList& words) {
  const Arguments arguments = exportArguments(words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const ExportWords what = wordsFrom(arguments);
  RowFormatOptions format = formatFrom(arguments, what.file);
  if (what.isQuery) refuseForQuery(arguments);

  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  CompiledStatement statement;
  if (what.isQuery) statement.sql = arguments.value(said("query"));
  else {
    statement = exportStatement(rowsFrom(arguments, what.model), *database.registry(), database.dialect(), format.format);
    nameTable(format, database.registry()->at(what.model));
  }
  std::optional<ProgressLine> line(std::in_place);
  const RowExport rows(database.dialect(), format, interruptToken(), [&](const TransferProgress& progress) { line->show(progress); });
  const TransferProgress done = exportTo(what.file, rows, database.connection(), statement);
  line.reset();
  if (what.file != "-") printLine(progressText(done) + " written to " + what.file);
  return kDone;
}

}  // namespace joinery::cli
