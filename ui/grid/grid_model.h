// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "ui/changes/pending_changes.h"
#include "ui/grid/page_source.h"
#include "ui/value/value_editor.h"
#include "ui/widgets/sliding_model.h"

namespace joinery::ui {

/// A sliding window over the rows of a PageSource, with the rows that were added above them and the pending changes over
/// them. Global row numbers count from the first added row. data() takes no lock, runs no query and copies no row.
class GridModel : public SlidingModel {
  Q_OBJECT
 public:
  enum DataRole {
    NullRole = Qt::UserRole,  ///< bool
    RowStateRole,             ///< RowState
    CellChangedRole,          ///< bool
    LabelRole,                ///< the label of the row that a foreign key refers to
    LoadedRole,               ///< bool: false while its page is on the way
    IssueRole,                ///< what the database would refuse, or has refused, about the cell; empty for nothing
  };
  enum class RowState { Unchanged, Inserted, Updated, Deleted };

  GridModel(PageSource* source, PendingChanges* changes, QObject* parent = nullptr);
  ~GridModel() override;

  /// Another model (table) or order: resets.
  void reload();
  const Model* model() const;
  /// A foreign key's label is shown from that column of the batch.
  void setLabelColumns(std::unordered_map<int, int> labelColumns);

  std::int64_t globalRowCount() const override;
  int insertedCount() const { return static_cast<int>(m_inserts.size()); }

  const Attribute* attribute(int column) const;
  /// What an editor of that column has to know. @pre there is such a column
  EditedColumn editedColumn(int column) const;
  /// The value with the pending change over it; nullopt while it is not loaded.
  std::optional<Value> value(const QModelIndex& index) const;
  /// What was read; nullopt for added rows and while not loaded.
  std::optional<PageSource::Row> storedRow(int row) const;
  /// Empty for rows that are not loaded or that have no key.
  std::vector<Value> key(int row) const;
  /// Of a row of pages that were read.
  std::vector<Value> keyOf(const RowBatch& rows, std::size_t row) const;
  std::string insertedRef(int row) const;
  std::string insertedRefAt(std::int64_t globalRow) const;
  /// Whether the row was deleted elsewhere since the rows' places were found: its place stays until they are found anew.
  bool isGone(int row) const;
  /// Why this cell can't be edited, as it is shown or once its whole value is loaded; empty when it can.
  enum class Cells { Typed, LoadedWhole };
  QString readOnlyReason(const QModelIndex& index, Cells cells = Cells::Typed) const;
  /// Puts a value into the pending changes.
  bool setValue(const QModelIndex& index, const Value& value);
  /// The same with what goes along into other columns of the row, as one step.
  bool setValue(const QModelIndex& index, const Value& value, const ValueEditor::Along& along);
  /// Puts the column's default there: what the database makes of it.
  bool setDefault(const QModelIndex& index);
  /// What stands in a cell whose value is not known before the commit; empty of any other.
  QString unknownText(const QModelIndex& index) const;
  /// Bytes of a value of which only the beginning was read; 0 of one that is there whole, as of a pending one.
  std::uint64_t fullSize(const QModelIndex& index) const;
  bool isPartial(const QModelIndex& index) const { return fullSize(index) > 0; }
  /// Whether the row has a key, of which only the beginning was read.
  bool hasLargeKey(int row) const;

  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  bool setData(const QModelIndex& index, const QVariant& text, int role = Qt::EditRole) override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  /// A typed value was refused.
  void rejected(const QString& reason);

 private:
  /// The changes of a batch's rows. A batch that has gone may leave its address to another one.
  struct Overlay { std::weak_ptr<const RowBatch> batch; std::uint64_t generation = 0; std::vector<const Change*> changes; };
  void changesChanged();
  void repaintAll();
  QString issueOf(const QModelIndex& index) const;
  QString label(const QModelIndex& index) const;
  bool isDefault(const QModelIndex& index) const;
  bool write(const QModelIndex& index, const Operand& value);
  std::vector<std::string> insertedRefs() const;
  const Change* changeOf(int row) const;
  const Change* inserted(int row) const;
  std::int64_t storedIndex(int row) const { return globalRow(row) - insertedCount(); }
  QVariant displayText(const QModelIndex& index) const;
  RowState rowState(int row) const;

  PageSource* m_source;
  PendingChanges* m_changes;
  std::vector<std::string> m_inserts;  ///< refs, as views were told last
  std::unordered_map<int, int> m_labelColumns;
  std::vector<int> m_keyColumns;
  mutable std::unordered_map<const RowBatch*, Overlay> m_overlays;
};

}  // namespace joinery::ui
