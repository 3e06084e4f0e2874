// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/grid/row_fetch.h"
#include "ui/grid/selected_cells.h"
#include "ui/widgets/slices.h"

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
/// can't be changed, or whose new value does not fit, are left as they are and counted. Of many cells the step is made ready by slices, between
/// which the event loop goes on, and is done at once at the end: whoever stops it before finds nothing changed, and so does who edits something
/// else meanwhile. GUI thread; never waits.
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
  /// With what their attributes are part of.
  using SharedCells = std::shared_ptr<const Cells>;
  /// The new value; none leaves the cell alone.
  using Edit = std::function<Result<std::optional<Value>>(const EditableCell&)>;
  /// The same, or the column's default.
  using OperandEdit = std::function<Result<std::optional<Operand>>(const EditableCell&)>;

  CellEdits(Database* database, GridModel* model, PageSource* source, PendingChanges* changes, QObject* parent = nullptr);
  /// Row by row, from left to right. Ends with proceed, or trouble().
  void collect(const SelectedCells& cells, std::function<void(const SharedCells&)> proceed);
  /// Ends with changed(), or trouble(). Few cells are changed when it returns. @param text of the step, for Undo
  void change(const QString& text, const SharedCells& cells, const Edit& edit);
  void changeTo(const QString& text, const SharedCells& cells, const OperandEdit& edit);
  /// The same of what collect() ends with.
  void collectAndChange(const QString& text, const SelectedCells& selected, const OperandEdit& edit);
  /// An edit that knows values only.
  static OperandEdit ofValues(Edit edit);
  /// Why this cell can't be changed; empty when it can.
  QString readOnlyReason(const EditableCell& cell) const;
  /// Nothing is changed then.
  void stop();
  bool isBusy() const { return m_fetch.isBusy() || m_slices.isRunning(); }

 Q_SIGNALS:
  void busyChanged();
  void changed(const joinery::ui::CellEdits::Outcome& outcome);
  void trouble(const QString& reason);

 private:
  std::optional<Cells> scattered(const SelectedCells& cells) const;
  EditableCell cellOf(const PageSource::Row& row, int column) const;
  EditableCell cellOf(const std::string& ref, int column) const;
  /// A step that is being made ready.
  struct Step {
    QString text;
    SharedCells cells;
    OperandEdit edit;
    std::shared_ptr<const PagedQuery> query;
    std::uint64_t generation = 0;
    Outcome outcome = {};
    std::vector<PendingChanges::RowCells> rows = {};
    std::unordered_map<std::string, std::size_t> places = {};  ///< in rows, by the row's identity
    const EditableCell* last = nullptr;                        ///< that was put among the rows, as the last of them
    std::size_t lastPlace = 0;
    ChangeStep::Entries entries = {};
  };
  struct Rows;
  void collectRows(const std::shared_ptr<Rows>& rows, std::function<void(const SharedCells&)> proceed);
  bool isAsBegun(const Step& step) const;
  void judge(Step& step, const EditableCell& cell) const;
  void write(Step& step, const EditableCell& cell, const Operand& value) const;
  std::size_t placeOf(Step& step, const EditableCell& cell) const;
  void makeEntries(const std::shared_ptr<Step>& step);
  void finish(const std::shared_ptr<Step>& step);
  void tellMeanwhile();
  GridModel* m_model;
  PageSource* m_source;
  PendingChanges* m_changes;
  RowFetch m_fetch;
  Slices m_slices;
};

}  // namespace joinery::ui
