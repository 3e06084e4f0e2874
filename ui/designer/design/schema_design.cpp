// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/schema_design.h"

#include "orm/core/json_place.h"
#include "orm/difference/revision_table_name.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_diff.h"
#include "orm/difference/schema_names.h"
#include "orm/engine/dialects.h"
#include "orm/revision/designed_schema.h"

namespace joinery::ui {

struct SchemaDesign::Private {
  const Dialect* dialect = nullptr;
  std::shared_ptr<const schema::MetaData> revision, current;
  /// Step by step; a step that is undone takes its operations back, or where they belong to a revision, records what undoes them.
  std::vector<migration::Operations> recorded;
  std::vector<migration::SchemaIssue> issues;
  Json source = Json::object();
  QUndoStack stack;
};

/// One edit with the schemas before and after it, which share the tables that it leaves alone.
class SchemaDesign::Step : public QUndoCommand {
 public:
  Step(SchemaDesign* design, int session, const QString& text, migration::Operations operations, std::shared_ptr<const schema::MetaData> after)
      : QUndoCommand(text), m_design(design), m_session(session), m_operations(std::move(operations)), m_before(design->d->current), m_after(std::move(after)) {}

  void redo() override { go(m_operations, inverse(m_operations), m_after); }
  void undo() override { go(inverse(m_operations), m_operations, m_before); }
  int id() const override { return m_session == 0 ? -1 : kFirstId + m_session; }
  /// Both are carried out already: what is recorded of them becomes one, and nothing where the second takes the first back.
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = static_cast<const Step*>(other);
    const auto* first = std::get_if<migration::ReplaceView>(&m_operations.front());
    const auto* second = std::get_if<migration::ReplaceView>(&next->m_operations.front());
    if (!first || !second || second->before != first->after) return false;
    const migration::Operations both{migration::ReplaceView{first->before, second->after}};
    auto& recorded = m_design->d->recorded;
    const bool areRecorded = recorded.size() > 1 && recorded.back() == next->m_operations && recorded[recorded.size() - 2] == m_operations;
    if (areRecorded) {
      recorded.pop_back();
      recorded.back() = both;
    }
    setObsolete(first->before == second->after);
    m_operations = both;
    m_after = next->m_after;
    return true;
  }

 private:
  /// Above those of other commands on the stack.
  static constexpr int kFirstId = 1000;
  void go(const migration::Operations& operations, const migration::Operations& back, const std::shared_ptr<const schema::MetaData>& to) {
    auto& recorded = m_design->d->recorded;
    if (!recorded.empty() && recorded.back() == back) recorded.pop_back();
    else recorded.push_back(operations);
    m_design->take(to, operations);
  }

  SchemaDesign* m_design;
  const int m_session;
  migration::Operations m_operations;
  const std::shared_ptr<const schema::MetaData> m_before;
  std::shared_ptr<const schema::MetaData> m_after;
};

SchemaDesign::SchemaDesign(QObject* parent) : QObject(parent), d(std::make_unique<Private>()) { start("sqlite"); }

SchemaDesign::~SchemaDesign() = default;

void SchemaDesign::start(const std::string& backend, schema::MetaData metadata) {
  d->dialect = &dialectFor(backend);
  if (metadata.defaultSchema.empty()) {
    metadata.defaultSchema = backend == "sqlite" ? "main" : "public";
    metadata.schemas = {metadata.defaultSchema};
  }
  d->recorded.clear();
  d->source = Json::object();
  d->revision = std::make_shared<const schema::MetaData>(migration::withoutRevisionTable(std::move(metadata)));
  d->stack.clear();
  take(d->revision);
}

const schema::MetaData& SchemaDesign::metadata() const { return *d->current; }

const Dialect& SchemaDesign::dialect() const { return *d->dialect; }

QUndoStack& SchemaDesign::undoStack() { return d->stack; }

std::shared_ptr<const schema::MetaData> SchemaDesign::sharedMetadata() const { return d->current; }

std::optional<DbError> SchemaDesign::edit(const QString& text, const migration::Operations& operations, const std::function<void()>& along) {
  return operations.empty() ? std::nullopt : push(0, text, operations, along);
}

std::optional<DbError> SchemaDesign::editQuery(int session, const QString& text, const migration::ReplaceView& operation) { return push(session, text, {operation}, {}); }

std::optional<DbError> SchemaDesign::push(int session, const QString& text, const migration::Operations& operations, const std::function<void()>& along) {
  std::shared_ptr<const schema::MetaData> after;
  try {
    after = std::make_shared<const schema::MetaData>(applied(*d->current, operations, *d->dialect));
  } catch (const DbError& error) {
    return error;
  }
  if (along) d->stack.beginMacro(text);
  d->stack.push(new Step(this, session, text, operations, std::move(after)));
  if (along) {
    along();
    d->stack.endMacro();
  }
  return {};
}

migration::Operations SchemaDesign::recorded() const {
  migration::Operations all;
  for (const auto& each : d->recorded) all.insert(all.end(), each.begin(), each.end());
  return all;
}

migration::Operations SchemaDesign::sinceRevision() const {
  return schemaDifference(*d->revision, *d->current, recorded(), *d->dialect);
}

void SchemaDesign::markRevision() {
  d->revision = d->current;
  d->recorded.clear();
  Q_EMIT changed();
}

bool SchemaDesign::isNew(const QualifiedName& table) const {
  QualifiedName name = table;
  const migration::Operations all = recorded();
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (const auto* renamed = std::get_if<migration::Rename>(&*each); renamed && renamed->to == name) name = renamed->from;
  return !migration::findTable(*d->revision, name, *d->dialect);
}

const std::vector<migration::SchemaIssue>& SchemaDesign::issues() const { return d->issues; }

Json SchemaDesign::toJson() const { return migration::designedSchemaToJson({d->dialect, *d->current, recorded(), d->source}); }

void SchemaDesign::read(const Json& json) {
  migration::DesignedSchema design = migration::designedSchemaFromJson(JsonPlace(json, "designed schema"));
  auto revision = std::make_shared<const schema::MetaData>(design.revision());
  d->source = std::move(design.source);
  d->dialect = design.dialect;
  d->revision = std::move(revision);
  d->recorded.clear();
  if (!design.recorded.empty()) d->recorded.push_back(std::move(design.recorded));
  d->stack.clear();
  take(std::make_shared<const schema::MetaData>(std::move(design.metadata)));
}

void SchemaDesign::take(std::shared_ptr<const schema::MetaData> metadata, const migration::Operations& operations) {
  d->current = std::move(metadata);
  d->issues = migration::validateSchema(*d->current, *d->dialect);
  Q_EMIT carriedOut(operations);
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_schema_design.cpp"
