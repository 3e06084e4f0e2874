// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCompleter>
#include <QStringListModel>
#include <memory>

#include "ui/connections/database.h"

class QLineEdit;

namespace joinery::ui {

/// Offers the paths that a JSON column has, as one types one and all together by the down key: read on a worker of its own when the line
/// first gets the focus. Accessible name of the list: "JSON paths". GUI thread.
class JsonPathCompleter : public QCompleter {
  Q_OBJECT
 public:
  JsonPathCompleter(Database* database, QLineEdit* line);
  ~JsonPathCompleter() override;
  /// Whose paths are offered; the same again changes nothing. @param attribute empty: none
  void setColumn(const std::string& model, const std::string& attribute);
  bool isBusy() const { return m_job != 0; }
  QStringList paths() const { return m_paths->stringList(); }

 Q_SIGNALS:
  /// The paths are there.
  void found();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void look();
  void offerAll();
  Database* m_database;
  QLineEdit* m_line;
  QStringListModel* m_paths;
  std::unique_ptr<Worker> m_worker;
  std::string m_model, m_attribute;
  JobId m_job = 0;
  bool m_isRead = false;
};

}  // namespace joinery::ui
