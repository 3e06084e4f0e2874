// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/catalogue_model.h"

#include <map>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QStandardItem* makeItem(const QString& text, const QString& iconName, const std::string& model, const QString& tooltip = {}) {
  auto* item = new QStandardItem(icon(iconName), text);
  item->setEditable(false);
  item->setData(toQString(model), CatalogueModel::kModelRole);
  if (!model.empty()) item->setData(text, CatalogueModel::kSearchRole);
  if (!tooltip.isEmpty()) item->setData(plainToolTip(tooltip), Qt::ToolTipRole);
  return item;
}

QStandardItem* columnItem(const Attribute& attribute, const std::string& model) {
  const QString type = toQString(attribute.column.type.declared);
  const QString text = type.isEmpty() ? toQString(attribute.name) : QStringLiteral("%1  %2").arg(toQString(attribute.name), type);
  const QString iconName = attribute.isKey ? QStringLiteral("key") : attribute.isForeignKey ? QStringLiteral("foreign_key") : QStringLiteral("column");
  auto* item = makeItem(text, iconName, model, toQString(attribute.column.comment));
  item->setData(toQString(attribute.name), CatalogueModel::kSearchRole);
  return item;
}

QStandardItem* tableItem(const Model& model) {
  const QString iconName = model.table->isView() ? QStringLiteral("view") : QStringLiteral("table");
  auto* item = makeItem(toQString(model.name), iconName, model.name, toQString(model.table->comment));
  for (const auto& attribute : model.attributes) item->appendRow(columnItem(attribute, model.name));
  for (const auto& relationship : model.relationships)
    item->appendRow(makeItem(QStringLiteral("%1 → %2").arg(toQString(relationship.name), toQString(relationship.target)), QStringLiteral("relationship"), model.name,
                             CatalogueModel::tr("Relationship, %1").arg(QLatin1String(relationshipKindName(relationship.kind)))));
  for (const auto& index : model.table->indexes) item->appendRow(makeItem(toQString(index.name), QStringLiteral("index"), model.name, toQString(index.definition)));
  for (const auto& trigger : model.table->triggers) item->appendRow(makeItem(toQString(trigger.name), QStringLiteral("trigger"), model.name, toQString(trigger.definition)));
  return item;
}

}  // namespace

CatalogueModel::CatalogueModel(QObject* parent) : QStandardItemModel(parent) {}

void CatalogueModel::setRegistry(const std::shared_ptr<const Registry>& registry, const QString& databaseName) {
  clear();
  // Nobody sees the header, but assistive technology reads it.
  setHorizontalHeaderLabels({tr("Name")});
  if (!registry) return;
  auto* root = makeItem(databaseName, QStringLiteral("database"), {});
  std::map<std::string, QStandardItem*> schemas;
  for (const auto& model : registry->models()) {
    const std::string& schema = model->table->name.schema;
    // Tables of the default schema stand right below the database.
    QStandardItem*& parent = schemas[schema];
    if (!parent && schema.empty()) parent = root;
    if (!parent) {
      parent = makeItem(toQString(schema), QStringLiteral("schema"), {});
      root->appendRow(parent);
    }
    parent->appendRow(tableItem(*model));
  }
  appendRow(root);
}

}  // namespace joinery::ui

#include "moc_catalogue_model.cpp"
