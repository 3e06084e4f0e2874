// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/search_model.h"
#include "ui/filter/column_values.h"

namespace joinery::ui {

/// Values of a column to choose from as one types, with how many rows have them. GUI thread.
class ValueSuggestions : public SearchModel {
  Q_OBJECT
 public:
  enum Column { ValueColumn, CountColumn, ColumnCount };
  /// A table that takes longer has no suggestions.
  static constexpr int kMostMilliseconds = 5'000;

  explicit ValueSuggestions(Database* database, QObject* parent = nullptr);
  /// Asks in a moment, unless it is asked again. @pre the model has the attribute
  void ask(const std::string& model, const std::string& attribute, const QString& prefix);
  /// What was asked last.
  const QString& prefix() const { return m_prefix; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 protected:
  void look() override;

 private:
  void take(ColumnValues values);
  std::string m_model, m_attribute;
  QString m_prefix;
  ColumnValues m_values;
};

}  // namespace joinery::ui
