// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/schema_design.h"

#include "orm/core/json_place.h"
#include "orm/engine/dialects.h"
#include "orm/migration/database_revision.h"
#include "orm/migration/designed_schema.h"
#include "orm/migration/schema_change.h"
#include "orm/migration/schema_diff.h"
#include "orm/migration/schema_names.h"

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
  Step(SchemaDesign* design, const QString& text, migration::Operations operations, std::shared_ptr<const schema::MetaData> after)
      : QUndoCommand(text), m_design(design), m_operations(std::move(operations)), m_before(design->d->current), m_after(std::move(after)) {}

  void redo() override { go(m_operations, inverse(m_operations), m_after); }
  void undo() override { go(inverse(m_operations), m_operations, m_before); }

 private:
  void go(const migration::Operations& operations, const migration::Operations& back, const std::shared_ptr<const schema::MetaData>& to) {
    auto& recorded = m_design->d->recorded;
    if (!recorded.empty() && recorded.back() == back) recorded.pop_back();
    else recorded.push_back(operations);
    m_design->take(to);
  }

  SchemaDesign* m_design;
  const migration::Operations m_operations;
  const std::shared_ptr<const schema::MetaData> m_before, m_after;
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

std::optional<DbError> SchemaDesign::edit(const QString& text, const migration::Operations& operations) {
  if (operations.empty()) return {};
  try {
    auto after = std::make_shared<const schema::MetaData>(applied(*d->current, operations, *d->dialect));
    d->stack.push(new Step(this, text, operations, std::move(after)));
  } catch (const DbError& error) {
    return error;
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

void SchemaDesign::take(std::shared_ptr<const schema::MetaData> metadata) {
  d->current = std::move(metadata);
  d->issues = migration::validateSchema(*d->current, *d->dialect);
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_schema_design.cpp"
