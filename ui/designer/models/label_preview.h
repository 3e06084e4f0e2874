// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTimer>
#include <memory>

#include "ui/connections/database.h"

namespace joinery::ui {

/// The labels of a model's first rows, as a label that is being typed makes them: read a moment later on a worker of its own; what is asked
/// next stops what was asked before. GUI thread.
class LabelPreview : public QObject {
  Q_OBJECT
 public:
  static constexpr int kRows = 6;
  LabelPreview(Database* database, QObject* parent);
  ~LabelPreview() override;

  /// @param model with the label
  void ask(Model model);
  void stop();
  bool isBusy() const { return m_job != 0 || m_pause.isActive(); }

 Q_SIGNALS:
  void read(const QStringList& labels);
  void failed(const joinery::DbError& error);
  void busyChanged();

 private:
  void look();
  Database* m_database;
  std::shared_ptr<const Model> m_model;
  std::unique_ptr<Worker> m_worker;
  QTimer m_pause;
  JobId m_job = 0;
};

}  // namespace joinery::ui
