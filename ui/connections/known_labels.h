// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/value.h"

namespace joinery::ui {

class Database;

/// Labels of rows that a person has chosen, so that what refers to them can show them before it is committed. Of very many the earlier ones
/// are forgotten. GUI thread.
class KnownLabels : public QObject {
  Q_OBJECT
 public:
  /// Those of a database, which owns them; made when they are first asked for.
  static KnownLabels& of(Database& database);
  static constexpr std::size_t kMost = 10'000;

  /// @param rows which ones: their model with the columns that name one
  void keep(const std::string& rows, const std::vector<Value>& key, const QString& label);
  /// Empty where it is not known.
  QString label(const std::string& rows, const std::vector<Value>& key) const;

 private:
  explicit KnownLabels(Database* database);
  std::map<std::pair<std::string, std::string>, QString> m_labels;
};

}  // namespace joinery::ui
