// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/catalogue_search.h"

#include <QCoreApplication>

#include "orm/difference/revision_table_name.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

CatalogueLine columnLine(const Attribute& attribute) {
  const QString type = toQString(attribute.column.type.declared);
  const QString name = toQString(attribute.name);
  return {type.isEmpty() ? name : QStringLiteral("%1  %2").arg(name, type), name,
          attribute.isKey ? "key" : attribute.isForeignKey ? "foreign_key" : "column", toQString(attribute.column.comment)};
}

CatalogueLine relationshipLine(const Relationship& relationship) {
  const QString text = QStringLiteral("%1 → %2").arg(toQString(relationship.name), toQString(relationship.target));
  const QString kind = QCoreApplication::translate("joinery::ui::CatalogueModel", "Relationship, %1");
  return {text, text, "relationship", kind.arg(QLatin1String(relationshipKindName(relationship.kind)))};
}

template <typename Named>
CatalogueLine namedLine(const Named& named, const char* icon) {
  const QString name = toQString(named.name);
  return {name, name, icon, toQString(named.definition)};
}

/// How well a table's own name fits; a table that is shown for one of its columns comes last.
int rank(const QString& name, const QString& text) {
  if (name.compare(text, Qt::CaseInsensitive) == 0) return 0;
  if (name.startsWith(text, Qt::CaseInsensitive)) return 1;
  return name.contains(text, Qt::CaseInsensitive) ? 2 : 3;
}

/// Joinery's own table, in the schema that names without one mean.
bool remembersRevisions(const Registry& registry, const Model& model) {
  const QualifiedName& name = model.table->name;
  return migration::isRevisionTable(name) && (name.schema.empty() || name.schema == registry.metadata().defaultSchema);
}

}  // namespace

int catalogueLineCount(const Model& model) {
  return static_cast<int>(model.attributes.size() + model.relationships.size() + model.table->indexes.size() + model.table->triggers.size());
}

CatalogueLine catalogueLine(const Model& model, int line) {
  auto at = static_cast<std::size_t>(line);
  if (at < model.attributes.size()) return columnLine(model.attributes[at]);
  at -= model.attributes.size();
  if (at < model.relationships.size()) return relationshipLine(model.relationships[at]);
  at -= model.relationships.size();
  if (at < model.table->indexes.size()) return namedLine(model.table->indexes[at], "index");
  return namedLine(model.table->triggers[at - model.table->indexes.size()], "trigger");
}

CatalogueMatches CatalogueMatches::all(const Registry& registry) {
  CatalogueMatches matches;
  matches.tables.reserve(registry.models().size());
  for (std::size_t i = 0; i < registry.models().size(); ++i)
    if (!remembersRevisions(registry, *registry.models()[i])) matches.tables.push_back({i, true, {}});
  if (!matches.tables.empty()) matches.best = 0;
  return matches;
}

CatalogueMatches CatalogueMatches::find(const Registry& registry, const QString& text, const CancelToken& cancelToken) {
  CatalogueMatches matches;
  int bestRank = 4;
  for (std::size_t i = 0; i < registry.models().size(); ++i) {
    cancelToken.throwIfCancelled();
    const Model& model = *registry.models()[i];
    const int fits = rank(toQString(model.name), text);
    if (fits > 0 && remembersRevisions(registry, model)) continue;
    Table table{i, fits < 3, {}};
    for (int line = 0; !table.isWhole && line < catalogueLineCount(model); ++line)
      if (catalogueLine(model, line).name.contains(text, Qt::CaseInsensitive)) table.lines.push_back(line);
    if (!table.isWhole && table.lines.empty()) continue;
    if (fits < bestRank) {
      bestRank = fits;
      matches.best = static_cast<int>(matches.tables.size());
    }
    matches.tables.push_back(std::move(table));
  }
  return matches;
}

}  // namespace joinery::ui
