// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ui/grid/row_fetch.h"
#include "ui/grid/selected_cells.h"

namespace joinery::ui {

/// A cell to be changed among others, whole, with its pending change.
struct EditableCell {
  const Attribute* attribute = nullptr;
  Value value;
  std::string ref;            ///< of a row that was only added
  PageSource::Row row = {};   ///< of any other
  bool isDefault = false;     ///< it gets what the column's default will make; the value is NULL then
};

/// Changes many selected cells as one step that is undone as one: reads those that are not there, or not whole, on a worker first. Cells that
/// can't be changed, or whose new value does not fit, are left as they are and counted. GUI thread; never waits.
class CellEdits : public QObject {
  Q_OBJECT
 public:
  /// So many rows are changed at once.
  static constexpr std::int64_t kMostRows = 10'000;

  struct Outcome {
    int changed = 0;
    int equal = 0;                        ///< had the value already
    int refused = 0;
    QString reason = {};                  ///< of the first that was refused
  };
  using Cells = std::vector<EditableCell>;
  /// The new value; none leaves the cell alone.
  using Edit = std::function<Result<std::optional<Value>>(const EditableCell&)>;
  /// The same, or the column's default.
  using OperandEdit = std::function<Result<std::optional<Operand>>(const EditableCell&)>;

  CellEdits(Database* database, GridModel* model, PageSource* source, PendingChanges* changes, QObject* parent = nullptr);
  /// Row by row, from left to right. Ends with proceed, or trouble().
  void collect(const SelectedCells& cells, std::function<void(const Cells&)> proceed);
  /// @param text of the step, for Undo
  Outcome change(const QString& text, const Cells& cells, const Edit& edit);
  Outcome changeTo(const QString& text, const Cells& cells, const OperandEdit& edit);
  /// Why this cell can't be changed; empty when it can.
  QString readOnlyReason(const EditableCell& cell) const;
  void stop() { m_fetch.stop(); }
  bool isBusy() const { return m_fetch.isBusy(); }

 Q_SIGNALS:
  void busyChanged();
  void trouble(const QString& reason);

 private:
  std::optional<Cells> scattered(const SelectedCells& cells) const;
  EditableCell cellOf(const PageSource::Row& row, int column) const;
  EditableCell cellOf(const std::string& ref, int column) const;
  void write(const EditableCell& cell, const Operand& value, const SeenCells& seen);
  GridModel* m_model;
  PendingChanges* m_changes;
  RowFetch m_fetch;
};

}  // namespace joinery::ui
