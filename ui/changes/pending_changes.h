// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>

#include "orm/changes/change_lookup.h"
#include "orm/changes/change_set.h"
#include "orm/changes/conflict_resolution.h"
#include "orm/changes/unit_of_work.h"
#include "ui/changes/change_observer.h"
#include "ui/changes/change_plan.h"
#include "ui/changes/change_step.h"
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
  /// @param before what was read @param after a value, the key that an added row will get, or the column's default
  /// @param seen the row as it is shown, to add it again where it has gone; null keeps what was known of it
  void setCell(const std::string& model, const Key& key, const std::string& attribute, const Value& before, const Operand& after, SeenCells seen = {});
  /// Cells of one row: one that the database has, or, with a ref, one that was only added.
  struct RowCells {
    struct Cell { std::string attribute; Value before; Operand after; };
    std::string model, ref = {};
    Key key = {};
    std::vector<Cell> cells = {};
    SeenCells seen = {};
  };
  /// What setting cells of a row would make of its change; nothing where they stay as they are. The set is not changed: push() does that,
  /// with others' at once, while generation() is the same.
  std::optional<ChangeStep::Entry> edited(const RowCells& row);
  /// Makes the changes what the entries say, as one step that is undone as one. @pre no two are of one row
  void push(const QString& text, ChangeStep::Entries entries);
  /// What is to be a default is left open. @return the new row's ref
  std::string insertRow(const std::string& model, Change::Values values = {});
  void setInsertedCell(const std::string& ref, const std::string& attribute, const Operand& value);
  /// Leaves an attribute of an added row to its default again.
  void clearInsertedCell(const std::string& ref, const std::string& attribute);
  void deleteRow(const std::string& model, const Key& key, const Image& before);
  void removeInserted(const std::string& ref);
  void link(const std::string& model, const Key& key, const std::string& relationship, const Key& to);
  void unlink(const std::string& model, const Key& key, const std::string& relationship, const Key& to);
  /// The same for rows of which one is still to be added.
  void link(const std::string& model, const joinery::Key& key, const std::string& relationship, const joinery::Key& to);

  void revert(std::uint64_t change);
  void revertCell(std::uint64_t change, const std::string& attribute);
  /// Several as one step.
  void revertChanges(const QString& text, const std::vector<std::uint64_t>& changes);
  void revertTable(const std::string& model);
  void revertAll();
  /// Decides conflicts, as one step. @param resolutions by the change
  void resolve(const std::vector<Conflict>& conflicts, const std::map<std::uint64_t, ConflictResolution>& resolutions);
  /// Every undo step is kept, whatever their number.
  QUndoStack& undoStack() const;
  /// Several steps that are undone as one, and that views hear of once, at the end. Nestable.
  void beginGroup(const QString& text);
  void endGroup();
  bool isInGroup() const;

  const ChangeSet& changeSet() const;
  /// Finds changes by the rows that they relate; kept with every edit.
  const ChangeLookup& lookup() const;
  bool isEmpty() const { return changeSet().isEmpty(); }
  /// The update or delete of that row; null where it has none. Fast: called for every painted row.
  const Change* changeOf(const std::string& model, const Key& key) const;
  /// Another one whenever something in the set was changed, told or not: what was kept of the set is old then.
  std::uint64_t generation() const;
  /// The inserts into a model, in order.
  std::vector<const Change*> inserts(const std::string& model) const;
  const Change* insertByRef(const std::string& ref) const;

  /// What would be sent, as of the last planChanged(); or why it can't be.
  const Result<std::vector<PlannedStatement>>& plan() const { return prepared().statements; }
  /// All that is known of it, as of the last planChanged().
  const ChangePlan& prepared() const;
  /// The same, to be kept: it stays as it is. Never null.
  const std::shared_ptr<const ChangePlan>& sharedPlan() const;
  /// Whether it is of the set as it is now.
  bool isPrepared() const;
  /// What is not to be committed with the rest: the plan and the commit are of the others, and of what they need. New changes are not
  /// among it. Those that are no more are forgotten.
  void setLeftOut(std::set<std::uint64_t> changes);
  const std::set<std::uint64_t>& leftOut() const;
  /// What is wrong with changes: what the last plan found, or what the last commit was refused for. Until the next edit.
  const std::vector<ChangeIssue>& issues() const;
  /// Of one cell of a change, or, without an attribute, of its row; null for none. Fast: called for every painted cell.
  const ChangeIssue* issueOf(std::uint64_t change, const std::string& attribute) const;
  /// All of a change: those of its row before those of its cells.
  std::vector<const ChangeIssue*> issuesOf(std::uint64_t change) const;
  /// Of the last commit, while they are not decided.
  const std::vector<Conflict>& conflicts() const;
  /// Runs what is prepared in the background: committed(), or failed() with the result. Edits are refused meanwhile. Changes with issues
  /// are not sent, unless somebody wants the database to judge.
  enum class Checking { Before, AtTheDatabase };
  void commit(Checking checking = Checking::Before);
  /// What came of an earlier commit is not known. Edits are refused, and commit() only asks the database again.
  bool isInDoubt() const;
  /// Of a commit that another run of the program began. @param written as it was sent
  void setInDoubt(ChangeSet written, CommitMark mark);
  /// A person has looked and says that nothing was committed.
  void endDoubt();
  /// Takes changes in as one step, under ids and names of this set's own; a row that has changes here keeps them.
  struct Adopted {
    std::vector<Change> changes;                     ///< as they are now in the set
    std::map<std::uint64_t, std::uint64_t> ids;      ///< here, by those they had
    std::map<std::string, std::string> refs;
    /// A change that tells of the same, in the terms of this set.
    Change renamed(Change change) const;
  };
  Adopted adopt(const ChangeList& changes);
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
  void issuesChanged();
  /// Something else is left out.
  void choiceChanged();
  void committingChanged();
  void committed(const joinery::CommitResult& result);
  void failed(const joinery::CommitResult& result);

 private:
  friend class ChangeStep;
  struct Private;
  using States = std::vector<std::pair<std::uint64_t, const SharedChange*>>;
  /// Puts changes into the states that an undo step says.
  void apply(const States& states);
  void put(std::uint64_t id, const SharedChange& state);
  void push(const QString& text, const Change* before, std::optional<Change> after);
  void pushEdited(const QString& text, const RowCells& row);
  void tell();
  void makePlan();
  void setPlan(std::shared_ptr<const ChangePlan> plan);
  void setIssues(std::vector<ChangeIssue> issues);
  struct Written;
  static Written write(Worker::Context& context, Written written, const Registry& registry, CommitWitness* witness, Engine& engine);
  void finishCommit(const Result<Written>& result);
  void nameAllReferences();
  void settle(const Written& written);
  void settleSteps(const Written& written);
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
