// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QTimer>
#include <memory>

#include "ui/connections/database.h"
#include "ui/filter/column_values.h"

namespace joinery::ui {

/// Values of a column to choose from as one types, with how many rows have them: looked up on a worker of their own; what is asked next
/// cancels what was asked before. GUI thread.
class ValueSuggestions : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { ValueColumn, CountColumn, ColumnCount };
  /// A table that takes longer has no suggestions.
  static constexpr int kMostMilliseconds = 5'000;

  explicit ValueSuggestions(Database* database, QObject* parent = nullptr);
  ~ValueSuggestions() override;

  /// Asks in a moment, unless it is asked again. @pre the model has the attribute
  void ask(const std::string& model, const std::string& attribute, const QString& prefix);
  /// Nothing is suggested any more, and no answer comes.
  void stop();
  Database* database() const { return m_database; }
  bool isBusy() const { return m_job != 0 || m_pause.isActive(); }
  /// What was asked last.
  const QString& prefix() const { return m_prefix; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
  /// The answer to what was asked last is here.
  void found();

 private:
  void look();
  void show(ColumnValues values);
  Database* m_database;
  std::unique_ptr<Worker> m_worker;
  std::string m_model, m_attribute;
  QString m_prefix;
  ColumnValues m_values;
  QTimer m_pause, m_patience;
  JobId m_job = 0;
};

}  // namespace joinery::ui
