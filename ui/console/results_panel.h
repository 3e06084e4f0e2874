// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "orm/core/result.h"
#include "ui/connections/database.h"
#include "ui/console/results_model.h"
#include "ui/console/results_view.h"

namespace joinery::ui {

/// A result with what one can do with it: looked at, copied, written to a file; the latter two in the background, listed among the
/// running jobs. GUI thread; never waits.
class ResultsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ResultsPanel(Database* database, QWidget* parent = nullptr);
  ~ResultsPanel() override;

  /// @param spool null: there is no result
  void open(std::shared_ptr<const BatchSpool> spool);
  /// Shows the rows that have come since.
  void grow();
  bool hasResult() const { return m_model->spool() != nullptr; }
  std::int64_t rows() const { return m_model->globalRowCount(); }
  /// Asks for a file.
  void chooseExport();
  /// Writes all rows that there are now; the file's ending says how.
  void exportTo(const QString& path);

 Q_SIGNALS:
  void copied();
  /// Something worth knowing about what was copied or written.
  void noticed(const QString& text);
  void exported(const QString& path, qint64 rows);
  void failed(const QString& what, const joinery::DbError& error);
  void closing();

 private:
  void copy(bool withHeaders);
  void finishCopy(CopiedCells copied);
  std::shared_ptr<RunningJobs::Entry> list(const QString& what, const CancelToken& token) const;

  Database* m_database;
  ResultsModel* m_model;
  ResultsView* m_view;
  bool m_fitted = false;
  CancelToken m_copying;  ///< the newest wins
};

}  // namespace joinery::ui
