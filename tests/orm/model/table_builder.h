// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/model/automap.h"

namespace joinery {

/// Says a table in a few words: TableBuilder("Album").key({"AlbumId"}).column("Title").refer({"ArtistId"}, "Artist", {"ArtistId"}).
/// Columns that a key or a reference names are added where they are missing, as integers that take no NULL.
class TableBuilder {
 public:
  explicit TableBuilder(const std::string& name, const std::string& schemaName = "main") {
    m_table.name = QualifiedName(schemaName, name);
  }

  TableBuilder& column(const std::string& name, TypeKind kind = TypeKind::Text, bool nullable = true) {
    schema::Column column;
    column.name = name;
    column.type.kind = kind;
    column.nullable = nullable;
    m_table.columns.push_back(std::move(column));
    return *this;
  }
  TableBuilder& nullable(const std::string& name) { return column(name, TypeKind::Integer, true); }
  /// The last column is filled by the database.
  TableBuilder& defaulted(const std::string& expression) {
    m_table.columns.back().defaultExpression = expression;
    return *this;
  }
  TableBuilder& generated(schema::Generation generation) {
    m_table.columns.back().generation = generation;
    return *this;
  }
  TableBuilder& key(const std::vector<std::string>& columns) {
    addMissing(columns);
    m_table.primaryKey = schema::UniqueKey{"", columns};
    return *this;
  }
  TableBuilder& unique(const std::vector<std::string>& columns) {
    addMissing(columns);
    m_table.uniqueKeys.push_back({"", columns});
    return *this;
  }
  TableBuilder& uniqueIndex(const std::vector<std::string>& columns, const std::string& predicate = {}) {
    schema::Index index;
    index.unique = true;
    index.predicate = predicate;
    for (const std::string& name : columns) index.parts.push_back({name, {}, false, {}});
    m_table.indexes.push_back(std::move(index));
    return *this;
  }
  TableBuilder& refer(const std::vector<std::string>& columns, const std::string& table,
                      const std::vector<std::string>& referred = {"id"}, const std::string& schemaName = "main") {
    addMissing(columns);
    schema::ForeignKey key;
    key.columns = columns;
    key.referredTable = QualifiedName(schemaName, table);
    key.referredColumns = referred;
    m_table.foreignKeys.push_back(std::move(key));
    return *this;
  }
  TableBuilder& kind(schema::TableKind tableKind) {
    m_table.kind = tableKind;
    return *this;
  }
  const schema::Table& table() const { return m_table; }

 private:
  void addMissing(const std::vector<std::string>& columns) {
    for (const std::string& name : columns)
      if (m_table.column(name) == nullptr) column(name, TypeKind::Integer, false);
  }
  schema::Table m_table;
};

inline std::shared_ptr<const schema::MetaData> metadataOf(const std::vector<TableBuilder>& tables) {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->defaultSchema = "main";
  for (const TableBuilder& each : tables) metadata->add(each.table());
  return metadata;
}

inline std::shared_ptr<const Registry> registryOf(const std::vector<TableBuilder>& tables, bool ignoreCase = true) {
  return automap(metadataOf(tables), ignoreCase);
}

/// Chinook's eleven tables as far as names, keys and relations go.
inline std::vector<TableBuilder> chinookTables() {
  using enum TypeKind;
  return {
      TableBuilder("Album").key({"AlbumId"}).column("Title", Text, false).refer({"ArtistId"}, "Artist", {"ArtistId"}),
      TableBuilder("Artist").key({"ArtistId"}).column("Name"),
      TableBuilder("Customer").key({"CustomerId"}).column("FirstName", Text, false).column("LastName", Text, false)
          .column("Company").column("Email").nullable("SupportRepId").refer({"SupportRepId"}, "Employee", {"EmployeeId"}),
      TableBuilder("Employee").key({"EmployeeId"}).column("LastName").column("FirstName").column("Title")
          .nullable("ReportsTo").column("BirthDate", Timestamp).refer({"ReportsTo"}, "Employee", {"EmployeeId"}),
      TableBuilder("Genre").key({"GenreId"}).column("Name"),
      TableBuilder("Invoice").key({"InvoiceId"}).refer({"CustomerId"}, "Customer", {"CustomerId"})
          .column("InvoiceDate", Timestamp, false).column("BillingCity").column("Total", Numeric, false),
      TableBuilder("InvoiceLine").key({"InvoiceLineId"}).refer({"InvoiceId"}, "Invoice", {"InvoiceId"})
          .refer({"TrackId"}, "Track", {"TrackId"}).column("UnitPrice", Numeric, false),
      TableBuilder("MediaType").key({"MediaTypeId"}).column("Name"),
      TableBuilder("Playlist").key({"PlaylistId"}).column("Name"),
      TableBuilder("PlaylistTrack").key({"PlaylistId", "TrackId"}).refer({"PlaylistId"}, "Playlist", {"PlaylistId"})
          .refer({"TrackId"}, "Track", {"TrackId"}),
      TableBuilder("Track").key({"TrackId"}).column("Name", Text, false).nullable("AlbumId")
          .refer({"AlbumId"}, "Album", {"AlbumId"}).refer({"MediaTypeId"}, "MediaType", {"MediaTypeId"})
          .nullable("GenreId").refer({"GenreId"}, "Genre", {"GenreId"}).column("Composer")
          .column("Milliseconds", Integer, false).column("UnitPrice", Numeric, false)};
}

}  // namespace joinery
