// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/text_input.h"
#include "orm/changes/change_set_document.h"
#include "orm/changes/outcome_resolver.h"
#include "orm/changes/unit_of_work.h"
#include "orm/repository/change_set_validator.h"

namespace joinery::cli {

namespace {

Json typedValue(const Model& model, const std::string& attributeName, const Value& value) {
  const auto* attribute = model.attribute(attributeName);
  return jsonFromValue(value, attribute ? attribute->column.type : ValueType{});
}

Json rowKeyJson(const Model& model, const std::vector<Value>& key) {
  const auto names = model.keyAttributes();
  if (key.size() == 1 && names.size() == 1) return typedValue(model, names[0], key[0]);
  Json json = Json::array();
  for (std::size_t i = 0; i < key.size(); ++i) json.push_back(typedValue(model, i < names.size() ? names[i] : "", key[i]));
  return json;
}

/// Empty where a part of it was not known before.
std::vector<Value> plainKey(const Change& change) {
  std::vector<Value> values;
  for (const Operand& part : change.key)
    if (part.isValue()) values.push_back(part.value());
  return values.size() == change.key.size() ? values : std::vector<Value>();
}

Json conflictJson(const Conflict& conflict, const Registry& registry) {
  const Model& model = registry.at(conflict.model);
  Json json{{"model", conflict.model}, {"key", rowKeyJson(model, conflict.key)}};
  if (conflict.deleted) json["deleted"] = true;
  json["cells"] = Json::object();
  for (const auto& cell : conflict.cells) {
    Json three{{"base", typedValue(model, cell.attribute, cell.base)}};
    if (cell.mine) three["mine"] = cell.mine->isDefault() ? defaultInDocument() : typedValue(model, cell.attribute, cell.mine->value());
    three["theirs"] = conflict.deleted ? Json(nullptr) : typedValue(model, cell.attribute, cell.theirs);
    json["cells"][cell.attribute] = std::move(three);
  }
  return json;
}

/// Of new rows by their ref, of others by their key.
Json generatedJson(const CommitResult& result, const ChangeSet& changes, const Registry& registry) {
  Json json = Json::array();
  for (const auto& generated : result.generated) {
    Json values = Json::object();
    for (const auto& [name, value] : generated.values) values[name] = typedValue(registry.at(generated.model), name, value);
    Json entry{{"model", generated.model}};
    if (!generated.ref.empty()) entry["ref"] = generated.ref;
    if (const Change* change = changes.find(generated.change); change && change->kind == Change::Kind::Update && !plainKey(*change).empty())
      entry["key"] = rowKeyJson(registry.at(change->model), plainKey(*change));
    entry["values"] = std::move(values);
    json.push_back(std::move(entry));
  }
  return json;
}

Json statementsJson(const std::vector<PlannedStatement>& statements, const Dialect& dialect) {
  Json json = Json::array();
  for (const auto& planned : statements) {
    Json binds = Json::array();
    for (const auto& bind : planned.statement.binds) binds.push_back(jsonFromValue(bind, ValueType{}));
    for (const auto& [position, reference] : planned.references)
      binds[position] = {{"$ref", reference.attribute.empty() ? reference.ref : reference.ref + "." + reference.attribute}};
    json.push_back({{"sql", planned.statement.sql}, {"binds", std::move(binds)}, {"preview", previewSql(planned, dialect)}});
  }
  return json;
}

int reportConflicts(const std::vector<Conflict>& conflicts, const Registry& registry) {
  Json json{{"conflicts", Json::array()}};
  for (const auto& conflict : conflicts) json["conflicts"].push_back(conflictJson(conflict, registry));
  printError("the changes were not applied: rows are no longer what they were: read them again and decide by cell");
  std::fprintf(stderr, "%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  return kConflict;
}

/// All that is wrong with a document, each as by itself.
int reportMistakes(const std::vector<DocumentError>& mistakes, const Json& document, const Registry& registry) {
  for (const DocumentError& mistake : mistakes) printError(messageAtPlace(mistake), mistake.hint);
  try {
    changeSetFromJson(document, registry);
  } catch (const DbError& error) {
    const bool isTold = std::ranges::any_of(mistakes, [&](const DocumentError& mistake) { return error.message().starts_with(mistake.pointer + ": "); });
    if (!isTold) printError(error);
  }
  return kUsage;
}

/// "/changes/2": where a change stands in the document, or the one that entails it.
std::string placeOf(std::uint64_t id, const ChangeSet& changes) {
  const Change* change = changes.find(id);
  while (change != nullptr && change->cause != 0) change = changes.find(change->cause);
  if (change == nullptr) return {};
  const auto isOwn = [](const Change& each) { return each.cause == 0; };
  const auto before = std::ranges::find(changes.changes(), change->id, &Change::id);
  return "/changes/" + std::to_string(std::count_if(changes.changes().begin(), before, isOwn));
}

/// What the database refused, with its place in the document where that is known.
DbError refusal(const CommitResult& result, const ChangeSet& changes) {
  const std::string place = result.failedChange ? placeOf(*result.failedChange, changes) : std::string();
  if (place.empty()) return *result.error;
  DbError error(result.error->kind(), place + ": " + result.error->message());
  error.detail = result.error->detail;
  error.hint = result.error->hint;
  return error;
}

/// How long a server that is away is asked for what came of a commit.
constexpr std::chrono::seconds kPatienceInDoubt{15};

const char* outcomeName(CommitResult::Outcome outcome) {
  switch (outcome) {
    case CommitResult::Outcome::Committed: return "committed";
    case CommitResult::Outcome::NotCommitted: return "not committed";
    case CommitResult::Outcome::Unknown: return "unknown";
  }
  return "";
}

}  // namespace

int runApply(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("apply"), text("Carries out a document of changes in one transaction."),
                            {{text("URL"), text("the database"), true},
                             {text("CHANGES"), text("the document; - is standard input"), true}},
                            {{text("dry-run"), {}, text("Runs everything and rolls it back.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const Json document = parseJson(readText(arguments.word(1)));
  const OpenedDatabase database(arguments.word(0), Engine::Access::Write);
  if (const auto mistakes = validateChanges(document, *database.registry()); !mistakes.empty())
    return reportMistakes(mistakes, document, *database.registry());
  ChangeSet changes = changeSetFromJson(document, *database.registry());
  const UnitOfWork unit(*database.registry(), database.dialect(), UnitOfWork::Locking::BeforeImage);
  if (const auto conflicts = unit.readImages(database.connection(), changes); !conflicts.empty())
    return reportConflicts(conflicts, *database.registry());

  const auto statements = unit.plan(changes);
  const bool dryRun = arguments.has(text("dry-run"));
  CommitResult result = dryRun ? unit.dryRun(database.connection(), changes) : unit.commit(database.connection(), changes);
  if (!dryRun) OutcomeResolver(*database.registry(), database.dialect()).settle(database.engine(), database.connection(), changes, result, kPatienceInDoubt);
  if (!result.conflicts.empty()) return reportConflicts(result.conflicts, *database.registry());
  if (result.outcome == CommitResult::Outcome::NotCommitted && result.error) throw refusal(result, changes);
  Json json{{"outcome", dryRun ? "rolled back" : outcomeName(result.outcome)},
            {"statements", statementsJson(statements, database.dialect())},
            {"generated", generatedJson(result, changes, *database.registry())}};
  if (!result.warnings.empty()) json["warnings"] = result.warnings;
  printJson(json);
  if (result.outcome != CommitResult::Outcome::Unknown) return kDone;
  if (result.error) printError(result.error->message());
  return kOutcomeUnknown;
}

}  // namespace joinery::cli
