// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/connections/database.h"

namespace joinery::ui {

/// Rows of a model by their labels or keys, to choose a reference from: looked up as one types, on a worker of their own; what is asked next
/// cancels what was asked before. Only the first rows that match are looked at, whatever the table's size. GUI thread.
class ReferenceSearch : public QAbstractListModel {
  Q_OBJECT
 public:
  static constexpr int kMostRows = 50;
  /// So many matches are sorted; of more some are.
  static constexpr std::int64_t kMostMatches = 20'000;
  static constexpr int kMostMilliseconds = 10'000;

  struct Target {
    std::shared_ptr<const Registry> registry;
    const Model* model = nullptr;
    const Attribute* key = nullptr;  ///< what the reference holds
  };
  /// The row that is referred to by an attribute alone; none for a reference of several columns, and where there is none.
  static std::optional<Target> targetOf(const std::shared_ptr<const Registry>& registry, const Model& model, const Attribute& attribute);

  ReferenceSearch(Database* database, Target target, QObject* parent = nullptr);
  ~ReferenceSearch() override;
  /// Asks in a moment, unless it is asked again. @param text part of a label, or a key; empty: any rows
  void ask(const QString& text);
  void stop();
  bool isBusy() const { return m_job != 0 || m_pause.isActive(); }
  const Value& key(int row) const { return m_rows[static_cast<std::size_t>(row)].key; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
  /// The answer to what was asked last is here.
  void found();
  void failed(const joinery::DbError& error);

 private:
  struct Row { Value key; QString text; };
  void look();
  void show(std::vector<Row> rows);
  Database* m_database;
  Target m_target;
  std::unique_ptr<Worker> m_worker;
  QString m_text;
  std::vector<Row> m_rows;
  QTimer m_pause, m_patience;
  JobId m_job = 0;
};

}  // namespace joinery::ui
