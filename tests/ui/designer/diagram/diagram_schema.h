// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/schema/metadata.h"

namespace joinery::test {

inline schema::Column column(const std::string& name, bool nullable = false, const std::string& type = "INTEGER") {
  schema::Column made;
  made.name = name;
  made.nullable = nullable;
  made.type.declared = type;
  return made;
}

/// A table with the key "id" and those columns beside it.
inline schema::Table table(const std::string& name, std::vector<schema::Column> columns = {}, const std::string& schemaName = "main") {
  schema::Table made;
  made.name = {schemaName, name};
  made.columns.push_back(column("id"));
  for (auto& each : columns) made.columns.push_back(std::move(each));
  made.primaryKey = schema::UniqueKey{.name = "", .columns = {"id"}};
  return made;
}

inline schema::ForeignKey refersTo(const std::string& tableName, std::vector<std::string> columns, std::vector<std::string> referred = {"id"}) {
  schema::ForeignKey key;
  key.columns = std::move(columns);
  key.referredTable = {"main", tableName};
  key.referredColumns = std::move(referred);
  return key;
}

/// artist ← album ← track, track → track (its original); a tag of its own; a view.
inline schema::MetaData music() {
  schema::MetaData metadata;
  metadata.defaultSchema = "main";
  metadata.schemas = {"main"};
  metadata.add(table("artist", {column("name", true, "TEXT")}));
  auto album = table("album", {column("title", false, "TEXT"), column("artist_id")});
  album.foreignKeys.push_back(refersTo("artist", {"artist_id"}));
  metadata.add(album);
  auto track = table("track", {column("album_id", true), column("original_id", true), column("isrc", false, "TEXT")});
  track.foreignKeys = {refersTo("album", {"album_id"}), refersTo("track", {"original_id"})};
  track.uniqueKeys.push_back({.name = "", .columns = {"isrc"}});
  metadata.add(track);
  metadata.add(table("tag"));
  auto view = table("loud");
  view.kind = schema::TableKind::View;
  metadata.add(view);
  return metadata;
}

inline std::shared_ptr<const schema::MetaData> shared(schema::MetaData metadata) { return std::make_shared<const schema::MetaData>(std::move(metadata)); }

}  // namespace joinery::test
