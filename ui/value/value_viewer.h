// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"
#include "ui/value/shown_cell.h"
#include "ui/value/value_editor.h"
#include "ui/value/value_kind.h"

namespace joinery::ui {

/// One value: as text, JSON, a picture or hex digits, chosen by what it is or by the person; copied, written to a file, taken from one, and
/// edited. Of a cell that was cut the beginning is shown until the whole is loaded: a short one by itself, a long one when it is asked for.
/// Only what is there whole is edited; what is taken over goes to the pending changes. GUI thread; never waits.
class ValueViewer : public QWidget {
  Q_OBJECT
 public:
  /// A value up to this is loaded whole without being asked for.
  static constexpr std::uint64_t kLoadedByItself = 1U << 20U;

  explicit ValueViewer(QWidget* parent = nullptr);
  ~ValueViewer() override;
  void setDatabase(Database* database, PendingChanges* changes);
  /// What is typed and not taken over stays as long as the same cell has the same value. @param cell nothing: nothing to show
  void setCell(const std::optional<ShownCell>& cell);
  const std::optional<ShownCell>& cell() const;
  ValueKind kind() const;
  void setKind(ValueKind kind);
  void loadAll();
  void stop();
  void save(const QString& path);
  void readFile(const QString& path);
  void copy();
  /// The focus to the view that is shown.
  void focusValue();
  /// Of one that is in a window already.
  void hideWindowAction();

 Q_SIGNALS:
  /// The cell is shown whole now.
  void loadedWhole();
  void saved(const QString& path);
  void windowRequested();

 private:
  struct Private;
  void makeParts();
  void makeButtons();
  void connectJobs();
  void showValue();
  void showKind();
  void showBytes();
  void updateHeading();
  void updateButtons();
  void take(std::shared_ptr<const Value> whole);
  void put(const Operand& value, const ValueEditor::Along& along = {});
  void putBytes(const std::string& bytes);
  void apply();
  bool makeField();
  Result<Value> typedHere() const;
  void formatJson();
  void chooseTarget();
  void chooseSource();
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
