// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <QIcon>
#include <QTimer>
#include <map>

#include "ui/changes/cell_place.h"
#include "ui/relations/relation_edits.h"
#include "ui/relations/relation_overlay.h"
#include "ui/relations/relation_reader.h"
#include "ui/value/value_delegate.h"

namespace joinery::ui {

/// A row, or the rows of a table; a branch below each for each of its relationships, their rows, and so on: read as places are opened.
/// Edits go into the pending changes. GUI thread.
class RelationTreeModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  /// From FirstCellColumn on, the attributes of a level's rows; the place above them bears their names.
  enum Column { RowColumn, DetailsColumn, KeyColumn, FirstCellColumn, ColumnCount = FirstCellColumn + static_cast<int>(RowShape::kMostCells) };

  explicit RelationTreeModel(QObject* parent = nullptr);
  ~RelationTreeModel() override;

  /// Shows nothing until setRoot(). @param database null: nothing is open
  void setSource(Database* database, PendingChanges* changes);
  /// Shows that row and begins to read and count. An empty key, an unknown model or no models yet: shows nothing.
  void setRoot(const std::string& model, const std::vector<Value>& key);
  /// Shows a row that is still to be added.
  void setInsertedRoot(const std::string& model, const std::string& ref);
  /// Shows the rows of a table that pass a filter, by pages.
  void setRows(const RowsOfModel& rows);
  /// Filters that related rows have to pass to be shown, by their dotted path from the top row. From the next setRoot() on.
  void setPrune(const Json& prune) { m_prune = prune; }
  /// Stops every read; what is shown stays.
  void cancel() { m_reader.cancel(); }
  /// The same, and what was being read says so in its place.
  void stop() { m_reader.stop(); }
  bool isBusy() const { return m_reader.isBusy(); }

  /// The place at an index; null at the invalid one. Lives until the tree changes.
  const RelationNode* node(const QModelIndex& index) const;
  /// The place of a node; invalid for none.
  QModelIndex indexOf(const RelationNode* node, int column = 0) const;
  /// Shows what is pending now rather than when the event loop comes to it.
  void applyChanges();
  /// Reads what a "show more" or error place stands for. @return false for every other place
  bool activate(const QModelIndex& index);
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }
  const RelationEdits& edits() const { return m_edits; }
  /// The place where rows can be put that a node stands for: what is at the top where the index is invalid.
  RelationEdits::Place placeAt(const QModelIndex& index) const;
  /// The attribute that a cell edits; null for a cell that edits none.
  const Attribute* attributeAt(const QModelIndex& index) const;
  /// Why the cell can't be edited here, as a sentence; empty where it can.
  QString readOnlyReason(const QModelIndex& index) const;
  /// The cell with what is pending, to be edited; nothing for a cell that edits none.
  std::optional<ValueDelegate::Cell> editedCell(const QModelIndex& index) const;
  /// @return false: refused() has said why
  bool setValue(const QModelIndex& index, const Operand& value);
  /// What the database would refuse, or has refused, about a cell; in the row's own column also about what has no column. Empty: nothing.
  QString issueOf(const QModelIndex& index) const;
  /// Where that cell is told of, of the rows that are read; its row where it has no place of its own. Invalid for none.
  QModelIndex indexOf(const CellPlace& cell) const;
  /// How many columns of cells the rows that were seen have.
  int cellColumns() const { return m_cellColumns; }

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  bool hasChildren(const QModelIndex& parent = {}) const override;
  bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) const override;
  /// Moves the rows that are dragged to that place. @return false: what the view would remove then is not to be removed
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

 Q_SIGNALS:
  /// Nothing is being read any more.
  void settled();
  /// An edit was not taken. @param why a sentence
  void refused(const QString& why);
  void cellColumnsChanged();

 private:
  using NodePointer = std::shared_ptr<RelationNode>;
  RelationNode* nodeAt(const QModelIndex& index) const;
  RelationNode* placeOf(const QModelIndex& parent) const;
  /// Begins anew. @return the model; null shows nothing
  const Model* beginTop(const std::string& model);
  void endTop();
  /// What is dragged, and may be dropped there.
  std::vector<const RelationNode*> droppable(const QMimeData* data, const QModelIndex& parent) const;
  std::shared_ptr<const RowShape> shapeOf(const Model& model);
  RelationQuery queryOf(const RelationNode& row) const;
  /// The filter of the rows that a relationship of that row leads to; nothing where they are all shown.
  Json pruneOf(const RelationNode& row, const Relationship& relationship) const;
  NodePointer makeNode(RelationNode::Kind kind) const;
  NodePointer makeRow(const std::shared_ptr<const RowShape>& shape, RelatedRow row) const;
  NodePointer makePending(const RelationNode& branch, const PendingLink& link);

  void insertChildren(RelationNode* parent, std::size_t at, std::vector<NodePointer> nodes);
  void removeChildren(RelationNode* parent, std::size_t at, std::size_t count);
  /// Removes the last child where it only stands for rows to come.
  void removePlaceholder(RelationNode* parent);
  void appendError(RelationNode* parent, const DbError& error);
  void relayout(RelationNode* parent);
  void describeAgain(RelationNode* node);
  void describeBelow(RelationNode* node);

  void listBranches(RelationNode* row);
  std::vector<NodePointer> makeBranches(RelationNode* row);
  void listNothingRead(RelationNode* row);
  void readRow(RelationNode* row);
  void rowArrived(RelationNode* row, const Result<RowWithRelated>& result);
  void markGone(RelationNode* row);
  void readCounts(RelationNode* row);
  void countsArrived(RelationNode* row, const Result<std::vector<std::int64_t>>& result);
  void openBranch(RelationNode* branch);
  void readPage(RelationNode* branch);
  void readTopPage(RelationNode* top);
  void pageArrived(RelationNode* branch, const Result<RelatedPage>& result);
  /// A place, and the row that stood there when it was asked for.
  struct PlaceOfKey {
    std::weak_ptr<RelationNode> node;
    std::vector<Value> key;
  };
  /// What is shown in one line of rows of one model that stand there by their keys: some at a time.
  void readByKeys(const std::vector<NodePointer>& rows);
  void rowsArrived(const std::vector<PlaceOfKey>& places, const std::vector<std::optional<RelatedRow>>& read);
  void retry(RelationNode* parent);

  /// Also notes whether there are more than are listed.
  std::vector<PendingLink> pendingOf(RelationNode& branch) const;
  /// To-one relationships of a row that is still to be added lead where its values say.
  void followNew(RelationNode* row);
  void follow(RelationNode* child, const std::string& ref, const std::vector<Value>& key);
  void updatePending(RelationNode* branch);
  /// Counts what pending changes take out of a branch where they take something else than before.
  void updateLeaving(RelationNode* branch);
  void countLeaving(RelationNode* branch);
  void showPending(RelationNode* branch);
  void updatePendingBelow(RelationNode* node);

  /// The issues of a row's changes that a column tells of.
  const ChangeIssue* findIssue(const RelationNode& row, int column) const;
  QString toolTip(const QModelIndex& index) const;
  void repaintIssues(RelationNode* place);
  RelationNode* findRow(RelationNode* place, const CellPlace& cell) const;
  QVariant displayText(const RelationNode& node, int column) const;
  EditedColumn editedColumn(const RelationNode& row, const Attribute& attribute) const;
  QVariant editText(const QModelIndex& index) const;
  QVariant decoration(const RelationNode& node) const;

  QPointer<Database> m_database;
  QPointer<PendingChanges> m_changes;
  std::shared_ptr<const Registry> m_registry;
  Json m_prune = Json::object();
  RelationOverlay m_overlay;
  RelationReader m_reader;
  RelationEdits m_edits;
  NodePointer m_top;  ///< above the rows at the top
  RowsOfModel m_rows;
  int m_cellColumns = 0;
  mutable QList<QPersistentModelIndex> m_dragged;
  std::map<const Model*, std::shared_ptr<const RowShape>> m_shapes;
  QTimer m_changesTimer;
  mutable QHash<QString, QIcon> m_icons;
};

}  // namespace joinery::ui
