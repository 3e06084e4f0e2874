// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/core/qualified_name.h"

namespace joinery {

/// Where tables stand on a picture of a schema, and what a person has drawn beside them: plain data. Names of tables are looked up where
/// it is shown; one that is not there now keeps its place. Lengths are points of the diagram, y grows downwards.
struct Diagram {
  static constexpr int kFarthest = 1'000'000;  ///< of a place from the origin, in either direction
  static constexpr std::size_t kMostTables = 20'000;
  static constexpr std::size_t kMostGroups = 1'000;
  static constexpr std::size_t kMostNotes = 1'000;
  static constexpr std::size_t kLongestText = 10'000;  ///< bytes of a note or a title
  static constexpr int kNarrowestNote = 60, kWidestNote = 2'000;

  struct Place {
    int x = 0, y = 0;
    bool operator==(const Place&) const = default;
  };
  struct Table {
    QualifiedName name;
    std::optional<Place> place = {};  ///< of the upper left corner; none: where there is room
    bool hidden = false;              ///< it was taken off the diagram
    Json source = Json::object();     ///< as it was read: keys that are not known here are kept
    bool operator==(const Table&) const = default;
  };
  /// A frame around tables.
  struct Group {
    std::string title;
    std::string colour = "blue";  ///< one of diagramColours(), or what a newer program knows
    std::vector<QualifiedName> tables;
    Json source = Json::object();
    bool operator==(const Group&) const = default;
  };
  struct Note {
    std::string text;
    Place place;
    int width = 200;  ///< the height is what the text takes
    std::string colour = "yellow";
    Json source = Json::object();
    bool operator==(const Note&) const = default;
  };
  enum class Columns { All, Keys, None };

  std::string name;
  bool everyTable = false;  ///< those that are not in `tables` are on it too, also those that are made later
  bool showsViews = false;  ///< what everyTable means of views
  Columns columns = Columns::All;
  bool showsTypes = true;
  std::vector<Table> tables = {};  ///< each once
  std::vector<Group> groups = {};
  std::vector<Note> notes = {};
  Json source = Json::object();

  bool operator==(const Diagram&) const = default;
  /// nullptr where it is not listed.
  const Table* table(const QualifiedName& tableName) const;
};

/// The names of colours that groups and notes can have.
const std::vector<std::string>& diagramColours();

}  // namespace joinery
