// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <optional>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/transfer_arguments.h"
#include "orm/transfer/row_import.h"

namespace joinery::cli {

namespace {

constexpr std::size_t kToldBadRows = 20;

QString called(const char* utf8) { return QString::fromUtf8(utf8); }

Arguments importArguments(const QStringList& words) {
  std::vector<Arguments::Option> options{{called("create"), {}, called("Makes the table, with types that lose nothing of what is in the file.")},
                                         {called("type"), called("COLUMN=TYPE"), called("With --create: text, integer, numeric, real, boolean, date, timestamp, blob, json; may be given several times.")},
                                         {called("map"), called("FROM=TO"), called("The file's column goes to that of the table; FROM= leaves it out; may be given several times.")},
                                         {called("skip-bad"), called("N|all"), called("Leaves out so many rows that can't be taken; without it the first ends the import.")},
                                         {called("on-conflict"), called("nothing|update"), called("What becomes of a row whose key is there already; without it that is a bad row.")},
                                         {called("preview"), {}, called("Prints the columns, their types and where they go by the first 1,000 rows, as JSON, and imports nothing.")}};
  for (auto& option : transferOptions()) options.push_back(std::move(option));
  return Arguments(called("import"), called("Takes rows of a file of CSV, TSV, JSON or JSON Lines into a table, in one transaction: all or nothing. A cell of CSV without quotes that is empty is NULL, \"\" is an empty text."),
                   {{called("URL"), called("the database"), true}, {called("TABLE"), called("the table's name"), true}, {called("FILE"), called("the file; - is standard input"), true}}, options, words);
}

std::pair<std::string, std::string> splitPair(const std::string& word, const char* option) {
  const std::size_t at = word.rfind('=');
  if (at == std::string::npos || at == 0) throw DbError(ErrorKind::Argument, "--" + std::string(option) + " takes a name, = and another one, not '" + word + "'");
  return {word.substr(0, at), word.substr(at + 1)};
}

TypeKind kindNamed(const std::string& name) {
  for (const TypeKind kind : {TypeKind::Text, TypeKind::Integer, TypeKind::Numeric, TypeKind::Real, TypeKind::Boolean, TypeKind::Date, TypeKind::Timestamp, TypeKind::Blob, TypeKind::Json})
    if (name == typeKindName(kind)) return kind;
  throw DbError(ErrorKind::Argument, "'" + name + "' is no type of --type; there are text, integer, numeric, real, boolean, date, timestamp, blob and json");
}

std::int64_t badRowsFrom(const Arguments& arguments) {
  const bool isAll = arguments.value(called("skip-bad")) == "all";
  return isAll ? std::numeric_limits<std::int64_t>::max() : arguments.number(called("skip-bad")).value_or(0);
}

OnTakenKey conflictFrom(const Arguments& arguments) {
  const std::string name = arguments.value(called("on-conflict"));
  if (name == "nothing") return OnTakenKey::Nothing;
  if (name == "update") return OnTakenKey::Update;
  if (!name.empty()) throw DbError(ErrorKind::Argument, "'" + name + "' is nothing to do on a conflict; there are nothing and update");
  return OnTakenKey::Fail;
}

ImportOptions importOptionsFrom(const Arguments& arguments) {
  ImportOptions options;
  options.format = transferFormatFrom(arguments, arguments.word(2));
  options.delimited = delimitedOptionsFrom(arguments, options.format);
  options.target = arguments.has(called("create")) ? ImportOptions::Target::Made : ImportOptions::Target::Existing;
  options.onTakenKey = conflictFrom(arguments);
  options.mostBadRows = badRowsFrom(arguments);
  for (const std::string& word : arguments.values(called("map"))) options.mapping.insert(splitPair(word, "map"));
  for (const std::string& word : arguments.values(called("type"))) {
    const auto [name, kind] = splitPair(word, "type");
    options.types[name] = kindNamed(kind);
  }
  if (!options.types.empty() && options.target == ImportOptions::Target::Existing) throw DbError(ErrorKind::Argument, "--type is of a table that is made: give --create too");
  return options;
}

Json cellJson(const SourceCell& cell) {
  if (cell.kind == SourceCell::Kind::Json) return cell.json;
  return cell.kind == SourceCell::Kind::Missing ? Json(nullptr) : Json(cell.text);
}

void printPreview(const ImportPreview& preview) {
  Json json{{"columns", Json::array()}, {"rows", Json::array()}};
  for (const ImportedColumn& each : preview.columns) json["columns"].push_back({{"name", each.name}, {"to", each.target.empty() ? Json(nullptr) : Json(each.target)}, {"type", typeKindName(each.kind)}});
  for (const SourceRow& row : preview.rows) {
    Json cells = Json::array();
    for (const SourceCell& cell : row.cells) cells.push_back(cellJson(cell));
    Json told{{"line", row.line}, {"cells", std::move(cells)}};
    if (!row.mistake.empty()) told["mistake"] = row.mistake;
    json["rows"].push_back(std::move(told));
  }
  printJson(json);
}

QualifiedName importTarget(const std::string& name, const ImportOptions& options, const OpenedDatabase& database) {
  if (options.target == ImportOptions::Target::Existing) return database.registry()->at(name).table->name;
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? QualifiedName(database.metadata()->defaultSchema, name) : QualifiedName(name.substr(0, dot), name.substr(dot + 1));
}

void tellBadRows(const ImportResult& result) {
  for (std::size_t i = 0; i < std::min(result.bad.size(), kToldBadRows); ++i) printError("line " + std::to_string(result.bad[i].line) + ": " + result.bad[i].reason);
  const std::int64_t rest = result.badRows - static_cast<std::int64_t>(kToldBadRows);
  if (rest > 0) printError("and " + groupedNumber(rest) + " more bad rows");
}

void tellNumbers(const ImportResult& result) {
  for (const AdvancedNumbers& each : result.advanced) {
    if (each.problem.empty()) printLine("the numbers of " + each.column + " go on behind " + std::to_string(each.last));
    else printError("the numbers of " + each.column + " could not be set on behind those of the rows: " + each.problem);
  }
}

}  // namespace

int runImport(const QStringList& words) {
  const Arguments arguments = importArguments(words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  ImportOptions options = importOptionsFrom(arguments);
  InputFile in(arguments.word(2));
  if (arguments.has(called("preview"))) return printPreview(previewImport(in, options)), kDone;

  const OpenedDatabase database(arguments.word(0), Engine::Access::Write);
  options.table = importTarget(arguments.word(1), options, database);
  std::optional<ProgressLine> line(std::in_place, in.size());
  RowImport rows(database.connection(), database.dialect(), options, interruptToken(), [&](const TransferProgress& progress) { line->show(progress); });
  const ImportResult result = rows.run(in);
  line.reset();
  tellBadRows(result);
  printLine(progressText({result.rows, in.position()}) + " taken into " + arguments.word(1) + (result.badRows > 0 ? ", " + groupedNumber(result.badRows) + " bad rows left out" : ""));
  tellNumbers(result);
  return kDone;
}

}  // namespace joinery::cli
