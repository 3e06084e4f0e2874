// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflict_text.h"

#include <QCoreApplication>

#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString translated(const char* text) { return QCoreApplication::translate("ConflictText", text); }

QString shown(const Value& value, const ValueType& type) { return value.isNull() ? QStringLiteral("NULL") : gridText(value, type); }

}  // namespace

QString conflictText(const std::vector<Conflict>& conflicts, const Registry& registry) {
  QStringList lines;
  for (const auto& conflict : conflicts) {
    const Model* model = registry.find(conflict.model);
    QStringList key;
    for (const auto& part : conflict.key) key << shown(part, ValueType{});
    const QString row = toQString(conflict.model) + QLatin1Char(' ') + key.join(QStringLiteral(", "));
    if (conflict.deleted) {
      lines << translated("%1: deleted by someone else").arg(row);
      continue;
    }
    lines << row;
    for (const auto& cell : conflict.cells) {
      const auto* attribute = model ? model->attribute(cell.attribute) : nullptr;
      const ValueType type = attribute ? attribute->column.type : ValueType{};
      QString line = QStringLiteral("    ") + translated("%1: was %2, is now %3").arg(toQString(cell.attribute), shown(cell.base, type), shown(cell.theirs, type));
      if (cell.mine) line += translated(", yours %1").arg(pendingText(*cell.mine, attribute ? &attribute->column : nullptr));
      lines << line;
    }
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace joinery::ui
