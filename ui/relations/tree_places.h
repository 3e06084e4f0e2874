// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "orm/changes/commit_mark.h"
#include "ui/relations/relation_tree_model.h"

namespace joinery::ui {

/// What of a relation tree is open, how far, and which place is the current one: told by relationships and keys, so that it is found again
/// after everything was read anew, and after the database has made the keys of new rows. GUI thread.
class TreePlaces {
 public:
  /// @param isWhole whether all was read that the tree was to show
  TreePlaces(const RelationTreeModel& model, const QTreeView& view, bool isWhole);
  /// A commit went through: new rows have keys now.
  void settle(const std::vector<GeneratedValues>& generated);

  bool isOpen(const RelationNode& node) const { return m_open.contains(pathOf(&node)); }
  bool isWhole() const { return m_isWhole; }
  /// How many rows stand below a place without those that are only pending.
  static int rowsIn(const RelationTreeModel& model, const QModelIndex& parent);
  /// How many stood there; null is the top of a table.
  int rowsBelow(const RelationNode* node) const;
  /// The current place, or the nearest to it that is there.
  /// @param isIt whether it is the very one, or there was none
  QModelIndex current(const RelationTreeModel& model, bool* isIt) const;
  /// A person is elsewhere by now.
  void forgetCurrent() { m_hasCurrent = false; }
  bool hasCurrent() const { return m_hasCurrent; }
  int scrolled() const { return m_scrolled; }

 private:
  struct Step {
    std::string relationship;  ///< empty: a row of a branch or of the top
    Key key;
    std::string ref;
    int position = 0;
  };
  struct Place {
    std::vector<Step> steps;
    bool isOpen = false;
    int rows = 0;
  };
  static Step stepOf(const RelationNode& node);
  static std::vector<Step> stepsOf(const RelationNode* node);
  static std::string identityOf(const Step& step);
  static std::string pathOf(const std::vector<Step>& steps);
  static std::string pathOf(const RelationNode* node) { return pathOf(stepsOf(node)); }
  void note(const RelationTreeModel& model, const QTreeView& view, const QModelIndex& parent);
  void index();

  std::vector<Place> m_places;
  std::vector<Step> m_current;
  int m_column = 0;
  int m_scrolled = 0;
  bool m_hasCurrent = false;
  bool m_isWhole = true;
  std::set<std::string> m_open;       ///< by pathOf()
  std::map<std::string, int> m_rows;
};

/// The key with what the database has made of its references; empty where it does not say all of them.
std::vector<Value> settledKey(const Key& key, const std::vector<GeneratedValues>& generated);

}  // namespace joinery::ui
