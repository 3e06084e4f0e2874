// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "ui/designer/design/part_kind.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using migration::Operations;

QString translated(const char* text) { return QCoreApplication::translate("PartKind", text); }

/// The first column of the table, for a part that is to have one.
std::vector<std::string> firstColumn(const schema::Table& table) { return table.columns.empty() ? std::vector<std::string>() : std::vector{table.columns.front().name}; }

/// A kind whose parts are dropped and added, those behind a changed one too, so that they stay in their order.
template <typename Part>
class ListKind : public PartKind {
 public:
  int count(const schema::Table& table) const override { return static_cast<int>(list(table).size()); }
  QVariant value(const DesignedTable& in, int row, int column) const override { return cell(in, list(in.table)[static_cast<std::size_t>(row)], column); }
  Operations edited(const DesignedTable& in, int row, int column, const QVariant& value) const override {
    const auto& parts = list(in.table);
    const auto place = static_cast<std::size_t>(row);
    Part after = parts[place];
    set(in, after, column, value);
    if (after == parts[place]) return {};
    Operations operations;
    for (std::size_t i = place; i < parts.size(); ++i) operations.push_back(migration::DropPart<Part>{in.table.name, parts[i]});
    for (std::size_t i = place; i < parts.size(); ++i) operations.push_back(migration::AddPart<Part>{in.table.name, i == place ? after : parts[i]});
    return operations;
  }
  Operations added(const DesignedTable& in) const override { return {migration::AddPart<Part>{in.table.name, made(in)}}; }
  Operations removed(const DesignedTable& in, int row) const override { return {migration::DropPart<Part>{in.table.name, list(in.table)[static_cast<std::size_t>(row)]}}; }

 protected:
  virtual const std::vector<Part>& list(const schema::Table& table) const = 0;
  virtual QVariant cell(const DesignedTable& in, const Part& part, int column) const = 0;
  virtual void set(const DesignedTable& in, Part& part, int column, const QVariant& value) const = 0;
  virtual Part made(const DesignedTable& in) const = 0;
};

class UniqueKeyKind : public ListKind<schema::UniqueKey> {
 public:
  migration::SchemaPlace::Part part() const override { return migration::SchemaPlace::Part::UniqueKey; }
  QStringList titles() const override { return {translated("Name"), translated("Columns")}; }
  int columnOf(migration::SchemaPlace::Field) const override { return 1; }

 protected:
  const std::vector<schema::UniqueKey>& list(const schema::Table& table) const override { return table.uniqueKeys; }
  QVariant cell(const DesignedTable&, const schema::UniqueKey& key, int column) const override { return column == 0 ? toQString(key.name) : joinedNames(key.columns); }
  void set(const DesignedTable&, schema::UniqueKey& key, int column, const QVariant& value) const override {
    if (column == 0) key.name = toStdString(value.toString().trimmed());
    else key.columns = splitNames(value.toString());
  }
  schema::UniqueKey made(const DesignedTable& in) const override { return {{}, firstColumn(in.table)}; }
};

class CheckKind : public ListKind<schema::CheckConstraint> {
 public:
  migration::SchemaPlace::Part part() const override { return migration::SchemaPlace::Part::Check; }
  QStringList titles() const override { return {translated("Name"), translated("Condition")}; }
  int columnOf(migration::SchemaPlace::Field) const override { return 1; }

 protected:
  const std::vector<schema::CheckConstraint>& list(const schema::Table& table) const override { return table.checks; }
  QVariant cell(const DesignedTable&, const schema::CheckConstraint& check, int column) const override { return toQString(column == 0 ? check.name : check.expression); }
  void set(const DesignedTable&, schema::CheckConstraint& check, int column, const QVariant& value) const override {
    (column == 0 ? check.name : check.expression) = toStdString(value.toString().trimmed());
  }
  schema::CheckConstraint made(const DesignedTable& in) const override {
    schema::CheckConstraint check;
    check.expression = in.table.columns.empty() ? std::string() : in.dialect.quote(in.table.columns.front().name) + " IS NOT NULL";
    return check;
  }
};

class IndexKind : public ListKind<schema::Index> {
 public:
  migration::SchemaPlace::Part part() const override { return migration::SchemaPlace::Part::Index; }
  QStringList titles() const override { return {translated("Name"), translated("Columns"), translated("Unique"), translated("Where")}; }

 protected:
  const std::vector<schema::Index>& list(const schema::Table& table) const override { return table.indexes; }
  QVariant cell(const DesignedTable&, const schema::Index& index, int column) const override {
    switch (column) {
      case 0: return toQString(index.name);
      case 1: return partsText(index);
      case 2: return index.unique;
      default: return toQString(index.predicate);
    }
  }
  void set(const DesignedTable& in, schema::Index& index, int column, const QVariant& value) const override {
    index.definition.clear();
    switch (column) {
      case 0: index.name = toStdString(value.toString().trimmed()); break;
      case 1: setParts(in, index, value.toString()); break;
      case 2: index.unique = value.toBool(); break;
      default: index.predicate = toStdString(value.toString().trimmed());
    }
  }
  schema::Index made(const DesignedTable& in) const override {
    schema::Index index;
    const auto columns = firstColumn(in.table);
    if (!columns.empty()) index.parts.emplace_back().column = columns.front();
    index.name = in.table.name.name + "_index";
    const auto isTaken = [&](const std::string& name) {
      return std::ranges::any_of(in.metadata.tables(), [&](const auto& table) { return std::ranges::find(table->indexes, name, &schema::Index::name) != table->indexes.end(); });
    };
    for (int number = 2; isTaken(index.name); ++number) index.name = in.table.name.name + "_index_" + std::to_string(number);
    return index;
  }

 private:
  static QString partsText(const schema::Index& index) {
    QStringList texts;
    for (const auto& part : index.parts)
      texts << (part.column.empty() ? QStringLiteral("(%1)").arg(toQString(part.expression)) : toQString(part.column)) + (part.descending ? QStringLiteral(" DESC") : QString());
    return texts.join(QStringLiteral(", "));
  }
  /// What is no column is an expression. Those that stay keep what the text does not tell.
  static void setParts(const DesignedTable& in, schema::Index& index, const QString& text) {
    std::vector<schema::Index::Part> parts;
    for (const std::string& each : splitNames(text)) parts.push_back(partOf(in, index, toQString(each)));
    index.parts = std::move(parts);
  }
  static schema::Index::Part partOf(const DesignedTable& in, const schema::Index& index, QString text) {
    const bool isDescending = text.endsWith(QStringLiteral(" DESC"), Qt::CaseInsensitive);
    if (isDescending) text.chop(5);
    text = text.trimmed();
    schema::Index::Part part;
    const bool isExpression = text.startsWith(QLatin1Char('(')) && text.endsWith(QLatin1Char(')'));
    if (isExpression) part.expression = toStdString(text.mid(1, text.size() - 2));
    else part.column = toStdString(text);
    if (const schema::Column* column = migration::findColumn(in.table, part.column, in.dialect)) part.column = column->name;
    const auto old = std::ranges::find_if(index.parts, [&](const auto& each) { return each.column == part.column && each.expression == part.expression; });
    if (old != index.parts.end()) part = *old;
    part.descending = isDescending;
    return part;
  }
};

}  // namespace

QString joinedNames(const std::vector<std::string>& names) {
  QStringList texts;
  for (const std::string& each : names) texts << toQString(each);
  return texts.join(QStringLiteral(", "));
}

/// Commas within parentheses and strings part nothing.
std::vector<std::string> splitNames(const QString& text) {
  std::vector<std::string> names;
  QString name;
  int depth = 0;
  bool isQuoted = false;
  const auto end = [&] {
    if (!name.trimmed().isEmpty()) names.push_back(toStdString(name.trimmed()));
    name.clear();
  };
  for (const QChar letter : text) {
    if (letter == QLatin1Char('\'')) isQuoted = !isQuoted;
    if (!isQuoted && letter == QLatin1Char('(')) ++depth;
    if (!isQuoted && letter == QLatin1Char(')')) --depth;
    if (letter == QLatin1Char(',') && depth == 0 && !isQuoted) end();
    else name += letter;
  }
  end();
  return names;
}

std::unique_ptr<PartKind> uniqueKeyKind() { return std::make_unique<UniqueKeyKind>(); }
std::unique_ptr<PartKind> checkKind() { return std::make_unique<CheckKind>(); }
std::unique_ptr<PartKind> indexKind() { return std::make_unique<IndexKind>(); }

namespace {

using schema::ReferentialAction;
constexpr std::array<std::pair<ReferentialAction, const char*>, 5> kActions{{{ReferentialAction::NoAction, "NO ACTION"}, {ReferentialAction::Restrict, "RESTRICT"},
                                                                            {ReferentialAction::Cascade, "CASCADE"}, {ReferentialAction::SetNull, "SET NULL"},
                                                                            {ReferentialAction::SetDefault, "SET DEFAULT"}}};

class ForeignKeyKind : public ListKind<schema::ForeignKey> {
 public:
  enum Field { Name, Columns, Table, ReferredColumns, OnDelete, OnUpdate, Deferrable };
  migration::SchemaPlace::Part part() const override { return migration::SchemaPlace::Part::ForeignKey; }
  QStringList titles() const override {
    return {translated("Name"), translated("Columns"), translated("Refers to"), translated("Its columns"), translated("On delete"), translated("On update"), translated("Deferred")};
  }
  int columnOf(migration::SchemaPlace::Field) const override { return Columns; }
  QStringList choices(const DesignedTable& in, int column) const override {
    QStringList texts;
    if (column == Table)
      for (const auto& each : in.metadata.tables())
        if (!each->isView()) texts << toQString(each->name.toString());
    if (column == OnDelete || column == OnUpdate)
      for (const auto& each : kActions) texts << QString::fromLatin1(each.second);
    if (column == Deferrable) texts = {QString(), QStringLiteral("deferrable"), QStringLiteral("initially deferred")};
    if (column == Columns)
      for (const auto& each : in.table.columns) texts << toQString(each.name);
    return texts;
  }

 protected:
  const std::vector<schema::ForeignKey>& list(const schema::Table& table) const override { return table.foreignKeys; }
  QVariant cell(const DesignedTable&, const schema::ForeignKey& key, int column) const override {
    const auto word = [](ReferentialAction action) { return QString::fromLatin1(std::ranges::find(kActions, action, &std::pair<ReferentialAction, const char*>::first)->second); };
    switch (column) {
      case Name: return toQString(key.name);
      case Columns: return joinedNames(key.columns);
      case Table: return toQString(key.referredTable.toString());
      case ReferredColumns: return joinedNames(key.referredColumns);
      case OnDelete: return word(key.onDelete);
      case OnUpdate: return word(key.onUpdate);
      default: return key.initiallyDeferred ? QStringLiteral("initially deferred") : key.deferrable ? QStringLiteral("deferrable") : QString();
    }
  }
  void set(const DesignedTable& in, schema::ForeignKey& key, int column, const QVariant& value) const override {
    const QString text = value.toString().trimmed();
    switch (column) {
      case Name: key.name = toStdString(text); break;
      case Columns: key.columns = splitNames(text); break;
      case Table: setTable(in, key, text); break;
      case ReferredColumns: key.referredColumns = splitNames(text); break;
      case OnDelete: setAction(key.onDelete, text); break;
      case OnUpdate: setAction(key.onUpdate, text); break;
      default:
        key.deferrable = text.contains(QLatin1String("deferr"));
        key.initiallyDeferred = text.contains(QLatin1String("initially"));
    }
  }
  schema::ForeignKey made(const DesignedTable& in) const override {
    schema::ForeignKey key;
    key.columns = firstColumn(in.table);
    setTable(in, key, toQString(in.table.name.toString()));
    return key;
  }

 private:
  static void setAction(ReferentialAction& action, const QString& text) {
    for (const auto& [each, word] : kActions)
      if (text.compare(QString::fromLatin1(word), Qt::CaseInsensitive) == 0) action = each;
  }
  /// With its primary key, which is what nearly all refer to.
  static void setTable(const DesignedTable& in, schema::ForeignKey& key, const QString& text) {
    key.referredTable = QualifiedName(toStdString(text));
    if (const auto dot = text.lastIndexOf(QLatin1Char('.')); dot > 0) key.referredTable = QualifiedName(toStdString(text.left(dot)), toStdString(text.mid(dot + 1)));
    const auto referred = migration::findTable(in.metadata, key.referredTable, in.dialect);
    if (!referred) return;
    key.referredTable = referred->name;
    if (referred->primaryKey) key.referredColumns = referred->primaryKey->columns;
  }
};

}  // namespace

std::unique_ptr<PartKind> foreignKeyKind() { return std::make_unique<ForeignKeyKind>(); }

}  // namespace joinery::ui
