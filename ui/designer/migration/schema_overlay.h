// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"
#include "ui/designer/diagram/card_change.h"

namespace joinery::ui {

/// Follows operations one by one and remembers what they have done to which table: for a picture that shows both what comes and what goes.
/// Plain data; any thread.
class SchemaOverlay {
 public:
  SchemaOverlay(schema::MetaData before, const Dialect& dialect);

  /// @throws DbError InvalidRequest where it does not fit the schema
  void apply(const migration::Operation& operation);
  /// What each operation belongs to, by the name that it has now; empty of what is none of a table.
  const std::vector<QualifiedName>& tables() const { return m_tables; }
  /// By the names of the diagram.
  CardChanges changes() const;
  /// The schema as it is now, with the tables, columns and foreign keys that have gone.
  std::shared_ptr<const schema::MetaData> shown() const;

 private:
  struct GoneColumn {
    QualifiedName table;
    schema::Column column;
    std::optional<std::string> after;
  };
  void note(const migration::Operation& operation);
  void noteKey(const QualifiedName& table, const schema::ForeignKey& key, bool comes);
  void noteRenamedColumn(const migration::RenameColumn& rename);
  void noteRename(const migration::Rename& rename);
  void noteDropped(const schema::Table& table);
  void noteDropped(const migration::DropColumn& dropped);
  /// A foreign key that has come or gone, or both.
  struct ChangedKey {
    QualifiedName table;
    schema::ForeignKey key;  ///< as it was last
    CardChange change;
  };
  bool isSameKey(const ChangedKey& noted, const QualifiedName& table, const schema::ForeignKey& key) const;
  CardChanges::OfTable& changed(const QualifiedName& table);
  /// As the schema spells it.
  QualifiedName known(const QualifiedName& table) const;

  const Dialect& m_dialect;
  schema::MetaData m_metadata;
  std::vector<QualifiedName> m_tables;
  std::map<QualifiedName, CardChanges::OfTable> m_changes;
  std::map<QualifiedName, schema::Table> m_gone;
  std::vector<GoneColumn> m_goneColumns;
  std::vector<ChangedKey> m_keys;
};

}  // namespace joinery::ui
