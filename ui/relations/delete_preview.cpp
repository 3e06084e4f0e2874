// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/delete_preview.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

struct DeleteText {
  Q_DECLARE_TR_FUNCTIONS(joinery::ui::DeletePreview)
};

QString columnsOf(const DeleteEffect& effect) {
  QStringList keys;
  for (const auto& columns : effect.columns) {
    QStringList names;
    for (const std::string& column : columns) names << toQString(column);
    keys << names.join(QStringLiteral(", "));
  }
  return keys.join(DeleteText::tr(" and "));
}

/// Links of a many-to-many relationship go with the row, before it.
bool areLinks(const Registry& registry, const Model& model, const DeleteEffect& effect) {
  const auto table = registry.metadata().find(effect.table);
  return std::ranges::any_of(model.relationships, [&](const Relationship& each) {
    return each.kind == Relationship::Kind::ManyToMany && registry.metadata().find(each.linkTable) == table && effect.columns.size() == 1 &&
           std::ranges::find(effect.columns, each.linkLocalColumns) != effect.columns.end();
  });
}

}  // namespace

std::vector<CountedDeleteEffect> readDeleteEffects(Worker::Context& context, const Registry& registry, const std::string& model, const std::vector<Value>& key) {
  return countDeleteEffects(context.connection, context.dialect, deleteEffects(registry, registry.at(model), {key}));
}

DeletePreview deletePreview(const Registry& registry, const Model& model, const std::vector<CountedDeleteEffect>& effects) {
  using Kind = DeleteEffect::Kind;
  DeletePreview preview;
  for (const auto& [effect, rows] : effects) {
    const QString count = (effect.isAtLeast ? QStringLiteral("≥ ") : QString()) + QLocale().toString(static_cast<qlonglong>(rows));
    const QString table = toQString(effect.table.name);
    const QString what = DeleteText::tr("%1: %2 by %3").arg(table, count, columnsOf(effect));
    if (effect.kind == Kind::Deletes) preview.goes << what;
    else if (areLinks(registry, model, effect)) preview.goes << DeleteText::tr("%1: %2 links").arg(table, count);
    else if (effect.kind == Kind::SetsNull) preview.staysBehind << DeleteText::tr("%1, which becomes NULL").arg(what);
    else if (effect.kind == Kind::SetsDefault) preview.staysBehind << DeleteText::tr("%1, which takes its default").arg(what);
    else preview.forbids << what;
  }
  return preview;
}

}  // namespace joinery::ui
