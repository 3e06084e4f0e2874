// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

#include "ui/filter/filter_node.h"

class QVBoxLayout;

namespace joinery::ui {

class FilterRow;
class ValueSuggestions;

/// The rows of a filter under each other, each as far in as it is deep. Changes that keep the rows are made in place; any
/// other makes all rows anew, with the focus where it was.
class FilterRows : public QScrollArea {
  Q_OBJECT
 public:
  /// @param suggestions of values, for what is typed; null for none
  explicit FilterRows(ValueSuggestions* suggestions = nullptr, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const Registry> registry, const Model& model);
  void setRoot(const FilterNode& root);
  const FilterNode& root() const { return m_root; }

 Q_SIGNALS:
  /// A person changed what the rows say.
  void edited();

 private:
  void rebuild();
  void addRows(FilterNode& node, const Model& model, int depth, FilterNode* parent, bool mayPrune);
  FilterRow* makeRow(FilterNode& node, const Model& model, int depth, bool mayPrune);
  void add(FilterNode& parent, const Model& model, FilterNode::Kind kind);
  void remove(FilterNode& parent, const FilterNode& node);
  void focusRow(std::size_t row);
  std::size_t rowOf(const FilterNode& node) const;

  ValueSuggestions* m_suggestions;
  std::shared_ptr<const Registry> m_registry;
  const Model* m_model = nullptr;
  FilterNode m_root;
  std::vector<FilterRow*> m_rows;
  QVBoxLayout* m_layout = nullptr;
};

}  // namespace joinery::ui
