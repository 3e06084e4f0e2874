// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

#include "ui/connections/database.h"
#include "ui/relations/delete_preview.h"

class QPlainTextEdit;
class QPushButton;

namespace joinery::ui {

/// Shows what deleting a row takes along, what it leaves behind, and what forbids it, as the database says now; then asks. Accessible names
/// "What follows", "Delete".
class DeleteDialog : public QDialog {
  Q_OBJECT
 public:
  DeleteDialog(Database* database, const Model& model, const std::vector<Value>& key, const QString& label, QWidget* parent = nullptr);
  ~DeleteDialog() override;
  bool isBusy() const { return m_isBusy; }

 Q_SIGNALS:
  /// What follows is shown, or why it could not be read.
  void ready();

 private:
  void read();
  void show(const Result<std::vector<CountedDeleteEffect>>& effects);
  std::shared_ptr<const Registry> m_registry;
  std::string m_model;
  std::vector<Value> m_key;
  std::unique_ptr<Worker> m_worker;
  QPlainTextEdit* m_text;
  QPushButton* m_delete = nullptr;
  QPushButton* m_retry = nullptr;
  bool m_isBusy = true;
};

}  // namespace joinery::ui
