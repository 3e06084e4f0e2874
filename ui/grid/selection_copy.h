// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "ui/connections/database.h"
#include "ui/grid/selected_cells.h"

namespace joinery::ui {

/// Copies a selection of any size to the clipboard as tab-separated text, read by a worker of its own a batch at a time. It can be
/// stopped; the clipboard stays as it is then. GUI thread.
class SelectionCopy : public QObject {
  Q_OBJECT
 public:
  /// More than this is for a file, not for a clipboard.
  static constexpr std::int64_t kMostBytes = 64 << 20;

  explicit SelectionCopy(Database* database, QObject* parent = nullptr);
  ~SelectionCopy() override;

  enum class Headers { None, AttributeNames };
  /// @pre cells.isBlock()
  void start(std::shared_ptr<const SelectedCells> cells, Headers headers);
  void stop();
  bool isBusy() const { return m_isBusy; }

 Q_SIGNALS:
  /// @param total rows as far as they were counted
  void progressed(qint64 rows, qint64 total);
  void copied(qint64 rows);
  /// It has more than kMostBytes.
  void tooLarge();
  void stopped();
  void failed(const joinery::DbError& error);
  void busyChanged();

 private:
  struct Text {
    QString text;
    std::int64_t rows = 0;
    bool isTooLarge = false;
  };
  void ended(Result<Text> result);
  Database* m_database;
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_number = 0;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
