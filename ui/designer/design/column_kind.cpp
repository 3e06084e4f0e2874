// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <algorithm>

#include "orm/difference/designed_type.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "ui/designer/design/part_kind.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using schema::Generation;

const QString kIdentity = QStringLiteral("identity");
const QString kIdentityAlways = QStringLiteral("identity always");
const QString kAutoIncrement = QStringLiteral("autoincrement");
const QString kStored = QStringLiteral("stored: ");
const QString kVirtual = QStringLiteral("virtual: ");

QString generationText(const schema::Column& column) {
  switch (column.generation) {
    case Generation::StoredExpression: return kStored + toQString(column.generationExpression);
    case Generation::VirtualExpression: return kVirtual + toQString(column.generationExpression);
    case Generation::IdentityAlways: return kIdentityAlways;
    case Generation::IdentityByDefault: return kIdentity;
    case Generation::RowId: return column.autoIncrement ? kAutoIncrement : kIdentity;
    case Generation::None: break;
  }
  return {};
}

void setGeneration(schema::Column& column, const QString& text, bool isSqlite) {
  column.generationExpression.clear();
  column.autoIncrement = text == kAutoIncrement;
  column.generation = Generation::None;
  if (text == kIdentity || text == kAutoIncrement || text == kIdentityAlways) {
    column.generation = isSqlite ? Generation::RowId : text == kIdentityAlways ? Generation::IdentityAlways : Generation::IdentityByDefault;
    column.nullable = false;
    return;
  }
  const bool isVirtual = text.startsWith(kVirtual.trimmed());
  QString expression = text;
  if (isVirtual) expression = text.mid(kVirtual.trimmed().size());
  else if (text.startsWith(kStored.trimmed())) expression = text.mid(kStored.trimmed().size());
  else if (text.startsWith(QLatin1Char('='))) expression = text.mid(1);
  if (text.isEmpty()) return;
  column.generation = isVirtual ? Generation::VirtualExpression : Generation::StoredExpression;
  column.generationExpression = toStdString(expression.trimmed());
}

class ColumnKind : public PartKind {
 public:
  enum Field { Name, Type, Nullable, Default, Key, Unique, Values, Collation, Comment };

  migration::SchemaPlace::Part part() const override { return migration::SchemaPlace::Part::Column; }
  QStringList titles() const override {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ColumnKind", text); };
    return {tr("Name"), tr("Type"), tr("NULL"), tr("Default"), tr("Key"), tr("Unique"), tr("Generated"), tr("Collation"), tr("Comment")};
  }
  int count(const schema::Table& table) const override { return static_cast<int>(table.columns.size()); }
  int columnOf(migration::SchemaPlace::Field field) const override {
    return field == migration::SchemaPlace::Field::Type ? Type : field == migration::SchemaPlace::Field::Definition ? Values : Name;
  }

  QVariant value(const DesignedTable& in, int row, int column) const override {
    const schema::Column& shown = in.table.columns[static_cast<std::size_t>(row)];
    switch (column) {
      case Name: return toQString(shown.name);
      case Type: return toQString(shown.type.declared);
      case Nullable: return shown.nullable;
      case Default: return toQString(shown.defaultExpression.value_or(std::string()));
      case Key: return in.table.isPrimaryKeyColumn(shown.name);
      case Unique: return uniqueKey(in, shown) != nullptr;
      case Values: return generationText(shown);
      case Collation: return toQString(shown.collation);
      default: return toQString(shown.comment);
    }
  }

  QStringList choices(const DesignedTable& in, int column) const override {
    const bool isSqlite = in.dialect.name() == "sqlite";
    QStringList texts;
    if (column == Type)
      for (const std::string& each : migration::offeredTypes(in.table.strict, in.metadata, in.dialect)) texts << toQString(each);
    if (column == Values) texts = isSqlite ? QStringList{QString(), kIdentity, kAutoIncrement, kStored, kVirtual} : QStringList{QString(), kIdentity, kIdentityAlways, kStored};
    if (column == Collation && isSqlite) texts = {QString(), QStringLiteral("NOCASE"), QStringLiteral("RTRIM"), QStringLiteral("BINARY")};
    return texts;
  }

  migration::Operations edited(const DesignedTable& in, int row, int column, const QVariant& value) const override {
    const schema::Column& before = in.table.columns[static_cast<std::size_t>(row)];
    if (column == Key) return migration::setKeyColumn(in.metadata, in.table.name, before.name, value.toBool(), in.dialect);
    if (column == Unique) return setUnique(in, before, value.toBool());
    schema::Column after = before;
    const std::string text = toStdString(value.toString().trimmed());
    switch (column) {
      case Name: after.name = text; break;
      case Type: after.type = migration::designedType(text, in.metadata, in.dialect); break;
      case Nullable: after.nullable = value.toBool(); break;
      case Default: after.defaultExpression = text.empty() ? std::nullopt : std::optional(text); break;
      case Values: setGeneration(after, value.toString().trimmed(), in.dialect.name() == "sqlite"); break;
      case Collation: after.collation = text; break;
      default: after.comment = text;
    }
    return migration::changeColumn(in.metadata, in.table.name, before.name, after, in.dialect);
  }

  migration::Operations added(const DesignedTable& in) const override {
    schema::Column column;
    column.name = migration::freeColumnName(in.table, "new_column", in.dialect);
    column.type = migration::designedType(in.dialect.name() == "sqlite" ? "TEXT" : "text", in.metadata, in.dialect);
    return {migration::AddColumn{in.table.name, column}};
  }
  migration::Operations removed(const DesignedTable& in, int row) const override {
    return migration::dropColumn(in.metadata, in.table.name, in.table.columns[static_cast<std::size_t>(row)].name, in.dialect);
  }

 private:
  static const schema::UniqueKey* uniqueKey(const DesignedTable& in, const schema::Column& column) {
    const auto found = std::ranges::find_if(in.table.uniqueKeys, [&](const schema::UniqueKey& key) {
      return key.columns.size() == 1 && migration::isSameName(key.columns.front(), column.name, in.dialect);
    });
    return found == in.table.uniqueKeys.end() ? nullptr : &*found;
  }
  static migration::Operations setUnique(const DesignedTable& in, const schema::Column& column, bool isUnique) {
    const schema::UniqueKey* key = uniqueKey(in, column);
    if (isUnique && !key) return {migration::AddPart<schema::UniqueKey>{in.table.name, {{}, {column.name}}}};
    if (!isUnique && key) return {migration::DropPart<schema::UniqueKey>{in.table.name, *key}};
    return {};
  }
};

}  // namespace

std::unique_ptr<PartKind> columnKind() { return std::make_unique<ColumnKind>(); }

}  // namespace joinery::ui
