// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>

#include "orm/changes/change_set.h"
#include "orm/changes/unit_of_work.h"
#include "ui/changes/change_observer.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// The edits of one database that are not committed yet, over all tables: an overlay for every view, undone one by one, written as
/// one unit. GUI thread; reads and commits run on a writer's thread.
class PendingChanges : public QObject {
  Q_OBJECT
 public:
  explicit PendingChanges(Database* database, QObject* parent = nullptr);
  ~PendingChanges() override;

  using Key = std::vector<Value>;
  using Image = std::vector<std::pair<std::string, Value>>;

  /// Sets a cell of a row that the database has. Setting it back to what was read removes the change.
  /// @param before what was read
  void setCell(const std::string& model, const Key& key, const std::string& attribute, const Value& before, const Value& after);
  /// @return the new row's ref
  std::string insertRow(const std::string& model, Change::Values values = {});
  void setInsertedCell(const std::string& ref, const std::string& attribute, const Operand& value);
  /// Leaves an attribute of an added row to its default again.
  void clearInsertedCell(const std::string& ref, const std::string& attribute);
  void deleteRow(const std::string& model, const Key& key, const Image& before);
  void removeInserted(const std::string& ref);
  void link(const std::string& model, const Key& key, const std::string& relationship, const Key& to);
  void unlink(const std::string& model, const Key& key, const std::string& relationship, const Key& to);

  void revert(std::uint64_t change);
  void revertCell(std::uint64_t change, const std::string& attribute);
  void revertAll();
  QUndoStack& undoStack() const;
  /// Several steps that are undone as one. Nestable.
  void beginGroup(const QString& text);
  void endGroup();

  const ChangeSet& changeSet() const;
  bool isEmpty() const { return changeSet().isEmpty(); }
  /// The update or delete of that row; null where it has none. Fast: called for every painted row.
  const Change* changeOf(const std::string& model, const Key& key) const;
  /// The inserts into a model, in order.
  std::vector<const Change*> inserts(const std::string& model) const;
  const Change* insertByRef(const std::string& ref) const;

  /// What would be sent, as of the last planChanged(); or why it can't be.
  const Result<std::vector<PlannedStatement>>& plan() const;
  /// Runs in the background: committed(), or failed() with the result. Edits are refused meanwhile.
  void commit();
  /// What came of an earlier commit is not known. Edits are refused, and commit() only asks the database again.
  bool isInDoubt() const;
  /// Of a commit that another run of the program began. @param written as it was sent
  void setInDoubt(ChangeSet written, CommitMark mark);
  /// A person has looked and says that nothing was committed.
  void endDoubt();
  /// Takes changes in as one step, under ids and names of this set's own; a row that has changes here keeps them.
  /// @return as they are now in the set
  std::vector<Change> adopt(const std::vector<Change>& changes);
  /// Told of every change from now on; must outlive this. Null for none.
  void setObserver(ChangeObserver* observer);
  /// Makes the plan anew: after trouble that has passed.
  void renewPlan();
  void stop();
  bool isCommitting() const;

 Q_SIGNALS:
  /// Something in the set changed: views repaint.
  void changed();
  /// The plan was made anew, in the background, after the set had changed.
  void planChanged();
  void committingChanged();
  void committed(const joinery::CommitResult& result);
  void failed(const joinery::CommitResult& result);

 private:
  friend class ChangeCommand;
  struct Private;
  /// Puts a change into the state that an undo step says.
  void put(std::uint64_t id, const std::optional<Change>& state);
  void push(const QString& text, std::optional<Change> before, std::optional<Change> after);
  void makePlan();
  struct Written;
  void finishCommit(const Result<Written>& result);
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
