// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

#include "orm/changes/change_set.h"
#include "orm/repository/tree.h"
#include "ui/connections/database.h"
#include "ui/relations/relation_query.h"

namespace joinery::ui {

/// Which trees are written: that of one row, or those of a table's rows.
struct TreeSubject {
  std::string model;
  std::vector<Value> key;  ///< empty: the rows
  RowsOfModel rows = {};
  TreeOptions options = {};
  std::string ref = {};    ///< of a row that is still to be added, which has no key
  ChangeSet changes = {};  ///< what is pending: it is applied to what the database has
};

/// The tree of one row, or the array of trees of a table's rows, as JSON with what is pending: some rows are read and handed on at a time,
/// all in one snapshot of the database. Worker thread. @return how many trees @throws DbError
std::int64_t writeTrees(Worker::Context& context, std::shared_ptr<const Registry> registry, const TreeSubject& subject, const std::function<void(std::string_view)>& write);

/// Copies trees as JSON, or writes them into a file, on a thread of its own. GUI thread.
class TreeJson : public QObject {
  Q_OBJECT
 public:
  /// More is for a file.
  static constexpr std::size_t kMostCopiedBytes = 8 * 1024 * 1024;
  using QObject::QObject;
  ~TreeJson() override;

  void setDatabase(Database* database);
  bool isBusy() const { return m_open > 0; }
  /// To the clipboard: finished() or failed().
  void copy(const TreeSubject& subject);
  /// To a file, whole or not at all.
  void save(const TreeSubject& subject, const QString& path);

 Q_SIGNALS:
  /// @param said what was done, as a sentence
  void finished(const QString& said);
  void failed(const joinery::DbError& error);

 private:
  std::unique_ptr<Worker> m_worker;
  QPointer<Database> m_database;
  int m_open = 0;
};

}  // namespace joinery::ui
