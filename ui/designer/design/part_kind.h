// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVariant>
#include <memory>

#include "orm/difference/operation.h"
#include "orm/difference/schema_validation.h"

namespace joinery::ui {

/// A table within the schema that is designed.
struct DesignedTable {
  const schema::MetaData& metadata;
  const Dialect& dialect;
  const schema::Table& table;
};

/// What the columns of a grid of a table's parts mean: how a part is shown as cells, and which operations a change of a cell makes.
/// Values are texts, or flags where a cell is ticked. Stateless. @throws DbError InvalidRequest from what makes operations
class PartKind {
 public:
  virtual ~PartKind() = default;
  virtual migration::SchemaPlace::Part part() const = 0;
  virtual QStringList titles() const = 0;
  virtual int count(const schema::Table& table) const = 0;
  virtual QVariant value(const DesignedTable& in, int row, int column) const = 0;
  /// Texts to choose from; others may be typed too.
  virtual QStringList choices(const DesignedTable&, int /*column*/) const { return {}; }
  virtual migration::Operations edited(const DesignedTable& in, int row, int column, const QVariant& value) const = 0;
  /// A new part behind all others.
  virtual migration::Operations added(const DesignedTable& in) const = 0;
  virtual migration::Operations removed(const DesignedTable& in, int row) const = 0;
  /// The cell that an issue of that field is shown at.
  virtual int columnOf(migration::SchemaPlace::Field) const { return 0; }
};

std::unique_ptr<PartKind> columnKind();
std::unique_ptr<PartKind> uniqueKeyKind();
std::unique_ptr<PartKind> foreignKeyKind();
std::unique_ptr<PartKind> checkKind();
std::unique_ptr<PartKind> indexKind();

/// "a, b" and back; blanks around names do not count.
QString joinedNames(const std::vector<std::string>& names);
std::vector<std::string> splitNames(const QString& text);

}  // namespace joinery::ui
