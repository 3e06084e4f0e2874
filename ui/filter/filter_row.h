// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "ui/filter/filter_node.h"

namespace joinery::ui {

/// A combo box that the wheel only turns when it has the focus: rows scroll under the pointer.
class RowCombo : public QComboBox {
  Q_OBJECT
 public:
  explicit RowCombo(const QString& accessibleName, QWidget* parent = nullptr);

 protected:
  void wheelEvent(QWheelEvent* event) override;
};

/// One line of the filter builder: a check box that switches it off, what it says, and Remove. It edits its node in place.
class FilterRow : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kHeight = 28;
  static constexpr int kIndent = 18;
  /// @param node must outlive the row @param depth how far it stands in; 0 has neither check box nor Remove
  FilterRow(FilterNode& node, int depth, QWidget* parent);
  FilterNode& node() const { return m_node; }
  /// Where the focus belongs in a new row.
  virtual QWidget* firstField() const = 0;

 Q_SIGNALS:
  /// The node says something else now; its rows are the same.
  void edited();
  /// Its rows below are others now.
  void restructured();
  void removeRequested();
  void addRequested(joinery::ui::FilterNode::Kind kind);

 protected:
  void addField(QWidget* field, int stretch = 0) { m_fields->addWidget(field, stretch); }
  void addStretch() { m_fields->addStretch(1); }
  QHBoxLayout* fields() const { return m_fields; }
  /// Buttons that add rows below this one. @param of what they are added to, for their names
  void addButtons(const QString& of);
  QToolButton* makeButton(const QString& iconName, const QString& name);

 private:
  FilterNode& m_node;
  QHBoxLayout* m_fields = nullptr;
};

}  // namespace joinery::ui
